import test from "ava";
import { displayOf } from "../../src/cli/play/display.js";
import type { Event, TaskHead } from "../../src/model/event.js";
import type { Display } from "../../src/model/reporter.js";
import type { TaskResult } from "../../src/model/result.js";
import kind from "../../src/reporters/default.js";
import { replay } from "../helpers/reporter.js";

const at = { path: "/p/play.yml", line: 4, column: 7 };

function task(number: number, status: TaskResult["status"], values: Record<string, unknown> = {}): Event[] {
  const name = status;
  const kind = "task" as const;
  const head: TaskHead = { id: name, name, module: "command", at, kind, args: "", check: false, number };
  const result = { status, values: { changed: status === "changed", ...values } };
  return [
    { type: "task-start", task: head },
    { type: "task-result", task: head, host: "h", result, ignored: false, seconds: 0 },
  ];
}

const EVENTS: Event[] = [
  { type: "run-start", at: "", playbooks: [], check: true, diff: false, version: "" },
  { type: "playbook-start", path: "/p/play.yml", plays: 1 },
  { type: "play-start", name: "p", hosts: ["h"], steps: 4, check: true },
  ...task(1, "ok", { warnings: ["of ok"] }),
  ...task(2, "changed", { warnings: ["of changed"], deprecations: [{ msg: "old" }] }),
  ...task(3, "skipped"),
  ...task(4, "failed", { stdout: "a\nb \n", stdout_lines: ["a", "b "] }),
  { type: "stats", hosts: {} },
];

async function lines(display: Partial<Display>, verbosity = 0): Promise<{ out: string[]; err: string[] }> {
  const { out, err } = await replay(kind, EVENTS, { display, verbosity });
  const shown = (text: string) => text.split("\n").filter((line) => line !== "");
  return { out: shown(out).map((line) => line.replace(/ \*+$/, "")), err: shown(err) };
}

const FAILED =
  'fatal: [h]: FAILED! => {"changed": false, "stdout": "a\\nb \\n", "stdout_lines": ["a", "b "]}';
const USUAL = [
  "PLAY [p]",
  "TASK [ok]",
  "ok: [h]",
  "TASK [changed]",
  "changed: [h]",
  "TASK [skipped]",
  "skipping: [h]",
  "TASK [failed]",
  FAILED,
  "PLAY RECAP",
];
const without = (...left: string[]) => USUAL.filter((line) => !left.includes(line));

test("what is usual", async (t) => {
  const { out, err } = await lines({});
  t.deepEqual(out, USUAL);
  t.deepEqual(err, ["[WARNING]: of ok", "[WARNING]: of changed", "[DEPRECATION WARNING]: old"]);
});

test("results that are not to be shown take the title and the warnings of their task with them", async (t) => {
  const { out, err } = await lines({ okHosts: false });
  t.deepEqual(out, without("TASK [ok]", "ok: [h]"));
  t.deepEqual(err, ["[WARNING]: of changed", "[DEPRECATION WARNING]: old"]);
  t.deepEqual((await lines({ skippedHosts: false })).out, without("TASK [skipped]", "skipping: [h]"));
});

test("failures go to standard error, and have their place before them, where it is asked for", async (t) => {
  const { out, err } = await lines({ failedToStderr: true, failedPath: true });
  t.deepEqual(out, [...without(FAILED, "PLAY RECAP"), "task path: /p/play.yml:4", "PLAY RECAP"]);
  t.is(err.at(-1), FAILED);
});

test("check mode is marked at the play, and at both ends of the run", async (t) => {
  const { out } = await lines({ checkMarkers: true });
  t.deepEqual(out, ["DRY RUN", "PLAY [p] [CHECK MODE]", ...USUAL.slice(1), "DRY RUN"]);
});

test("neither warnings of results nor deprecations are told where they are switched off", async (t) => {
  t.deepEqual((await lines({ actionWarnings: false })).err, []);
  t.deepEqual((await lines({ deprecations: false })).err, ["[WARNING]: of ok", "[WARNING]: of changed"]);
});

const yaml = (pretty?: boolean) => {
  const settings = { resultFormat: "yaml", prettyResults: pretty } as Parameters<
    typeof displayOf
  >[0]["settings"];
  const { yaml: written } = displayOf({ settings } as Parameters<typeof displayOf>[0]);
  return lines({ yaml: written, pretty });
};

// recorded from ansible-core 2.18 with PyYAML 6
test("results in YAML stand below their line: readable ones, or exact ones", async (t) => {
  const head = "fatal: [h]: FAILED! => ";
  const failed = async (pretty?: boolean) => (await yaml(pretty)).out.slice(8, -1);
  const readable = [
    "    changed: false",
    "    stdout: |-",
    "        a",
    "        b",
    "    stdout_lines: <omitted>",
  ];
  t.deepEqual(await failed(), [head, ...readable]);
  t.deepEqual(await failed(true), [head, ...readable]);
  const exact = [
    "    changed: false",
    '    stdout: "a\\nb \\n"',
    "    stdout_lines:",
    "    - a",
    "    - 'b '",
  ];
  t.deepEqual(await failed(false), [head, ...exact]);
});
