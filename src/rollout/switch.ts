import type { PlainDict } from "../model/value.js";
import { containerName, type Names } from "./names.js";
import {
  AS_I_AM,
  containerArgs,
  type Entry,
  entryOf,
  forgetTask,
  HERE,
  hookTask,
  NOTE,
  portOf,
  secretsTask,
  task,
} from "./parts.js";
import type { Release } from "./run.js";
import { listenPort, viaPort } from "./spec.js";
import { putInTasks, takeOutTasks } from "./target_group.js";

/** A batch of hosts, and the hosts of the batches before it. */
export interface Batch {
  number: number;
  hosts: readonly string[];
  before: readonly string[];
}

const IDLE = "{{ tera_idle }}";
const ACTIVE = "{{ tera_active }}";
const CHANGES = "tera_new";

/** The new container beside the old one, asked, switched to, watched. What fails on the way is undone on this host. */
export function switchTasks(release: Release, names: Names, batch: Batch): Entry[] {
  const { spec } = release;
  return [
    {
      name: "Bring the release",
      when: goes(batch, spec.max_failures),
      block: [
        sameTask(release),
        ...secretsTask(release, "Compare its secrets", ACTIVE, {
          register: "tera_secrets",
          check_mode: true,
          when: "tera_active != ''",
        }),
        {
          name: "Bring the new container",
          when: CHANGES,
          block: [
            task("Note the release", NOTE, {
              folder: names.folder,
              entry: entryOf(release, "begun"),
              audit: `${release.by} run ${release.run}: ${release.kind} {{ tera_version }} begins`,
            }),
            ...secretsTask(release, "Write its secrets", IDLE),
            task(
              "Make the new container",
              "community.docker.docker_container",
              containerArgs(spec, IDLE, "never"),
            ),
            readyTask(release, "Wait until it is ready", IDLE, {
              within: spec.ready.within,
              stays: spec.ready.stays,
            }),
            ...takeOutTasks(spec, release.hosts),
            switchTask(names, "Switch to it", { slot: IDLE, ...FORESEEN }),
            readyTask(release, "Watch it", IDLE, { within: 5, stays: spec.ready.watch }),
          ],
        },
        ...leadTasks(release, names, "Lead the requests to the proxy", LED),
        ...putInTasks(spec),
        ...outsideTasks(release),
        ...canaryTasks(release, batch),
        { name: "Remember that it is done", "ansible.builtin.set_fact": { tera_done: true } },
      ],
      rescue: [
        {
          name: "Remember what went wrong",
          "ansible.builtin.set_fact": {
            tera_why: {
              task: "{{ ansible_failed_task.name }}",
              // a command's own words too: a hook says there what it has seen
              msg: "{{ [ansible_failed_result.msg, ansible_failed_result.stdout, ansible_failed_result.stderr] | map('default', '') | select | join('\n') }}",
            },
          },
        },
        ...backTasks(release, names),
      ],
    },
  ];
}

/** Later batches wait for the judgement of the ones before. */
const goes = ({ before }: Batch, max: number): string | boolean =>
  before.length === 0
    ? true
    : `${JSON.stringify(before)} | map('extract', hostvars) | selectattr('tera_done', 'defined') | list | length >= ${before.length - max}`;

/** Is it what runs already? The container's own comparison says so, and with --diff what is different. */
function sameTask({ spec }: Release): Entry {
  return task(
    "Compare it with what runs",
    "community.docker.docker_container",
    containerArgs(spec, ACTIVE, "never"),
    { register: "tera_same", when: "tera_active != ''", check_mode: true, failed_when: false },
  );
}

/** A container from before the first release gets the requests until then. */
const FORESEEN = { foreseen: "{{ 'old' if tera_holder != '' and tera_active == '' else omit }}" };

export function switchTask({ live }: Names, name: string, args: PlainDict): Entry {
  return task(name, "tera.rollout.release_switch", { live, ...args });
}

const LED = "{{ tera_idle if tera_new else tera_active }}";

/**
 * A container from before the first release has the port, and gets the requests until here: the proxy gets them from now
 * on, or no more.
 */
function leadTasks({ spec }: Release, { live }: Names, name: string, slot: string): Entry[] {
  const port = listenPort(spec);
  if (port === 0) return [];
  const args = { live, slot, port, via: viaPort(spec) };
  return [task(name, "tera.rollout.release_switch", args, { when: "tera_holder != ''" })];
}

export function readyTask({ spec }: Release, name: string, slot: string, times: PlainDict): Entry {
  return task(name, "tera.rollout.release_ready", {
    container: containerName(spec, slot),
    url: `http://127.0.0.1:${portOf(slot)}${spec.ready.path}`,
    ...times,
  });
}

/** As clients see it: from this machine, through the proxy. */
function outsideTasks({ spec }: Release): Entry[] {
  const port = /^:(\d+)$/.exec(spec.listen)?.[1];
  const usual = port && `http://{{ ansible_host | default(inventory_hostname) }}:${port}${spec.ready.path}`;
  const url = spec.ready.outside ?? usual;
  if (url === undefined || url === "") return [];
  return [
    task(
      "Ask it from outside",
      "ansible.builtin.uri",
      { url, timeout: 5 },
      {
        ...HERE,
        vars: { ...AS_I_AM },
        register: "tera_outside",
        until: "tera_outside is success",
        retries: 5,
        delay: 1,
      },
    ),
  ];
}

function canaryTasks(release: Release, { number, hosts }: Batch): Entry[] {
  const { pause, hooks } = release.spec;
  if (number !== 1) return [];
  return [
    ...(pause > 0
      ? [task("Wait", "ansible.builtin.pause", { seconds: pause }, { when: "not ansible_check_mode" })]
      : []),
    ...hookTask(release, "canary", hooks.canary, { when: `inventory_hostname == '${hosts[0]}'` }),
  ];
}

/** This host as it was: the old container gets the requests, the new one ends. */
export function backTasks(release: Release, names: Names): Entry[] {
  const { spec } = release;
  return [
    {
      name: "Go back",
      when: CHANGES,
      block: [
        {
          name: "Go back to the old container",
          when: "tera_active != ''",
          block: [
            task("See that the old container runs", "community.docker.docker_container", {
              name: containerName(spec, ACTIVE),
              state: "started",
            }),
            readyTask(release, "See that it is ready", ACTIVE, { within: 30, stays: 0 }),
            switchTask(names, "Switch back", { slot: ACTIVE }),
          ],
        },
        ...leadTasks(release, names, "Go back to the container from before", "old").map((entry) => ({
          ...entry,
          when: "tera_holder != '' and tera_active == ''",
        })),
        ...putInTasks(spec).map((entry) => ({
          ...entry,
          when: ["tera_active != '' or tera_holder != ''", entry.when!],
        })),
        retireTask(release, "Stop the new container", IDLE),
        ...forgetTask(release, IDLE),
        { name: "Remember that it is back", "ansible.builtin.set_fact": { tera_back: true } },
        task("Note that it was taken back", NOTE, {
          folder: names.folder,
          entry: entryOf(release, "returned"),
          audit: `${release.by} run ${release.run}: ${release.kind} {{ tera_version }} was taken back`,
        }),
      ],
    },
  ];
}

export function retireTask({ spec }: Release, name: string, slot: string): Entry {
  return task(name, "tera.rollout.release_retire", {
    container: containerName(spec, slot),
    port: portOf(slot),
    drain: spec.drain,
  });
}
