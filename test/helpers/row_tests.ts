import { rmSync } from "node:fs";
import test from "ava";
import { Suspend } from "../../src/template/machine/suspend.js";
import { renderText } from "../../src/template/render_text.js";
import { contextIn, makePlace } from "./place.js";
import { type Row, readVars } from "./recorded.js";

/** Evaluates texts where the recorded ones were evaluated. */
function renderer() {
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
  return { place, rendered };
}

/** One test for all rows of a name: much quicker where there are very many. */
export function testTables(rows: readonly Row[]): void {
  const { rendered } = renderer();
  for (const name of new Set(rows.map((row) => row.name)))
    test(`${name} gives what Ansible gives`, async (t) => {
      for (const row of rows.filter((one) => one.name === name)) {
        // in a list, so that the value's repr() is printed, whatever its type
        const found = await rendered(`{{ [${row.expression}] }}`).then(
          (text) => text.slice(1, -1),
          ({ message }: Error) =>
            row.fails !== undefined && message.includes(row.fails) ? row.fails : message,
        );
        t.is(found, row.value ?? row.fails!, row.expression);
      }
    });
}

/** A test for each row: what the expression gives here is what Ansible made of it. */
export function testRows(kind: string, rows: readonly Row[]): void {
  const { place, rendered } = renderer();
  // rows about files that are made depend on those before them
  for (const { file, expression, value, fails } of rows)
    (kind === "lookups" ? test.serial : test)(`${kind}: ${file} ${expression}`, async (t) => {
      if (fails === undefined) {
        // in a list, so that the value's repr() is printed, whatever its type
        const shown = (await rendered(`{{ [${expression}] }}`)).slice(1, -1);
        return t.is(shown.replaceAll(place, "PLACE"), value ?? "");
      }
      const error = await t.throwsAsync(rendered(`{{ ${expression} }}`));
      const said = error?.message.replaceAll(place, "PLACE") ?? "";
      return t.true(said.includes(fails), `${said} should say ${fails}`);
    });
}
