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

test("whole numbers of any size and dicts with other keys are written", async (t) => {
  const values = { big: 2n ** 70n, byNumber: new Map([[1, "one"]]) };
  const { out } = await replay(kind, [{ type: "stats", hosts: {}, custom: values }]);
  t.true(out.includes('"custom":{"big":1180591620717411303424,"byNumber":{"1":"one"}}'), out);
});
