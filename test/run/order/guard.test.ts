import test from "ava";
import { heldBack, mayWrite, type OpenStep, type Writes } from "../../../src/run/order/guard.js";

const step = (title: string, more: Partial<OpenStep> = {}): OpenStep => ({ title, ...more });
const sentTo = (session: string) => step(`in ${session}`, { session });
const decided = step("decided", { decidedHere: "`failed_when` decides whether it failed" });
const harmless = step("harmless");

/** earlier steps, where the step wants to go (undefined: it acts on the controller), what holds it back */
const ROWS: [OpenStep[], string | undefined, string | undefined][] = [
  [[], "a", undefined],
  [[], undefined, undefined],
  [[harmless], "a", undefined],
  [[harmless], undefined, undefined],
  [[sentTo("a"), sentTo("a")], "a", undefined],
  [[sentTo("a")], "b", "in a"],
  [[sentTo("a")], undefined, "in a"],
  [[decided], "a", "decided"],
  [[decided], undefined, "decided"],
  [[sentTo("a"), decided], "a", "decided"],
  [[decided, sentTo("b")], "a", "decided"],
  [[step("sent and decided", { session: "a", decidedHere: "x" })], "a", "sent and decided"],
];

for (const [earlier, session, by] of ROWS)
  test(`after ${earlier.map(({ title }) => title).join(", ") || "nothing"} a step for ${session ?? "the controller"} is ${by ? `held back by what is ${by}` : "free"}`, (t) => {
    const held = heldBack(earlier, session);
    t.is(held?.by.title, by);
    if (by) t.true(held!.why.includes(`"${by}"`));
  });

const READS: [Writes | undefined, string, boolean][] = [
  [undefined, "/a", false],
  ["anywhere", "/a", true],
  [[], "/a", false],
  [["/a"], "/a", true],
  [["/a"], "/a/b", true],
  [["/a/b"], "/a", true],
  [["/a"], "/ab", false],
  [["/b", "/a/"], "/a/c", true],
  [["/x"], "/", true],
];

for (const [writes, path, expected] of READS)
  test(`what writes ${writes === undefined ? "nothing" : String(writes) || "no path"} ${expected ? "may change" : "leaves alone"} ${path}`, (t) => {
    t.is(mayWrite(writes, path), expected);
  });
