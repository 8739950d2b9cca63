import test from "ava";
import type { Role } from "../../../src/model/play.js";
import { type Fatal, Fate } from "../../../src/run/hosts/fate.js";
import type { Failure } from "../../../src/run/hosts/host.js";
import { child, END, type Position, START } from "../../../src/run/order/position.js";

/** The how many-th step of a play; 3.2 is the second within the third. */
const step = (...path: number[]): Position => path.reduce(child, START);
const failure = (name: string, status = "failed") =>
  ({ result: { status, values: {} }, taskName: name }) as unknown as Failure;
const fatalAt = (position: Position, kind: Fatal["kind"] = "failure"): Fatal => ({
  position,
  failure: failure("fatal"),
  kind,
});

test("positions sort as steps follow each other", (t) => {
  const inOrder = [
    START,
    step(0),
    step(0, 0),
    step(0, 5),
    step(1),
    step(1, 0, 9),
    step(1, 1),
    step(200),
    END,
  ];
  t.deepEqual([...inOrder].reverse().sort(), inOrder);
});

test("of several failures the first counts, until it is rescued", (t) => {
  const fate = new Fate();
  t.is(fate.failure, undefined);
  fate.fail(failure("one"), step(1), true);
  fate.fail(failure("two"), step(2), true);
  t.is(fate.failure?.taskName, "one");
  t.is(fate.failureOf(undefined)?.taskName, "one");
  t.is(fate.failureOf(fatalAt(step(0)))?.taskName, "one");
  fate.rescueFrom(undefined);
  t.is(fate.failure, undefined);
  t.is(fate.failureOf(undefined), undefined);
  fate.fail(failure("three"), step(3), true);
  t.is(fate.failure?.taskName, "three");
});

test("a host that was not reached stays so", (t) => {
  const fate = new Fate();
  fate.fail(failure("one"), step(1), true);
  t.false(fate.unreachable);
  fate.fail(failure("two", "unreachable"), step(2), true);
  t.true(fate.unreachable);
  fate.fail(failure("three"), step(3), true);
  t.true(fate.unreachable);
});

test("a host is left where it has neither failed without a rescue nor ended", (t) => {
  const fate = new Fate();
  fate.fail(failure("rescued"), step(1), true);
  t.true(fate.isLeftAt(END));
  fate.fail(failure("one"), step(3), false);
  fate.fail(failure("two"), step(5), false);
  t.deepEqual(
    [1, 3, 4, 6].map((at) => fate.isLeftAt(step(at))),
    [true, true, false, false],
  );
  const ended = new Fate();
  t.false(ended.ended);
  ended.end(step(2));
  ended.end(step(4));
  t.true(ended.ended);
  t.deepEqual(
    [1, 2, 3, 5].map((at) => ended.isLeftAt(step(at))),
    [true, true, false, false],
  );
});

test("a fatal failure of another host stops what comes after it, a rescue goes on", (t) => {
  const fatal = fatalAt(step(2));
  const fate = new Fate();
  t.false(fate.isStoppedBy(undefined, step(9)));
  t.deepEqual(
    [1, 2, 3].map((at) => fate.isStoppedBy(fatal, step(at))),
    [false, false, true],
  );
  t.is(fate.failureOf(fatal)?.taskName, "fatal");
  fate.rescueFrom(fatal);
  t.false(fate.isStoppedBy(fatal, step(3)));
  t.is(fate.failureOf(fatal), undefined);
  // another one is another matter
  t.true(fate.isStoppedBy(fatalAt(step(2)), step(3)));
  const limit = fatalAt(step(2), "limit");
  fate.rescueFrom(limit);
  t.deepEqual(
    [2, 3].map((at) => fate.isStoppedBy(limit, step(at))),
    [false, true],
  );
});

test("what the user broke off is the first step that was", (t) => {
  const fate = new Fate();
  t.is(fate.brokenOff, undefined);
  fate.breakOff("one");
  fate.breakOff("two");
  t.is(fate.brokenOff, "one");
});

test("a role that was ended is over with its own block", (t) => {
  const [one, other] = [{ name: "one" }, { name: "other" }] as unknown as Role[];
  const fate = new Fate();
  fate.endRole(one);
  fate.leaveRole(other!);
  t.is(fate.endedRole, one);
  fate.leaveRole(one!);
  t.is(fate.endedRole, undefined);
});

test("clear_host_errors forgives what failed before it, and a later failure is not forgiven", (t) => {
  const fate = new Fate();
  fate.forgive(undefined, step(1));
  t.false(fate.forgiven);
  fate.fail(failure("one"), step(3), false);
  fate.forgive(undefined, step(3));
  t.false(fate.forgiven);
  fate.forgive(undefined, step(4));
  t.true(fate.forgiven);
  // the host has stopped all the same
  t.is(fate.failure?.taskName, "one");
  fate.fail(failure("two"), step(5), false);
  t.false(fate.forgiven);
});
