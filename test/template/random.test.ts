import { readFileSync, rmSync } from "node:fs";
import test from "ava";
import type { Value } from "../../src/model/value.js";
import { renderText } from "../../src/template/render_text.js";
import { contextIn, makePlace } from "../helpers/place.js";

/** Random templates, and what Ansible 2.18 prints for each; without it, it fails. */
const { vars, rows }: { vars: Record<string, Value>; rows: [text: string, printed?: string][] } = JSON.parse(
  readFileSync("test/template/random.json", "utf8"),
);

const place = makePlace("test/template/place.yml");
test.after.always(() => rmSync(place, { recursive: true }));

function printed(text: string): string | undefined {
  try {
    // methods change what they are called on
    return renderText(text, "row.j2", {}, contextIn(place, structuredClone(vars)), {});
  } catch {
    return undefined;
  }
}

test("random templates print what they print in Ansible, or fail as there", (t) => {
  t.true(rows.length > 3000);
  const different = rows.filter(([text, wanted]) => printed(text) !== wanted);
  t.deepEqual(
    different.slice(0, 5).map(([text, wanted]) => ({ text, wanted, got: printed(text) })),
    [],
    `${different.length} of ${rows.length}`,
  );
});
