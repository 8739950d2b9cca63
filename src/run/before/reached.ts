import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Group } from "../../model/host.js";
import type { Play, Task } from "../../model/play.js";
import { isDict, type PlainDict, type Value } from "../../model/value.js";
import { isTemplate } from "../../template/render.js";
import type { Engine } from "../hosts/engine.js";
import { chainOf, inherited } from "../vars/keywords.js";

const NAME = "ansible_connection";
const PLAIN = /^(ansible\.builtin|community\.docker|containers\.podman|(amazon|community)\.aws)\./;

/** What runs the requests of a task on a host; undefined where that is known only when it runs. */
export async function shellOn(
  host: string,
  { task, play, isDelegated }: { task: Task; play: Play; isDelegated: boolean },
  engine: Engine,
): Promise<"sh" | "powershell" | undefined> {
  const chosen = connectionOf(host, { task, play, isDelegated }, engine);
  if (chosen === undefined) return undefined;
  const transport = await engine.findTransport(chosen.replace(PLAIN, ""));
  if (transport) return transport.shell ?? "sh";
  return /^(smart|paramiko|paramiko_ssh)$/.test(chosen) ? "sh" : undefined;
}

function connectionOf(
  host: string,
  { task, play, isDelegated }: { task: Task; play: Play; isDelegated: boolean },
  engine: Engine,
): string | undefined {
  for (const level of levels(host, { task, play }, engine)) {
    const said = new Set(level.flatMap((vars) => (vars[NAME] === undefined ? [] : [vars[NAME] as Value])));
    if (said.size === 0) continue;
    return said.size === 1 ? literal([...said][0]!) : undefined;
  }
  if (isDelegated && !engine.inventory.hosts.has(host)) return undefined;
  const keyword = isDelegated ? undefined : inherited(task, play, "connection")?.value;
  if (keyword !== undefined && keyword !== null) return literal(keyword);
  const known = engine.inventory.hosts.get(host)?.defaults?.[NAME];
  return known === undefined ? engine.settings.connection : literal(known);
}

const literal = (value: Value): string | undefined =>
  typeof value === "string" && value !== "" && !isTemplate(value) ? value : undefined;

const UNKNOWN: PlainDict = { [NAME]: "{{ }}" };

/** Who may say it, the strongest first: -e, the play and its tasks, the host, its groups, all hosts, defaults of roles. */
function levels(host: string, { task, play }: { task: Task; play: Play }, engine: Engine): PlainDict[][] {
  const { inventory, inventoryVars, extraVars } = engine;
  const beside = engine.readVarsFolder(play.folder);
  const groups = [...groupsOf(host, engine)].filter((name) => name !== "all");
  const ofGroup = (name: string): PlainDict[] => [
    inventory.groups.get(name)?.vars ?? {},
    inventoryVars.groups.get(name) ?? {},
    beside.groups.get(name) ?? {},
  ];
  return [
    [extraVars],
    [...ofPlay(task, play), ...play.usedRoles.flatMap(({ role, params }) => [role.vars, params])],
    [
      inventory.hosts.get(host)?.vars ?? {},
      inventoryVars.hosts.get(host) ?? {},
      beside.hosts.get(host) ?? {},
    ],
    groups.flatMap(ofGroup),
    ofGroup("all"),
    play.usedRoles.map(({ role }) => role.defaults),
  ];
}

function ofPlay(task: Task, play: Play): PlainDict[] {
  const own = [...chainOf(task).map(({ keywords }) => keywords.vars), play.keywords.vars].flatMap((vars) =>
    vars && isDict(vars.value) ? [vars.value as PlainDict] : [],
  );
  const prompted = play.varsPrompt.some(({ name }) => name === NAME) ? [UNKNOWN] : [];
  const files = [play.keywords.vars_files?.value ?? []].flat(2).map(String);
  return [
    ...own,
    ...prompted,
    ...(files.some((path) => maySay(resolve(play.folder, path))) ? [UNKNOWN] : []),
  ];
}

/** What only a variable names may say anything. */
function maySay(path: string): boolean {
  if (isTemplate(path)) return true;
  return existsSync(path) && /ansible_connection|^\$ANSIBLE_VAULT/.test(readFileSync(path, "latin1"));
}

/** The groups of a host, and those that hold them. */
function groupsOf(host: string, { inventory }: Engine): Set<string> {
  const found = new Set<string>();
  const add = (name: string): void => {
    const group: Group | undefined = inventory.groups.get(name);
    if (!group || found.has(name)) return;
    found.add(name);
    for (const parent of group.parents) add(parent);
  };
  for (const name of inventory.hosts.get(host)?.groups ?? []) add(name);
  return found;
}
