import type { PlainDict } from "../model/value.js";
import { batchesOf } from "./batches.js";
import { finishTasks } from "./finish.js";
import { type Names, namesOf } from "./names.js";
import { balancedRedis } from "./one_redis.js";
import { hookTask, playVars } from "./parts.js";
import { infoTask, lockTasks, prepareTasks } from "./prepare.js";
import type { Release } from "./run.js";
import { switchTasks } from "./switch.js";
import { checkBatches } from "./target_group.js";

/** A release as plays: before anything is changed, each batch, and the end. */
export function releasePlays(release: Release): PlainDict[] {
  const { spec, hosts, kind, version } = release;
  const names = namesOf(spec);
  const batches = batchesOf(hosts, spec.batches, release.roles);
  checkBatches(spec, batches, hosts);
  const vars = { ...playVars(release, names), tera_first: [...(batches[0] ?? [])] };
  const what = `${spec.service} ${version ?? ""}`.trim();
  const play = (name: string, on: readonly string[], tasks: PlainDict[]): PlainDict => ({
    name,
    hosts: [...on],
    gather_facts: false,
    vars,
    ...(spec.vars_files.length > 0 ? { vars_files: [...spec.vars_files] } : {}),
    tasks: release.follows ? [LEAVE, ...tasks] : tasks,
  });
  const look = release.follows
    ? [
        {
          ...play(`Look whether ${spec.service} runs in ${spec.environment}`, hosts, []),
          tasks: lookTasks(release, names),
        },
      ]
    : [];
  const redis = balancedRedis(spec, hosts);
  return [
    ...look,
    ...(redis.length > 0
      ? [
          {
            ...play(`Before ${kind} of ${what} in ${spec.environment}`, hosts, redis),
            any_errors_fatal: true,
          },
        ]
      : []),
    // one host first: of two deployers with the same hosts one waits, and none holds what the other waits for
    {
      ...play(`Take the lock of ${spec.service} in ${spec.environment}`, hosts, lockTasks(release, names)),
      serial: [1, "100%"],
      any_errors_fatal: true,
    },
    {
      ...play(`Prepare ${kind} of ${what} in ${spec.environment}`, hosts, prepareTasks(release, names)),
      any_errors_fatal: true,
    },
    ...batches.map((batch, index) => {
      const before = batches.slice(0, index).flat();
      const tasks = switchTasks(release, names, { number: index + 1, hosts: batch, before });
      return play(
        `${kind === "deploy" ? "Deploy" : "Roll back"} ${what}: batch ${index + 1} of ${batches.length}`,
        // a play of which every host is lost is the last one: those before are there so that they can be returned
        [...before, ...batch],
        before.length === 0 ? tasks : [othersTask(batch), ...tasks],
      );
    }),
    play(`Finish ${kind} of ${what}`, hosts, finishTasks(release, names)),
  ];
}

const othersTask = (batch: readonly string[]): PlainDict => ({
  name: "Leave the hosts before as they are",
  "ansible.builtin.meta": "end_host",
  when: `inventory_hostname not in ${JSON.stringify(batch)}`,
});

const LEAVE: PlainDict = {
  name: "Leave hosts alone that have no release",
  "ansible.builtin.meta": "end_host",
  when: "not tera_follows",
};

/** Where one host has a release, all are to have it: a host that is new gets what the others have. */
function lookTasks(release: Release, names: Names): PlainDict[] {
  const running = `${JSON.stringify(release.hosts)} | map('extract', hostvars) | selectattr('tera_info', 'defined') | map(attribute='tera_info.releases.slot') | select | list`;
  return [
    infoTask(release, names),
    {
      name: "See whether one runs",
      "ansible.builtin.set_fact": { tera_follows: `{{ (${running} | length) > 0 }}` },
    },
  ];
}

/** What is done when a release did not come to its end, and no host is left that could do it. */
export function failurePlays(release: Release): PlainDict[] {
  const { spec, version, image } = release;
  return [
    {
      name: `${spec.service} in ${spec.environment} has failed`,
      hosts: "localhost",
      connection: "local",
      gather_facts: false,
      vars: { tera_version: version ?? "", tera_image: image },
      tasks: hookTask(release, "on_failure", spec.hooks.on_failure, { ignore_errors: true }),
    },
  ];
}
