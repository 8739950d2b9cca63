import test from "ava";
import { type Place, placeAt } from "../../../src/connections/ssh/gate.js";

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Who has asked for a place at an endpoint, and got one. */
function queue(endpoint: string) {
  const inside: Place[] = [];
  return {
    inside,
    ask: async (count: number) => {
      for (let number = 0; number < count; number++)
        void placeAt(endpoint).then((place) => inside.push(place));
      await turn();
      return inside.length;
    },
    leave: async (count: number) => {
      for (const place of inside.splice(0, count)) place.leave();
      await turn();
      return inside.length;
    },
  };
}

test("eight log in at one endpoint at a time, and who leaves lets one in", async (t) => {
  const { inside, ask, leave } = queue("eight");
  t.is(await ask(8), 8);
  t.is(await ask(3), 8);
  const [first] = inside;
  t.is(await leave(1), 8);
  // the same place is left once
  first!.leave();
  await turn();
  t.is(inside.length, 8);
  t.is(await leave(8), 2);
  t.is(await ask(6), 8);
  t.is(await ask(1), 8);
  await leave(8);
  await leave(1);
});

test("who has logged in keeps the place at the endpoint", async (t) => {
  const { inside, ask, leave } = queue("kept");
  await ask(9);
  for (const place of [...inside]) place.admitted();
  await turn();
  t.is(inside.length, 8);
  t.is(await leave(1), 8);
  await leave(8);
});

/** [turned away so often, then let through so often, how many may then try at once] */
const LEARNED: readonly (readonly [dropped: number, admitted: number, room: number])[] = [
  [0, 0, 8],
  [0, 20, 8],
  [1, 0, 4],
  // 4, 4.25, 4.49, 4.71, 4.92, 5.12
  [1, 4, 4],
  [1, 5, 5],
  [1, 100, 8],
  [2, 0, 2],
  // 2, 2.5, 2.9, 3.24
  [2, 2, 2],
  [2, 3, 3],
  [3, 0, 1],
  [4, 0, 1],
  [9, 0, 1],
  [9, 1, 2],
];
for (const [dropped, admitted, room] of LEARNED)
  test(`of those that are turned away ${dropped} times and let in ${admitted} times ${room} try at once`, async (t) => {
    const { inside, ask, leave } = queue(`learned ${dropped} ${admitted}`);
    await ask(1);
    for (let times = 0; times < dropped; times++) inside[0]!.dropped();
    for (let times = 0; times < admitted; times++) inside[0]!.admitted();
    t.is(await ask(12), room);
    await leave(room);
    t.is(inside.length, Math.min(room, 13 - room));
    while (inside.length > 0) await leave(1);
  });

test("who comes through lets in those that wait", async (t) => {
  const { inside, ask, leave } = queue("widened");
  await ask(1);
  inside[0]!.dropped();
  await ask(3);
  t.is(await ask(4), 4);
  for (let times = 0; times < 5; times++) inside[0]!.admitted();
  await turn();
  t.is(inside.length, 5);
  while (inside.length > 0) await leave(1);
});

test.serial("not more than 64 handshakes go on at once, whatever the endpoints", async (t) => {
  const queues = Array.from({ length: 9 }, (_, index) => queue(`of many ${index}`));
  const entered = () => queues.reduce((sum, { inside }) => sum + inside.length, 0);
  for (const { ask } of queues) await ask(8);
  t.is(entered(), 64);
  queues[0]!.inside[0]!.admitted();
  await turn();
  t.is(entered(), 65);
  await queues[1]!.leave(1);
  t.is(entered(), 65);
  while (entered() > 0) for (const { leave } of queues) await leave(1);
});
