import { setTimeout as sleep } from "node:timers/promises";
import test from "ava";
import { aliveSettings, watchPeer } from "../../../src/connections/ssh/alive.js";
import type { ClientConfig } from "../../../src/connections/ssh/config.js";
import { Patience } from "../../../src/connections/ssh/patience.js";

/** When something happened, in milliseconds from now; never, where it was stopped before. */
const happening = () => {
  const begun = performance.now();
  let at: number | undefined;
  let times = 0;
  let told!: () => void;
  const once = new Promise<void>((resolve) => {
    told = resolve;
  });
  const happens = () => {
    at ??= performance.now() - begun;
    times += 1;
    told();
  };
  return { happens, once, at: () => at, times: () => times };
};

test("patience ends once, not before its time", async (t) => {
  const end = happening();
  new Patience(0.1, end.happens);
  await end.once;
  t.true(end.at()! >= 95, String(end.at()));
  t.is(end.times(), 1);
});

test("a next phase has its own time, and may have more of it", async (t) => {
  const end = happening();
  const patience = new Patience(0.1, end.happens);
  patience.again(3);
  await end.once;
  t.true(end.at()! >= 295, String(end.at()));
});

test("who has come needs no more patience", async (t) => {
  const end = happening();
  new Patience(0.01, end.happens).end();
  const patience = new Patience(0.01, end.happens);
  patience.again();
  patience.end();
  await sleep(60);
  t.is(end.times(), 0);
});

test("a program that was too busy to look has a little more patience, but not for ever", async (t) => {
  const end = happening();
  new Patience(0.01, end.happens);
  const until = performance.now() + 600;
  while (performance.now() < until);
  const busy = performance.now();
  await sleep(0);
  t.is(end.times(), 0);
  await end.once;
  // as much as it may take, and no second more
  t.true(performance.now() - busy < 60_000);
});

test("a silent peer is given up after the time, told once, and one that speaks is not", async (t) => {
  const [silent, speaking, stopped] = [happening(), happening(), happening()];
  const alive = { interval: 0.02, count: 3 };
  let bytes = 0;
  const told: number[] = [];
  // what watches holds no program up: here it shall
  const held = setInterval(() => {}, 1000);
  const unwatch = watchPeer(() => bytes++, alive, speaking.happens);
  watchPeer(() => 5, alive, stopped.happens)();
  watchPeer(
    () => 5,
    alive,
    (seconds) => {
      told.push(seconds);
      silent.happens();
    },
  );
  await silent.once;
  t.true(silent.at()! >= 55, String(silent.at()));
  await sleep(200);
  t.deepEqual(told, [0.06]);
  t.is(speaking.times() + stopped.times(), 0);
  unwatch();
  clearInterval(held);
});

test("how often a peer is asked is what the options say, or usual", (t) => {
  const settings = (alive: ClientConfig["alive"]) => aliveSettings({ alive } as ClientConfig);
  t.deepEqual(settings({ interval: 1, count: 2 }), { interval: 1, count: 2 });
  t.deepEqual(settings(undefined), { interval: 10, count: 4 });
});

test.serial("a program that is always too busy has no patience without end", async (t) => {
  const { now } = Date;
  let hours = 0;
  Date.now = () => {
    hours += 1;
    return now() + hours * 3_600_000;
  };
  try {
    const end = happening();
    new Patience(0.001, end.happens);
    await end.once;
    t.is(end.times(), 1);
    // each grace asks twice: when it begins, and when it is over
    t.is(hours, 2 * (1 + 3));
  } finally {
    Date.now = now;
  }
});
