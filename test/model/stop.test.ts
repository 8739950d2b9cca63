import test from "ava";
import { isAsked, noteData, readsData } from "../../src/model/origin.js";
import { spending, step, tick, whenTooLong } from "../../src/model/patience.js";
import { sleepUnlessStopped, unlessStopped } from "../../src/model/stop.js";

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("work is given, unless it is stopped first", async (t) => {
  const stop = new AbortController();
  t.is(await unlessStopped(Promise.resolve(7), stop.signal), 7);
  await t.throwsAsync(unlessStopped(Promise.reject(new Error("own")), stop.signal), { message: "own" });
  const waiting = unlessStopped(new Promise(() => {}), stop.signal);
  stop.abort(new Error("stopped"));
  await t.throwsAsync(waiting, { message: "stopped" });
  await t.throwsAsync(unlessStopped(Promise.resolve(7), stop.signal), { message: "stopped" });
});

test("nobody listens any more when the work is over", async (t) => {
  const calls: string[] = [];
  const signal = {
    throwIfAborted: () => calls.push("asked"),
    addEventListener: (name: string) => calls.push(`on ${name}`),
    removeEventListener: (name: string) => calls.push(`off ${name}`),
  } as unknown as AbortSignal;
  await unlessStopped(Promise.resolve(), signal);
  t.deepEqual(calls, ["asked", "on abort", "off abort"]);
});

test("a sleep ends by itself or is stopped", async (t) => {
  const stop = new AbortController();
  const before = performance.now();
  await sleepUnlessStopped(0.02, stop.signal);
  t.true(performance.now() - before >= 15);
  const sleeping = sleepUnlessStopped(600, stop.signal);
  stop.abort(new Error("stopped"));
  await t.throwsAsync(sleeping, { message: "stopped" });
});

test("whether data were read is told to each who asks, and to no other", (t) => {
  t.false(isAsked());
  noteData();
  t.true(readsData(noteData));
  t.false(readsData(() => {}));
  let inner: boolean | undefined;
  const outer = readsData(() => {
    t.true(isAsked());
    inner = readsData(noteData);
  });
  t.deepEqual([inner, outer], [true, false]);
  t.throws(
    () =>
      readsData(() => {
        throw new Error("own");
      }),
    { message: "own" },
  );
  t.false(isAsked());
});

/** Computes for so many milliseconds. */
function compute(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) tick();
  // the machine may have given it none of that time
  for (let at = 0; at < 3000; at++) tick();
}

test.serial("signals are let through in a long turn, once, and taken back in the next", async (t) => {
  const calls: string[] = [];
  whenTooLong(() => {
    calls.push("through");
    return () => calls.push("back");
  });
  try {
    await turn();
    const before = performance.now();
    for (let at = 0; at < 3000; at++) tick();
    // where this very turn was held up it was a long one
    if (performance.now() - before < 15) t.deepEqual(calls, []);
    await turn();
    calls.length = 0;
    compute(60);
    t.deepEqual(calls, ["through"]);
    await turn();
    t.deepEqual(calls, ["through", "back"]);
    await turn();
    t.deepEqual(calls, ["through", "back"]);
  } finally {
    whenTooLong(() => () => {});
  }
});

test("too much work of an evaluation is an error, and each has its own measure", (t) => {
  const work = () => {
    for (;;) step();
  };
  t.throws(() => spending(() => spending(work)), {
    instanceOf: RangeError,
    message: "it takes more than 2 s of computing",
  });
  t.is(
    spending(() => {
      for (let at = 0; at < 5000; at++) step();
      return 1;
    }),
    1,
  );
});
