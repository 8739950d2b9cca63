import test from "ava";
import kind from "../../src/reporters/json.js";
import { eventsOf, recordedRuns, replay } from "../helpers/reporter.js";

for (const run of recordedRuns())
  test(`the events of ${run} come out as they went in, one a line`, async (t) => {
    const events = eventsOf(run);
    const { out, err } = await replay(kind, events);
    t.deepEqual(
      out
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
      events,
    );
    t.is(err, "");
  });

test("values that JSON does not know are written as their nearest", async (t) => {
  const values = { big: 2n ** 70n, byNumber: new Map([[1, "one"]]) };
  const { out } = await replay(kind, [{ type: "stats", hosts: {}, custom: values }]);
  t.deepEqual(JSON.parse(out).custom, { big: "1180591620717411303424", byNumber: { "1": "one" } });
});
