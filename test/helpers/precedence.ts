import type { PlayCase } from "./case.js";

/** Whoever can give a variable its value, in the order in which the playbook below sets them. */
export const ORIGINS = [
  "defaults of a role of the play",
  "defaults of the dependency",
  "defaults of the role",
  "[all:vars]",
  "[group:vars]",
  "group_vars/all beside the inventory",
  "group_vars/all beside the playbook",
  "group_vars/GROUP beside the inventory",
  "group_vars/GROUP beside the playbook",
  "the host's line",
  "host_vars beside the inventory",
  "host_vars beside the playbook",
  "facts",
  "vars of the play",
  "vars_prompt",
  "vars_files",
  "vars of a role of the play",
  "vars of the dependency",
  "vars: of the dependency's entry",
  "vars of the role",
  "vars: of the role's entry",
  "vars of an import",
  "vars of a block",
  "vars of the task",
  "include_vars",
  "set_fact",
  "register",
  "parameters of the dependency",
  "parameters of the role",
  "vars of an include",
  "extra vars",
] as const;
export type Origin = (typeof ORIGINS)[number];

/** Where the variables are read. */
export const PLACES = [
  "a task of the play",
  "a task of the role",
  "a task of the dependency",
  "hostvars",
] as const;

/**
 * A playbook in which every pair of origins gives a value to a variable of its own: `v_A_B` is set by the origins A
 * and B and by nobody else, each to its own number. What a task reads tells which of the two wins there.
 */
export const PAIRS: readonly (readonly [Origin, Origin])[] = ORIGINS.flatMap((one, index) =>
  ORIGINS.slice(index + 1).map((other) => [one, other] as const),
);

const numberOf = (origin: Origin): number => ORIGINS.indexOf(origin);
const variable = (one: number, other: number): string => `v_${Math.min(one, other)}_${Math.max(one, other)}`;

function entries(origin: Origin): [name: string, value: string][] {
  const own = numberOf(origin);
  return ORIGINS.flatMap((_, other) => (other === own ? [] : [[variable(own, other), String(own)]]));
}

const lines = (origin: Origin, form: (name: string, value: string) => string): string =>
  entries(origin)
    .map(([name, value]) => form(name, value))
    .join("\n");
const dict = (origin: Origin): string => `${lines(origin, (name, value) => `${name}: "${value}"`)}\n`;
const flow = (origin: Origin): string => JSON.stringify(Object.fromEntries(entries(origin)));
const ini = (origin: Origin): string => lines(origin, (name, value) => `${name}=${value}`);

const NAMES = PAIRS.map(([one, other]) => variable(numberOf(one), numberOf(other)));

/** A registered result is a mapping that holds the number; everything else is the number. */
const show = (place: (typeof PLACES)[number], vars = flow("vars of the task")): string => {
  const value = place === "hostvars" ? "hostvars.h[n] | default('-')" : "lookup('vars', n, default='-')";
  const text = `{% for n in names %}{% set v = ${value} %}{{ v.msg if v is mapping else v }} {% endfor %}`;
  return JSON.stringify([{ name: place, debug: { msg: text }, vars: JSON.parse(vars) as object }]);
};

/** The task within a block, a static import and an include. */
const nested = (place: (typeof PLACES)[number], folder: string): Record<string, string> => ({
  [`${folder}/main.yml`]: `- import_tasks: imported.yml\n  vars: ${flow("vars of an import")}\n`,
  [`${folder}/imported.yml`]: `- block:\n    - include_tasks: included.yml\n      vars: ${flow("vars of an include")}\n  vars: ${flow("vars of a block")}\n`,
  [`${folder}/included.yml`]: show(place),
});

const role = (name: string, defaults: Origin, vars: Origin): Record<string, string> => ({
  [`roles/${name}/defaults/main.yml`]: dict(defaults),
  [`roles/${name}/vars/main.yml`]: dict(vars),
});

const entry = (name: string, params: Origin, vars: Origin): string =>
  JSON.stringify({
    role: name,
    ...Object.fromEntries(entries(params)),
    vars: JSON.parse(flow(vars)) as object,
  });

const PLAY = `- hosts: h
  gather_facts: false
  vars:
    names: ${JSON.stringify(NAMES)}
${dict("vars of the play").replace(/^(?=.)/gm, "    ")}
  vars_prompt:
${lines("vars_prompt", (name, value) => `    - {name: ${name}, default: "${value}"}`)}
  vars_files: [files/vars.yml]
  pre_tasks:
    - include_vars: {file: files/included.yml}
    - set_fact: ${flow("set_fact")}
${lines("register", (name, value) => `    - {debug: {msg: "${value}"}, register: ${name}}`)}
  roles:
    - other
    - ${entry("own", "parameters of the role", "vars: of the role's entry")}
  tasks:
    - import_tasks: play/main.yml
      vars: {}
    - import_tasks: hostvars.yml
`;

export const PRECEDENCE: PlayCase = {
  name: "precedence",
  play: PLAY,
  inventory: "[g]\nh\n",
  // the first inventory lies beside the playbook: folders beside an inventory are those of this one
  args: ["-i", "aside/more", "-e", "@files/extra.yml"],
  env: { ANSIBLE_CACHE_PLUGIN: "jsonfile", ANSIBLE_CACHE_PLUGIN_CONNECTION: "cache" },
  files: {
    "aside/more": `[g]
h ansible_connection=local ${ini("the host's line").replaceAll("\n", " ")}
[all:vars]
ansible_python_interpreter=/usr/bin/python3
${ini("[all:vars]")}
[g:vars]
${ini("[group:vars]")}
`,
    "aside/group_vars/all.yml": dict("group_vars/all beside the inventory"),
    "aside/group_vars/g.yml": dict("group_vars/GROUP beside the inventory"),
    "aside/host_vars/h.yml": dict("host_vars beside the inventory"),
    "group_vars/all.yml": dict("group_vars/all beside the playbook"),
    "group_vars/g.yml": dict("group_vars/GROUP beside the playbook"),
    "host_vars/h.yml": dict("host_vars beside the playbook"),
    "cache/h": flow("facts"),
    "files/vars.yml": dict("vars_files"),
    "files/included.yml": dict("include_vars"),
    "files/extra.yml": dict("extra vars"),
    ...nested("a task of the play", "play"),
    "hostvars.yml": show("hostvars", "{}"),
    ...role("other", "defaults of a role of the play", "vars of a role of the play"),
    ...role("own", "defaults of the role", "vars of the role"),
    "roles/own/meta/main.yml": `dependencies:\n  - ${entry("dependency", "parameters of the dependency", "vars: of the dependency's entry")}\n`,
    ...nested("a task of the role", "roles/own/tasks"),
    ...role("dependency", "defaults of the dependency", "vars of the dependency"),
    ...nested("a task of the dependency", "roles/dependency/tasks"),
  },
};

/** What each place prints, as the origin that wins each pair; undefined where neither is seen. */
export function winnersIn(story: readonly string[]): Map<string, (Origin | undefined)[]> {
  const found = new Map<string, (Origin | undefined)[]>();
  for (const line of story) {
    const match = /^(?:\S+ : )?(.*): h ok "(.*)"$/.exec(line);
    const place = PLACES.find((one) => one === match?.[1]);
    if (place)
      found.set(
        place,
        match![2]!
          .trim()
          .split(" ")
          .map((number) => ORIGINS[Number(number)]),
      );
  }
  return found;
}
