import test from "ava";
import type { Event, TaskHead } from "../../../src/model/event.js";
import { SecretStore } from "../../../src/model/secret_store.js";
import { masked } from "../../../src/run/order/masked.js";

const task: TaskHead = {
  id: "t1",
  name: "say prod1",
  module: "debug",
  at: { path: "play.yml", line: 1, column: 1 },
  kind: "task",
  args: "",
  check: false,
  number: 1,
};

const result = (values: Record<string, unknown>): Event => ({
  type: "task-result",
  task,
  host: "prod1",
  result: { status: "changed", values: { changed: true, ...values } },
  ignored: false,
  seconds: 1,
});

const store = (...secrets: string[]): SecretStore => {
  const made = new SecretStore();
  for (const secret of secrets) made.add(secret);
  return made;
};

test("secrets that are words of ours, or names of hosts, leave events readable", (t) => {
  const event = masked(result({ msg: "on prod1" }), store("task-result", "changed", "prod1"));
  t.like(event, {
    type: "task-result",
    host: "prod1",
    result: { status: "changed", values: { changed: true } },
  });
  t.like(event, { task: { name: "say ********" }, result: { values: { msg: "on ********" } } });
});

test("keys, numbers and items of loops are masked too", (t) => {
  const items = [
    { item: "hush1", label: "hush1", result: { status: "ok" as const, values: { msg: "hush1" } } },
  ];
  const event = result({ hush1: 12345678, results: ["hush1"] });
  if (event.type === "task-result") event.result.items = items;
  t.notRegex(JSON.stringify(masked(event, store("hush1", "12345678"))), /hush1|12345678/);
});

test("of a text with very many lines each line is masked where it is a line", (t) => {
  const long = Array.from({ length: 5000 }, (_, index) => `line-${index}-secret`).join("\n");
  const text = masked(result({ msg: `say\n  line-77-secret\n${long}` }), store(long));
  t.notRegex(JSON.stringify(text), /-secret/);
});
