import test from "ava";
import { filterNames, testNames } from "../../src/template/registry.js";
import { renderText } from "../../src/template/render_text.js";
import { type Row, readVars, recordedRows } from "../helpers/recorded.js";
import { contextOf } from "../helpers/template.js";

const vars = readVars("test/template/filters/vars.yml");

/** In a list, so that the value's repr() is printed, whatever its type. */
function answerTo({ expression }: Row): string {
  const text = renderText(`{{ [${expression}] }}`, "row.j2", {}, contextOf(vars), {});
  return text.slice(1, -1);
}

for (const kind of ["filters", "tests"]) {
  const rows = recordedRows(`test/template/${kind}`);
  for (const row of rows)
    test(`${kind}: ${row.expression}`, (t) => {
      if (row.fails === undefined) return t.is(answerTo(row), row.value);
      const error = t.throws(() => answerTo(row));
      return t.true(error?.message.includes(row.fails), `${error?.message} should say ${row.fails}`);
    });

  test(`every one of the ${kind} has a recorded row`, (t) => {
    const recorded = new Set(rows.map((row) => row.name));
    const names = kind === "filters" ? filterNames() : testNames();
    t.deepEqual(
      names.filter((name) => !recorded.has(name)),
      [],
    );
  });
}
