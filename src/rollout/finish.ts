import type { Names } from "./names.js";
import { containerName } from "./names.js";
import { AS_I_AM, type Entry, entryOf, forgetTask, HERE, hookTask, NOTE, task } from "./parts.js";
import { takenTasks } from "./proxy.js";
import type { Release } from "./run.js";
import { listenPort } from "./spec.js";
import { backTasks, retireTask } from "./switch.js";

const GOOD = "not tera_failed";
const OTHER = "{{ tera_active if tera_new else tera_idle }}";

/** When all batches are through: the old containers end, or every host goes back. */
export function finishTasks(release: Release, names: Names): Entry[] {
  const { hooks, max_failures } = release.spec;
  const once = { run_once: true };
  return [
    { name: "Judge the release", "ansible.builtin.set_fact": judgement(release, max_failures) },
    {
      name: "Return what was switched",
      when: "tera_failed and tera_done is defined",
      block: backTasks(release, names),
      rescue: [
        {
          name: "Remember what could not be returned",
          "ansible.builtin.set_fact": {
            tera_stuck: "{{ ansible_failed_task.name }}: {{ ansible_failed_result.msg | default('') }}",
          },
        },
      ],
    },
    {
      name: "Finish the release",
      when: `${GOOD} and tera_done is defined`,
      block: goodTasks(release, names),
      rescue: [
        {
          name: "Remember what could not be finished",
          "ansible.builtin.set_fact": {
            tera_stuck: "{{ ansible_failed_task.name }}: {{ ansible_failed_result.msg | default('') }}",
          },
        },
      ],
    },
    ...currentTask(release),
    ...hookTask(release, "post_deploy", hooks.post_deploy, { ...once, when: GOOD, ignore_errors: true }),
    ...hookTask(release, "on_failure", hooks.on_failure, {
      ...once,
      when: "tera_failed",
      ignore_errors: true,
    }),
    reportTask(release),
    unlockTask(release, names),
    {
      name: "End",
      "ansible.builtin.fail": {
        msg: `{{ 'this host failed: ' ~ tera_why.task if tera_why is defined else 'the release was taken back' if tera_failed else 'not finished: ' ~ tera_stuck if tera_stuck is defined else '${STALE}' }}`,
      },
      when: "tera_failed or tera_why is defined or tera_stuck is defined or (tera_current | default({})) is failed",
    },
  ];
}

const STALE =
  "the release is good, but hosts that are born from now on run the one before: it could not be noted";

/** What hosts that an autoscaling group makes from now on are to run; their user data asks for it. */
function currentTask({ spec }: Release): Entry[] {
  const name = spec.current;
  if (name === "") return [];
  const words = ["aws", "ssm", "put-parameter", "--name", name, "--type", "String", "--overwrite"];
  return [
    task(
      "Note it for hosts that are born later",
      "ansible.builtin.command",
      { argv: [...words, "--value", "{{ tera_image }}"] },
      {
        ...HERE,
        run_once: true,
        ...{ changed_when: false, ignore_errors: true, register: "tera_current" },
        vars: { ...AS_I_AM, tera_current_name: name },
        when: [GOOD, "tera_current_name != ''"],
      },
    ),
  ];
}

/** Lost are the hosts that did not come to the end, whatever happened to them; the first batch must be whole. */
function judgement({ hosts }: Release, max: number) {
  const lost = `${JSON.stringify(hosts)} | map('extract', hostvars) | rejectattr('tera_done', 'defined') | map(attribute='inventory_hostname') | list`;
  return {
    tera_failed: `{{ (${lost} | length) > ${max} or (${lost} | intersect(tera_first) | length) > 0 }}`,
  };
}

function goodTasks(release: Release, names: Names): Entry[] {
  const { spec } = release;
  const entry = entryOf(release, "good");
  return [
    {
      ...retireTask(release, "Stop the old container", OTHER),
      when: "tera_active != ''",
    },
    ...forgetTask(release, OTHER),
    ...takeoverTasks(release, names),
    task(
      "Note that it is good",
      NOTE,
      {
        folder: names.folder,
        entry,
        audit: `${release.by} run ${release.run}: ${release.kind} {{ tera_version }} is good`,
      },
      {
        when:
          "tera_new or " + "(tera_info.releases.entries | last | default({'result': ''})).result != 'good'",
      },
    ),
    task("Remove old images", "tera.rollout.release_prune", {
      releases: "{{ tera_info.releases }}",
      adds: entry,
      replaced: `{{ '${containerName(spec, "")}' ~ tera_idle if tera_new else '' }}`,
      keep: spec.keep,
    }),
  ];
}

/** What had the port before the first release ends, and the proxy is where it was. */
function takeoverTasks(release: Release, names: Names): Entry[] {
  const { spec } = release;
  const port = listenPort(spec);
  if (port === 0) return [];
  const args = { container: "{{ tera_holder }}", port, drain: spec.drain, forever: true };
  return [
    {
      name: "Take over the port",
      when: "tera_holder != ''",
      block: [
        task("Stop the container from before", "tera.rollout.release_retire", args),
        ...takenTasks(release, names),
      ],
    },
  ];
}

function reportTask({ spec, kind, hosts }: Release): Entry {
  const each = hosts.map(
    (host) =>
      `{{ {'host': '${host}', 'done': hostvars['${host}'].tera_done is defined, 'back': hostvars['${host}'].tera_back is defined, ` +
      `'begun': hostvars['${host}'].tera_same is defined, 'lost': '${host}' not in ansible_play_hosts, ` +
      `'why': hostvars['${host}'].tera_why | default({}), 'stuck': hostvars['${host}'].tera_stuck | default(''), ` +
      `'releases': hostvars['${host}'].tera_info.releases | default({})} }}`,
  );
  return task(
    "Say what has become of it",
    "tera.rollout.release_report",
    {
      service: spec.service,
      environment: spec.environment,
      kind,
      version: "{{ tera_version }}",
      image: "{{ tera_image }}",
      failed: "{{ tera_failed }}",
      hosts: each,
    },
    { run_once: true },
  );
}

export function unlockTask({ by, run }: Release, { folder }: Names): Entry {
  return task(
    "Give back the lock",
    "tera.rollout.release_lock",
    { folder, owner: by, run, state: "free" },
    { changed_when: false },
  );
}
