import test from "ava";
import type { Event, HostStats, TaskHead } from "../../src/model/event.js";
import type { TaskResult } from "../../src/model/result.js";
import standard from "../../src/reporters/default.js";
import json from "../../src/reporters/json.js";
import live from "../../src/reporters/listr.js";
import minimal from "../../src/reporters/minimal.js";
import oneline from "../../src/reporters/oneline.js";
import { replay } from "../helpers/reporter.js";

/** The clipboard, the title, a clear screen, the cursor, a bell, C1 controls and reversed writing. */
const EVIL =
  "a\u001b]52;c;ZXZpbA==\u0007b\u001b]0;title\u0007c\u001b[2Jd\u001b[10Ae\u009b31mf\u007fg\rh\u0000i\u202ej\b\u2028k";

const OWN = /\u001b\[(?:[\d;]*m|\d*[AJK]|\?25[lh])|\r(?=\u001b\[\d+A)/g;
const STEERING = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028]/;

const none: HostStats = { ok: 1, changed: 0, unreachable: 0, failed: 1, skipped: 0, rescued: 0, ignored: 0 };

function events(module: string, status: TaskResult["status"]): Event[] {
  const at = { path: `/srv/${EVIL}.yml`, line: 1, column: 1 };
  const task: TaskHead = {
    id: "1",
    name: EVIL,
    module,
    at,
    kind: "task",
    args: EVIL,
    check: false,
    number: 1,
  };
  const host = `h${EVIL}`;
  const values = {
    changed: true,
    ...{ msg: `${EVIL}\n${EVIL}`, stdout: EVIL, stderr: EVIL, rc: 1, [EVIL]: EVIL, exception: EVIL },
    ...{ warnings: [EVIL], deprecations: [{ msg: EVIL }], _ansible_verbose_always: true },
    diff: [{ before: EVIL, after: `${EVIL}x\r\ny`, before_header: EVIL }, { prepared: EVIL }],
  };
  const result: TaskResult = { status, values };
  const shown = { task, host, result, delegatedTo: EVIL };
  return [
    { type: "run-start", at: "2026-01-01", playbooks: [EVIL], check: false, diff: true, version: "1" },
    { type: "playbook-start", path: EVIL, plays: 1 },
    { type: "play-start", name: EVIL, hosts: [host], steps: 1 },
    { type: "message", level: "warning", text: EVIL, at },
    { type: "message", level: "info", text: EVIL },
    { type: "message", level: "debug", text: EVIL, host },
    { type: "task-start", task },
    { type: "host-busy", host, task },
    { type: "task-retry", ...shown, attempt: 1, retriesLeft: 1 },
    { type: "item-result", ...shown, item: EVIL, label: EVIL },
    { type: "include", path: EVIL, hosts: [host], label: EVIL },
    { type: "handler-notified", handler: EVIL, host },
    { type: "task-result", ...shown, ignored: false, seconds: 1 },
    { type: "play-end" },
    { type: "stats", hosts: { [host]: none }, custom: { _run: { [EVIL]: EVIL }, [host]: EVIL } },
    { type: "run-end", code: 2, seconds: 1, links: [{ host, url: EVIL }] },
  ];
}

for (const kind of [standard, minimal, oneline, live, json])
  for (const [module, status] of [
    ["command", "failed"],
    ["debug", "ok"],
    ["command", "changed"],
    ["command", "unreachable"],
  ] as const)
    test(`${kind.name} passes nothing to the terminal that steers it: ${module}, ${status}`, async (t) => {
      const options = {
        colour: true,
        verbosity: 4,
        diff: true,
        display: { customStats: true },
        columns: 500,
        rows: 50,
      };
      const { out, err } = await replay(kind, events(module, status), options);
      for (const text of [out, err]) {
        // lines of Windows in a difference end as they do there
        const left = text
          .replace(OWN, "")
          .replaceAll("\r\n", "\n")
          .replace(/\r(?=\n)/g, "");
        const found = STEERING.exec(left);
        t.is(
          found,
          null,
          found ? JSON.stringify(left.slice(Math.max(0, found.index - 60), found.index + 20)) : "",
        );
      }
      t.true(kind === oneline || `${out}${err}`.includes("\\u001b"));
    });

test("long texts and binary are cut with a count, where a person looks", async (t) => {
  const long = { changed: true, rc: 0, stdout: "x".repeat(5_000_000), stderr: "\u0001\ufffd".repeat(50_000) };
  const [start, ...rest] = events("command", "failed");
  const all = [start!, ...rest].map(
    (event): Event =>
      event.type === "task-result" ? { ...event, result: { status: "failed", values: long } } : event,
  );
  for (const kind of [standard, minimal, oneline, live]) {
    const { out } = await replay(kind, all, { columns: 100 });
    t.true(out.length < 300_000, `${kind.name}: ${out.length}`);
    t.regex(out, /and 49000\d\d more characters/, kind.name);
    t.regex(out, /and 980\d\d more characters/, kind.name);
  }
});
