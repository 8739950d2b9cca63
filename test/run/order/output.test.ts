import test from "ava";
import type { Event, TaskHead } from "../../../src/model/event.js";
import { OrderedOutput } from "../../../src/run/order/output.js";
import { child, END, START } from "../../../src/run/order/position.js";

const head = (id: string, more: object = {}) => ({ id, name: id, ...more }) as unknown as TaskHead;
const step = (index: number) => child(START, index);
const message = (text: string) => ({ type: "message", level: "warning", text }) as const;
const include = (host: string, path: string, label?: string) =>
  ({ type: "include", hosts: [host], path, ...(label ? { label } : {}) }) as unknown as Extract<
    Event,
    { type: "include" }
  >;

/** What is shown, in one word each. */
function output(free = false, hosts = ["a", "b", "c"]) {
  const shown: string[] = [];
  const ordered = new OrderedOutput(
    (event) => {
      const {
        type,
        task,
        text,
        path,
        hosts: named,
      } = event as unknown as {
        type: string;
        task?: { id: string };
        text?: string;
        path?: string;
        hosts?: string[];
      };
      shown.push(
        task && text === undefined ? `${type} ${task.id}` : (text ?? `${path} for ${named?.join()}`),
      );
    },
    free,
    hosts,
  );
  const taken = () => shown.splice(0);
  return { ordered, taken };
}

test("what is said of later steps waits until no host can say anything of earlier ones", (t) => {
  const { ordered, taken } = output();
  ordered.add(step(1), head("two"), message("b of two"));
  ordered.add(step(0), head("one"), message("a of one"));
  t.deepEqual(taken(), []);
  ordered.moved(step(0));
  t.deepEqual(taken(), ["task-start one", "a of one"]);
  // who is at the step itself is shown at once
  ordered.add(step(0), head("one"), message("b of one"));
  t.deepEqual(taken(), ["b of one"]);
  ordered.moved(step(1));
  t.deepEqual(taken(), ["task-start two", "b of two"]);
  ordered.add(step(1), head("two"), message("a of two"));
  ordered.moved(END);
  t.deepEqual(taken(), ["a of two"]);
});

test("hosts with tasks of their own at one step are shown task by task", (t) => {
  const { ordered, taken } = output();
  ordered.add(step(0), head("one"), message("a"));
  ordered.add(step(0), head("other"), message("b"));
  ordered.add(step(0), head("one"), message("c"));
  ordered.moved(END);
  t.deepEqual(taken(), ["task-start one", "a", "c", "task-start other", "b"]);
});

test("a title alone is shown once, at its time, and what has no title has none", (t) => {
  const { ordered, taken } = output();
  ordered.addTitle(step(1), head("later", { isMeta: true }));
  t.deepEqual(taken(), []);
  ordered.moved(step(1));
  t.deepEqual(taken(), ["meta-start later"]);
  ordered.addTitle(step(1), head("later", { isMeta: true }));
  ordered.add(step(1), undefined, message("plain"));
  ordered.moved(END);
  t.deepEqual(taken(), ["plain"]);
  const free = output(true);
  free.ordered.addTitle(step(0), head("none"));
  t.deepEqual(free.taken(), []);
});

test("where hosts are free all is shown at once, with its title whenever the task changes", (t) => {
  const { ordered, taken } = output(true);
  ordered.add(step(1), head("two"), message("1"));
  ordered.add(step(1), head("two"), message("2"));
  ordered.add(step(0), head("one"), message("3"));
  ordered.add(step(1), head("two"), message("4"));
  ordered.addResult(step(1), head("two"), include("b", "x.yml"), false);
  t.deepEqual(taken(), [
    ...["task-start two", "1", "2", "task-start one", "3", "task-start two", "4"],
    "x.yml for b",
  ]);
});

/** [what hosts include, in the order in which it is told; the lines] */
const INCLUDES: readonly (readonly [told: [string, string, string?][], lines: string[]])[] = [
  [
    [
      ["b", "x"],
      ["a", "x"],
      ["c", "x"],
    ],
    ["x for a,b,c"],
  ],
  [
    [
      ["b", "y"],
      ["a", "x"],
      ["c", "y"],
    ],
    ["x for a", "y for b,c"],
  ],
  [
    [
      ["a", "x"],
      ["a", "y"],
      ["b", "y"],
      ["b", "x"],
    ],
    ["x for a,b", "y for a,b"],
  ],
  // rounds that look the same are lines of their own
  [
    [
      ["a", "x"],
      ["a", "x"],
      ["b", "x"],
    ],
    ["x for a,b", "x for a"],
  ],
  [
    [
      ["a", "x", "1"],
      ["a", "x", "2"],
      ["b", "x", "2"],
    ],
    ["x for a", "x for a,b"],
  ],
];
for (const [told, lines] of INCLUDES)
  test(`included are ${lines.join(", ")}`, (t) => {
    const { ordered, taken } = output();
    for (const [host, path, label] of told)
      ordered.addResult(step(0), head("one"), include(host, path, label), false);
    ordered.moved(step(0));
    t.deepEqual(taken(), ["task-start one"]);
    ordered.moved(step(1));
    t.deepEqual(taken(), lines);
    ordered.moved(END);
    t.deepEqual(taken(), []);
  });
