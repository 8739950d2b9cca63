import test from "ava";
import { Fault } from "../../../src/model/errors.js";
import type { ResultValues, TaskResult } from "../../../src/model/result.js";
import {
  endsLoop,
  failureFrom,
  hasNeverRun,
  isDefect,
  isUnreachable,
  neverRun,
  plainly,
} from "../../../src/run/task/failure.js";
import { statusOf } from "../../../src/run/task/judge.js";

const at = { path: "play.yml", line: 3, column: 5 };
const coded = (code: string, message: string) => Object.assign(new Error(message), { code });
const TOO_DEEP =
  "recursive loop detected: variables or values that refer to themselves, or that are nested too deeply";
const UNDEFINED = "The task includes an option with an undefined variable. The error was: ";

/** [what was thrown, what its result says of it] */
const THROWN: readonly (readonly [name: string, error: unknown, values: ResultValues])[] = [
  ["a fault", new Fault("TEMPLATE_FAILED", "no"), { failed: true, msg: "no" }],
  [
    "a fault with a place and a way out",
    new Fault("TEMPLATE_FAILED", "no", { at, hint: "do" }),
    { failed: true, msg: "no", at: "play.yml:3:5", hint: "do" },
  ],
  [
    "a fault with a result of its own",
    new Fault("TEMPLATE_FAILED", "no", { result: { rc: 7, changed: true, msg: "other" } }),
    { failed: true, changed: true, rc: 7, msg: "no" },
  ],
  ["a lost host", new Fault("CONNECTION_LOST", "gone"), { unreachable: true, msg: "gone" }],
  ["a closed host", new Fault("CONNECTION_AUTH", "no key"), { unreachable: true, msg: "no key" }],
  ["another host", new Fault("CONNECTION_HOST_KEY", "changed"), { unreachable: true, msg: "changed" }],
  ["a host that is down", new Fault("CONNECTION_FAILED", "down"), { unreachable: true, msg: "down" }],
  ["a broken session", new Fault("SESSION_BROKEN", "noise"), { unreachable: true, msg: "noise" }],
  [
    "what is undefined",
    new Fault("UNDEFINED", "'x' is undefined", { hint: "define it" }),
    { failed: true, msg: `${UNDEFINED}'x' is undefined\n  define it` },
  ],
  [
    "a condition that reads what is undefined",
    new Fault("UNDEFINED", "The conditional check 'x' failed. 'x' is undefined"),
    { failed: true, msg: "The conditional check 'x' failed. 'x' is undefined" },
  ],
  [
    "a keyword that reads what is undefined",
    new Fault("UNDEFINED", "The field 'x' has an invalid value"),
    { failed: true, msg: "The field 'x' has an invalid value" },
  ],
  [
    "words like those of a condition further on",
    new Fault("UNDEFINED", "so: The field 'x'"),
    { failed: true, msg: `${UNDEFINED}so: The field 'x'` },
  ],
  ["a file", coded("ENOENT", "no such file"), { failed: true, msg: "no such file", at: "here.yml:1:1" }],
  [
    "an argument of the platform",
    coded("ERR_INVALID_ARG_VALUE", "null byte"),
    { failed: true, msg: "null byte", at: "here.yml:1:1" },
  ],
  [
    "too long a text",
    coded("ERR_STRING_TOO_LONG", "too long"),
    { failed: true, msg: "too long", at: "here.yml:1:1" },
  ],
  [
    "a full stack",
    new RangeError("Maximum call stack size exceeded"),
    { failed: true, msg: TOO_DEEP, at: "here.yml:1:1" },
  ],
  [
    "a full stack of another kind",
    new TypeError("x call stack y"),
    { failed: true, msg: TOO_DEEP, at: "here.yml:1:1" },
  ],
  [
    "a limit",
    new RangeError("Invalid array length"),
    { failed: true, msg: "Invalid array length", at: "here.yml:1:1" },
  ],
  [
    "a pattern",
    new SyntaxError("Invalid regular expression"),
    { failed: true, msg: "Invalid regular expression", at: "here.yml:1:1" },
  ],
  ["an address", new URIError("URI malformed"), { failed: true, msg: "URI malformed", at: "here.yml:1:1" }],
];
const here = { path: "here.yml", line: 1, column: 1 };
for (const [name, error, values] of THROWN)
  test(`${name} is the result of that task on that host`, (t) => {
    t.deepEqual(failureFrom(error, here), { changed: false, ...values });
    t.is(isUnreachable(error), values.unreachable === true);
  });

test("a stop by the user is no result", (t) => {
  t.throws(() => failureFrom(new Fault("INTERRUPTED", "stopped")), { message: "stopped" });
});

const DEFECTS: readonly (readonly [error: unknown, text: string])[] = [
  [new TypeError("x is not a function"), "TypeError: x is not a function"],
  [new Error("what"), "Error: what"],
  ["a text", "a text"],
  [undefined, "undefined"],
  [coded("ERR_OTHER", "x"), "Error: x"],
  [coded("xENOENT", "y"), "Error: y"],
];
for (const [error, text] of DEFECTS)
  test(`${text} is a defect, and told as one`, (t) => {
    const values = failureFrom(error, at);
    t.like(values, { changed: false, failed: true, at: "play.yml:3:5" });
    t.is(values.msg, `this is a defect of tera, please report it: ${text}`);
    t.true(String(values.exception).startsWith(text));
    t.false("at" in failureFrom(error));
    t.true(isDefect({ status: "failed", values }));
    const item = { result: { status: "failed", values } };
    t.true(isDefect({ status: "failed", values: {}, items: [item] } as unknown as TaskResult));
  });

test("what failed by itself is no defect", (t) => {
  const values = failureFrom(new Fault("TEMPLATE_FAILED", "no"));
  t.false(isDefect({ status: "failed", values }));
  const items = [{ result: { status: "failed", values } }];
  t.false(isDefect({ status: "failed", values: {}, items } as unknown as TaskResult));
});

test("what could not be evaluated has never run, a host that is not reached may", (t) => {
  const never = neverRun(new Fault("UNDEFINED", "'x' is undefined"));
  t.true(hasNeverRun(never));
  t.true(endsLoop(never));
  t.false("changed" in never);
  t.false(endsLoop({ ...never, exception: "Traceback" }));
  const lost = neverRun(new Fault("CONNECTION_LOST", "gone"));
  t.false(hasNeverRun(lost));
  t.is(lost.changed, false);
  t.false(hasNeverRun({}));
});

test("what is undefined in a loop is told without the words for options", async (t) => {
  const undefinedOne = new Fault("UNDEFINED", "'x' is undefined", { at });
  const told = await t.throwsAsync(plainly(() => Promise.reject(undefinedOne)));
  t.like(told, { code: "TEMPLATE_FAILED", message: "'x' is undefined", at });
  // neither a place nor a way out beside it
  t.deepEqual(failureFrom(told), { changed: false, failed: true, msg: "'x' is undefined" });
  const other = new Fault("TEMPLATE_FAILED", "no");
  t.is(await t.throwsAsync(plainly(() => Promise.reject(other))), other);
  t.is(await plainly(async () => 5), 5);
});

const STATUS: readonly (readonly [values: ResultValues, status: TaskResult["status"]])[] = [
  [{}, "ok"],
  [{ changed: false }, "ok"],
  [{ changed: true }, "changed"],
  [{ skipped: true, changed: true }, "skipped"],
  [{ failed: true, skipped: true, changed: true }, "failed"],
  [{ failed: false, changed: true }, "changed"],
  [{ unreachable: true, failed: true }, "unreachable"],
];
for (const [values, status] of STATUS)
  test(`${JSON.stringify(values)} is ${status}`, (t) => {
    t.is(statusOf(values), status);
  });
