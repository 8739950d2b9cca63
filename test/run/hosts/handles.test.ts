import test from "ava";
import { Handles, type Holder } from "../../../src/run/hosts/handles.js";

/** What Handles keeps for other files. */
const RESERVE = 40;

function holder(handles: Handles, log: string[], name: string): Holder {
  const one: Holder = {
    cost: 1,
    idleSince: undefined,
    release: async () => {
      log.push(name);
      handles.give(one);
    },
  };
  return one;
}

test("where no file may be opened any more, the youngest of those that wait for others goes", async (t) => {
  const handles = new Handles(RESERVE + 10);
  const log: string[] = [];
  const all = Array.from({ length: 10 }, (_, index) => holder(handles, log, `h${index}`));
  for (const one of all) await handles.take(one);
  const past = Date.now() - 10_000;
  all[2]!.idleSince = past;
  all[5]!.idleSince = past + 100;
  all[7]!.idleSince = Date.now(); // between two tasks: left alone
  await handles.take(holder(handles, log, "new"));
  await handles.take(holder(handles, log, "newer"));
  t.deepEqual(log, ["h5", "h2"]);
});

test("where all are in use, one more waits until there is room", async (t) => {
  const handles = new Handles(RESERVE + 8);
  const all = Array.from({ length: 8 }, (_, index) => holder(handles, [], `h${index}`));
  for (const one of all) await handles.take(one);
  let taken = false;
  const waiting = handles.take(holder(handles, [], "new")).then(() => {
    taken = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 120));
  t.false(taken);
  handles.give(all[3]!);
  await waiting;
  t.true(taken);
});

test("what is given back twice counts once", async (t) => {
  const handles = new Handles(RESERVE + 8);
  const all = Array.from({ length: 9 }, (_, index) => holder(handles, [], `h${index}`));
  for (const one of all.slice(0, 8)) await handles.take(one);
  handles.give(all[0]!);
  handles.give(all[0]!);
  await handles.take(all[8]!);
  let taken = false;
  void handles.take(holder(handles, [], "new")).then(() => {
    taken = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 120));
  t.false(taken);
  handles.give(all[1]!);
});
