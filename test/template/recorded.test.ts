import { rmSync } from "node:fs";
import test from "ava";
import { lookupNames } from "../../src/template/lookups/lookups.js";
import { Suspend } from "../../src/template/machine/suspend.js";
import { filterNames, testNames } from "../../src/template/registry.js";
import { renderText } from "../../src/template/render_text.js";
import { contextIn, makePlace } from "../helpers/place.js";
import { type Row, readVars, recordedRows } from "../helpers/recorded.js";

const place = makePlace("test/template/place.yml");
const context = contextIn(place, readVars("test/template/filters/vars.yml"));
test.after.always(() => rmSync(place, { recursive: true }));

async function rendered(text: string): Promise<string> {
  for (;;)
    try {
      return renderText(text, "row.j2", {}, context, {});
    } catch (error) {
      if (!(error instanceof Suspend)) throw error;
      await error.promise;
    }
}

/** In a list, so that the value's repr() is printed, whatever its type. */
async function shownBy({ expression }: Row): Promise<string> {
  return (await rendered(`{{ [${expression}] }}`)).slice(1, -1);
}

const NAMES = { filters: filterNames, tests: testNames, lookups: lookupNames };

for (const kind of ["filters", "tests", "lookups"] as const) {
  const rows = recordedRows(`test/template/${kind}`);
  // rows about files that are made depend on those before them
  for (const row of rows)
    (kind === "lookups" ? test.serial : test)(`${kind}: ${row.file} ${row.expression}`, async (t) => {
      const { fails } = row;
      if (fails === undefined) return t.is((await shownBy(row)).replaceAll(place, "PLACE"), row.value ?? "");
      const error = await t.throwsAsync(rendered(`{{ ${row.expression} }}`));
      const said = error?.message.replaceAll(place, "PLACE") ?? "";
      return t.true(said.includes(fails), `${said} should say ${fails}`);
    });

  test(`every one of the ${kind} has a recorded row`, (t) => {
    const recorded = new Set(rows.map((row) => row.name));
    t.deepEqual(
      NAMES[kind]().filter((name) => !recorded.has(name)),
      [],
    );
  });
}
