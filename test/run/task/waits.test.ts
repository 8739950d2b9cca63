import test from "ava";
import type { Module } from "../../../src/model/module.js";
import type { Task } from "../../../src/model/play.js";
import type { Walk } from "../../../src/run/hosts/state.js";
import type { Verdict } from "../../../src/run/task/conclude.js";
import { mustFinishFirst, waitsForOthers } from "../../../src/run/task/waits.js";

const at = { path: "play.yml", line: 1, column: 1 };
const located = (keywords: object) =>
  Object.fromEntries(Object.entries(keywords).map(([key, value]) => [key, { value, at }]));

interface Given {
  module?: string;
  keywords?: object;
  play?: object;
  freeForm?: string;
  hosts?: string[];
  strategy?: string;
  sendAhead?: boolean;
  afterFatal?: string;
  anyErrorsFatal?: boolean;
}

function given({ module = "copy", keywords = {}, play = {}, freeForm, ...more }: Given) {
  const { hosts = ["a", "b"], strategy = "linear", sendAhead = true, afterFatal } = more;
  const modules: Record<string, object> = { copy: { name: "copy", hostLocal: true }, uri: { name: "uri" } };
  const run = { settings: { sendAhead }, findModule: async (name: string) => modules[name] as Module };
  const batch = { run, strategy, hosts, play: { keywords: located(play) } };
  const walk = { batch, afterFatal } as unknown as Walk;
  const task = {
    keywords: located(keywords),
    module: { value: module, at },
    args: {},
    at,
  } as unknown as Task;
  const asked = freeForm === undefined ? task : { ...task, freeForm: { value: freeForm, at } };
  return { walk, task: asked as Task, verdict: { anyErrorsFatal: more.anyErrorsFatal ?? false } as Verdict };
}

/** [a task, why it must be finished before the next is begun] */
const FINISH: readonly (readonly [given: Given, reason: RegExp | undefined])[] = [
  [{}, undefined],
  [{ module: "debug" }, undefined],
  [{ sendAhead: false }, /^nothing is sent ahead$/],
  [{ keywords: { until: "x" } }, /^`until`/],
  [{ anyErrorsFatal: true }, /^`any_errors_fatal`/],
  ...["add_host", "gather_facts", "getent", "group_by", "hostname", "include_vars", "mount_facts"].map(
    (module): [Given, RegExp] => [{ module }, new RegExp(`^${module} changes`)],
  ),
  ...["package_facts", "service_facts", "ansible.builtin.add_host"].map((module): [Given, RegExp] => [
    { module },
    / changes what later steps see$/,
  ]),
  [{ keywords: { throttle: 1 } }, /^`throttle`/],
  [{ play: { throttle: 1 } }, /^`throttle`/],
];
for (const [one, reason] of FINISH)
  test(`${JSON.stringify(one)} ${reason ? `is finished first: ${reason}` : "need not be finished first"}`, (t) => {
    const { walk, task, verdict } = given(one);
    const found = mustFinishFirst(walk, task, verdict);
    if (reason) t.regex(found ?? "", reason);
    else t.is(found, undefined);
  });

/** [a task, why the other hosts must have come this far] */
const OTHERS: readonly (readonly [given: Given, reason: RegExp | undefined])[] = [
  [{}, undefined],
  [{ module: "none" }, undefined],
  [{ module: "uri" }, /^uri may reach other hosts$/],
  [{ module: "uri", hosts: ["a"] }, undefined],
  [{ module: "uri", strategy: "free" }, undefined],
  [{ module: "uri", strategy: "host_pinned" }, undefined],
  [{ sendAhead: false }, /^nothing is sent ahead$/],
  [{ sendAhead: false, hosts: ["a"] }, undefined],
  ...["run_once", "delegate_to", "any_errors_fatal"].flatMap((keyword): [Given, RegExp][] => [
    [{ keywords: { [keyword]: "x" } }, new RegExp(`^\`${keyword}\`$`)],
    [{ play: { [keyword]: "x" } }, new RegExp(`^\`${keyword}\`$`)],
  ]),
  [{ afterFatal: "a host has failed" }, /^a host has failed$/],
  [{ freeForm: "clear_host_errors" }, /^`clear_host_errors`/],
  [{ freeForm: "reset_connection" }, /^others may delegate/],
  [{ freeForm: "noop" }, undefined],
  [{ play: { max_fail_percentage: 30 } }, /^`max_fail_percentage`$/],
];
for (const [one, reason] of OTHERS)
  test(`${JSON.stringify(one)} ${reason ? `waits for the others: ${reason}` : "waits for nobody"}`, async (t) => {
    const { walk, task } = given(one);
    const found = await waitsForOthers(walk, task);
    if (reason) t.regex(found ?? "", reason);
    else t.is(found, undefined);
  });
