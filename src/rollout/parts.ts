import { markUnsafe, type PlainDict, type Value } from "../model/value.js";
import { beforeText } from "./caddy.js";
import { containerName, type Names, namesOf } from "./names.js";
import { isChosen, type Release } from "./run.js";
import { listenPort, type Spec, viaPort } from "./spec.js";

/** Tasks as YAML would give them. */
export type Entry = PlainDict;

/** A task of a release: its name, module, arguments and further keywords. */
export function task(name: string, module: string, args: PlainDict, more: PlainDict = {}): Entry {
  return { name, [module]: args, ...more };
}

/** The same arguments, of which these are text and no templates. */
export function literal<T extends PlainDict | Value[]>(args: T, keys: readonly (string | number)[]): T {
  for (const key of keys) markUnsafe(args, key);
  return args;
}

export const NOTE = "tera.rollout.release_note";

/** The container of a slot, with all that is said of it. */
export function containerArgs(spec: Spec, slot: string, pull: string): PlainDict {
  const { container, service, environment } = spec;
  const { env, volumes = [] } = container;
  return {
    restart_policy: "unless-stopped",
    comparisons: { env: "strict" },
    ...container,
    ...(hasSecrets(spec)
      ? {
          env: { ...secretFiles(spec), ...(env as PlainDict | undefined) },
          volumes: [...(volumes as Value[]), `${secretsFolder(spec, slot)}:/run/secrets:ro`],
        }
      : {}),
    name: containerName(spec, slot),
    image: "{{ tera_image }}",
    pull,
    state: "started",
    published_ports: [`127.0.0.1:${portOf(slot)}:${spec.port}`],
    labels: {
      ...((container.labels as PlainDict | undefined) ?? {}),
      "tera.service": service,
      "tera.environment": environment,
      "tera.version": "{{ tera_version }}",
      "tera.image": "{{ tera_image }}",
      "tera.slot": slot,
    },
  };
}

export const hasSecrets = ({ secrets }: Spec): boolean => Object.keys(secrets).length > 0;

/** As the images of databases have it: TOKEN is in the file that TOKEN_FILE names. */
const secretFiles = ({ secrets }: Spec): PlainDict =>
  Object.fromEntries(Object.keys(secrets).map((name) => [`${name}_FILE`, `/run/secrets/${name}`]));

const secretsFolder = (spec: Spec, slot: string): string => `${namesOf(spec).folder}/secrets-${slot}`;

/** The secrets of a slot's container, in their files. */
export function secretsTask(
  { spec, secrets }: Release,
  name: string,
  slot: string,
  more: PlainDict = {},
): Entry[] {
  if (!hasSecrets(spec)) return [];
  const { user = "" } = spec.container;
  const args = { folder: secretsFolder(spec, slot), values: secrets, image: "{{ tera_image }}", user };
  return [task(name, "tera.rollout.release_secrets", args, { no_log: true, ...more })];
}

/** Nobody needs those of a container that has ended. */
export function forgetTask({ spec }: Release, slot: string): Entry[] {
  if (!hasSecrets(spec)) return [];
  const args = { path: secretsFolder(spec, slot), state: "absent" };
  return [task("Remove its secrets", "ansible.builtin.file", args)];
}

/** `slot`: an expression in braces. */
export const portOf = (slot: string): string => `{{ tera_ports[${slot.replace(/^\{\{|\}\}$/g, "")}] }}`;

/** A line of the ledger. */
export function entryOf({ run, kind, when, by, git, hosts }: Release, result: string): PlainDict {
  return {
    run,
    kind,
    version: "{{ tera_version }}",
    image: "{{ tera_image }}",
    git: kind === "rollback" ? "{{ tera_choice.release.git | default('') }}" : git,
    when,
    by,
    hosts: [...hosts],
    result,
  };
}

/** A task of this machine, by who has typed the command: the play's own `ansible_become` stands above a keyword. */
export const HERE = {
  delegate_to: "localhost",
  connection: "local",
  become: false,
} as const;
export const AS_I_AM = { ansible_become: false } as const;

/** A hook of the controller: a command line of its shell, or a playbook. */
export function hookTask(
  release: Release,
  name: string,
  command: string | undefined,
  more: PlainDict,
): Entry[] {
  if (command === undefined) return [];
  const { spec, playbook, hosts, run, kind } = release;
  const environment: PlainDict = {
    TERA_SERVICE: spec.service,
    TERA_ENVIRONMENT: spec.environment,
    TERA_VERSION: "{{ tera_version | default('') }}",
    TERA_IMAGE: "{{ tera_image | default('') }}",
    TERA_HOSTS: hosts.join(","),
    TERA_RUN: run,
    TERA_KIND: kind,
    TERA_BY: release.by,
  };
  const words: Value[] = /\.ya?ml$/.test(command) ? [...playbook, command] : ["sh", "-c", command];
  return [
    task(
      `Hook ${name}`,
      "ansible.builtin.command",
      { argv: words },
      {
        ...HERE,
        vars: { ...AS_I_AM },
        changed_when: false,
        environment,
        ...more,
      },
    ),
  ];
}

/** Variables that all plays of a release have. */
export function playVars(release: Release, names: Names): PlainDict {
  const { spec, hosts, version, image } = release;
  const chosen = isChosen(release);
  return {
    tera_version: chosen ? "{{ tera_choice.release.version }}" : (version ?? ""),
    tera_image: chosen ? "{{ tera_choice.release.image }}" : image,
    tera_hosts: [...hosts],
    tera_new: "{{ tera_same is skipped or tera_same is changed or (tera_secrets | default({})) is changed }}",
    tera_ports: { a: spec.ports[0], b: spec.ports[1] },
    tera_active: "{{ tera_info.releases.slot }}",
    tera_idle: "{{ 'b' if tera_info.releases.slot == 'a' else 'a' }}",
    tera_state: names.folder,
    tera_holder: "{{ tera_info.releases.holder.name | default('') }}",
    tera_listen: `{{ ${listenPort(spec)} if tera_holder == '' else ${viaPort(spec)} }}`,
    tera_before: `{{ '' if tera_holder == '' else '${beforeText(names, "ADDRESS")}' | replace('ADDRESS', tera_info.releases.holder.address) }}`,
    ansible_become: spec.become,
  };
}
