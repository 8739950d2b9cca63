import test from "ava";
import { hidden, type ResultEvent } from "../../../src/run/order/hidden.js";

const SECRET = "zz99kern";
const task = { id: "1", name: "token", module: "command", kind: "task" } as never;
const result = {
  status: "failed" as const,
  values: { msg: SECRET, failed: true, changed: true, [SECRET]: 1, stdout_lines: [SECRET] },
};

/** Each with all that it may hold: a new field is missing here until it stands in the table. */
const EVENTS: { [T in ResultEvent["type"]]: Required<Extract<ResultEvent, { type: T }>> } = {
  "item-result": {
    ...{ type: "item-result", task, host: "a", delegatedTo: "b", result },
    ...{ label: SECRET, item: { [SECRET]: SECRET } },
  },
  "task-result": {
    ...{ type: "task-result", task, host: "a", delegatedTo: "b", result },
    ...{ ignored: false, seconds: 1, wayOut: `install ${SECRET}` },
  },
  "task-retry": { type: "task-retry", task, host: "a", attempt: 1, retriesLeft: 2, result },
  include: { type: "include", path: "/a.yml", hosts: ["a"], label: SECRET, item: [SECRET] },
};

for (const event of Object.values(EVENTS))
  test(`of a task with no_log ${event.type} tells nothing of what was said`, (t) => {
    const shown = hidden(event);
    t.false(JSON.stringify(shown).includes(SECRET), JSON.stringify(shown));
    t.is(shown.type, event.type);
    if ("result" in shown) {
      t.is(shown.result.status, "failed");
      t.like(shown.result.values, { failed: true, changed: true });
    }
  });
