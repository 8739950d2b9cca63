// What tests import as "ava" in the copy: the same words, one test after the other in one process, until one is red.
import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";

const all = [];
const hooks = { before: [], after: [], beforeEach: [], afterEach: [] };

const test = (title, fn, ...rest) => all.push({ title, run: (t) => fn(t, ...rest) });
const hook = (name) =>
  Object.assign((...words) => hooks[name].push(words.at(-1)), {
    always: (...words) => hooks[name].push(words.at(-1)),
  });
const skipped = () => {};
test.skip = skipped;
test.serial = Object.assign((...words) => test(...words), { skip: skipped });
for (const name of Object.keys(hooks)) {
  test[name] = hook(name);
  test.serial[name] = test[name];
}
export default test;

/** Runs those whose title matches; {red: title and why} or {}. */
export async function runAll(isAsked) {
  const shared = { context: {} };
  let red;
  const guarded = async (title, work) => {
    try {
      await work();
    } catch (error) {
      red ??= `${title}: ${String(error?.message ?? error).slice(0, 300)}`;
    }
  };
  for (const run of hooks.before) await guarded("before", () => run(assertions(shared)));
  for (const { title, run } of all) {
    if (red !== undefined) break;
    if (!isAsked(title)) continue;
    const t = assertions({ title, context: shared.context });
    await guarded(title, async () => {
      for (const each of hooks.beforeEach) await each(t);
      await run(t);
    });
    for (const each of hooks.afterEach) await guarded(title, () => each(t));
    for (const undo of t.undo.reverse()) await guarded(title, undo);
  }
  for (const run of hooks.after) await guarded("after", () => run(assertions(shared)));
  return { red };
}

function assertions({ title = "", context }) {
  const undo = [];
  return {
    title,
    context,
    undo,
    teardown: (work) => void undo.push(work),
    timeout: skipped,
    log: skipped,
    plan: skipped,
    pass: () => true,
    fail: (message = "it failed") => assert.fail(message),
    is: (value, wanted, message) =>
      assert.ok(Object.is(value, wanted), message ?? `${shown(value)} is not ${shown(wanted)}`),
    not: (value, other) => assert.ok(!Object.is(value, other)),
    deepEqual: (value, wanted, message) =>
      assert.ok(isDeepStrictEqual(value, wanted), message ?? `${shown(value)} is not like ${shown(wanted)}`),
    notDeepEqual: (value, other) => assert.ok(!isDeepStrictEqual(value, other)),
    like: (value, wanted) => assert.ok(isLike(value, wanted), `${shown(value)} has not ${shown(wanted)}`),
    true: (value, message) => assert.ok(value === true, message),
    false: (value, message) => assert.ok(value === false, message),
    truthy: (value, message) => assert.ok(value, message),
    falsy: (value, message) => assert.ok(!value, message),
    assert: (value, message) => assert.ok(value, message),
    regex: (text, pattern, message) =>
      assert.ok(matches(pattern, text), message ?? `${text} does not match ${pattern}`),
    notRegex: (text, pattern, message) =>
      assert.ok(!matches(pattern, text), message ?? `${text} matches ${pattern}`),
    throws: (work, wanted) => {
      try {
        work();
      } catch (error) {
        return checked(error, wanted);
      }
      return assert.fail("nothing was thrown");
    },
    throwsAsync: async (work, wanted) => {
      try {
        await (typeof work === "function" ? work() : work);
      } catch (error) {
        return checked(error, wanted);
      }
      return assert.fail("nothing was thrown");
    },
    notThrows: (work) => work(),
    notThrowsAsync: async (work) => void (await (typeof work === "function" ? work() : work)),
  };
}

const shown = (value) => {
  try {
    return String(JSON.stringify(value)).slice(0, 200);
  } catch {
    return String(value);
  }
};

function matches(pattern, text) {
  assert.ok(typeof text === "string", "not a text");
  pattern.lastIndex = 0;
  return pattern.test(text);
}

function isLike(value, wanted) {
  if (typeof wanted !== "object" || wanted === null) return Object.is(value, wanted);
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(wanted) !== Array.isArray(value)) return false;
  return Object.keys(wanted).every((key) => isLike(value[key], wanted[key]));
}

function checked(error, wanted = {}) {
  if (wanted.any !== true) assert.ok(error instanceof Error, "what was thrown is no error");
  if (wanted.instanceOf)
    assert.ok(error instanceof wanted.instanceOf, `${error?.constructor?.name} was thrown`);
  if (wanted.is !== undefined) assert.ok(Object.is(error, wanted.is));
  if (wanted.name !== undefined) assert.equal(error.name, wanted.name);
  if (wanted.code !== undefined) assert.equal(error.code, wanted.code);
  const { message } = wanted;
  if (typeof message === "string") assert.equal(error.message, message);
  else if (typeof message === "function") assert.ok(message(error.message));
  else if (message) assert.ok(message.test(error.message), `${error.message} does not match ${message}`);
  return error;
}
