import test from "ava";
import { Fork } from "../../../src/run/order/fork.js";
import { Slots } from "../../../src/run/order/slots.js";

/** A place that is promised soon is had after a few turns of the loop. */
const soon = () => new Promise((resolve) => setImmediate(resolve));

function later(): { promise: Promise<void>; come: () => void } {
  let come = () => {};
  const promise = new Promise<void>((resolve) => {
    come = resolve;
  });
  return { promise, come };
}

test("a host has one place, however many of its steps ask at once", async (t) => {
  const places = new Slots(2);
  const fork = new Fork(places, () => true);
  await Promise.all([fork.take(), fork.take()]);
  const other = new Fork(places, () => true);
  await other.take();
  t.true(other.isHeld);
});

test("who waits for others has no place until they have come, and then has it again", async (t) => {
  const fork = new Fork(new Slots(1), () => true);
  await fork.take();
  const others = later();
  const waiting = fork.without(others.promise);
  t.false(fork.isHeld);
  others.come();
  await waiting;
  t.true(fork.isHeld);
});

test("a step that begins while another one of its host waits for others takes no place either", async (t) => {
  const places = new Slots(1);
  const [fork, other] = [new Fork(places, () => true), new Fork(places, () => true)];
  const others = later();
  const waiting = fork.without(others.promise);
  const begun = fork.take();
  await soon();
  t.false(fork.isHeld);
  await other.take();
  other.give();
  others.come();
  await Promise.all([waiting, begun]);
  t.true(fork.isHeld);
});

test("a place that comes when its host has begun to wait goes on to the next", async (t) => {
  const places = new Slots(1);
  const [first, fork, third] = [
    new Fork(places, () => true),
    new Fork(places, () => true),
    new Fork(places, () => true),
  ];
  await first.take();
  const begun = fork.take();
  const others = later();
  const waiting = fork.without(others.promise);
  const next = third.take();
  first.give();
  await next;
  t.true(third.isHeld);
  third.give();
  others.come();
  await Promise.all([begun, waiting]);
  t.true(fork.isHeld);
});

test("a host that waits twice has its place when both have come", async (t) => {
  const fork = new Fork(new Slots(1), () => true);
  await fork.take();
  const [one, two] = [later(), later()];
  const waiting = [fork.without(one.promise), fork.without(two.promise)];
  one.come();
  await soon();
  t.false(fork.isHeld);
  two.come();
  await Promise.all(waiting);
  t.true(fork.isHeld);
});

test("what nobody has cannot be given back", async (t) => {
  const places = new Slots(1);
  const fork = new Fork(places, () => true);
  fork.give();
  fork.give();
  await fork.take();
  const other = new Fork(places, () => true);
  void other.take();
  await soon();
  t.false(other.isHeld);
});

test("a host whose steps are over while it waits for others takes no place again", async (t) => {
  let isOnItsWay = true;
  const places = new Slots(1);
  const fork = new Fork(places, () => isOnItsWay);
  await fork.take();
  fork.begun();
  const others = later();
  const waiting = fork.without(others.promise);
  isOnItsWay = false;
  others.come();
  await waiting;
  t.false(fork.isHeld);
});

test("a place that comes when nothing needs it any more goes on to the next", async (t) => {
  let isOnItsWay = true;
  const places = new Slots(1);
  const [fork, other] = [new Fork(places, () => isOnItsWay), new Fork(places, () => true)];
  await fork.take();
  fork.begun();
  const others = later();
  const waiting = fork.without(others.promise);
  await other.take();
  others.come();
  await soon();
  isOnItsWay = false;
  other.give();
  await waiting;
  t.false(fork.isHeld);
  await other.take();
  t.true(other.isHeld);
});
