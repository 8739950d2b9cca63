import type { Play, Task } from "../../model/play.js";
import type { Engine } from "../hosts/engine.js";
import { inherited, shortName } from "../vars/keywords.js";

/** Modules that leave the files of the machine they run on as they are. */
const READERS: ReadonlySet<string> = new Set(
  `add_host assert debug fail group_by import_role import_tasks include_role include_tasks include_vars
  getent find group_by meta mount_facts package_facts pause ping service_facts set_fact set_stats setup slurp
  stat validate_argument_spec wait_for wait_for_connection`.split(/\s+/),
);

const HERE = /^(localhost|127\.0\.0\.1|::1)$/;

/** May the task write a file at all? */
export function mayWrite(task: Task): boolean {
  return !READERS.has(shortName(task));
}

/** May the task write a file of this machine? Rather yes than no. */
export function mayWriteHere(task: Task, play: Play, engine: Engine): boolean {
  const name = shortName(task);
  if (name === "fetch") return true;
  if (!mayWrite(task)) return false;
  const delegate = inherited(task, play, "delegate_to")?.value;
  if (delegate !== undefined) return !isElsewhere(String(delegate), engine);
  const connection = inherited(task, play, "connection")?.value ?? engine.settings.connection;
  if (!/^(ansible\.builtin\.)?(ssh|smart|paramiko|paramiko_ssh|aws_ssm|docker)$/.test(String(connection)))
    return true;
  return mayHoldThisMachine(play, engine);
}

function isElsewhere(name: string, { inventory }: Engine): boolean {
  if (name.includes("{{") || HERE.test(name)) return false;
  const host = inventory.hosts.get(name);
  return host !== undefined && !isHere(name, host.vars);
}

/** May one of the play's hosts be this machine? Variables of groups and of files count for all hosts. */
function mayHoldThisMachine(play: Play, engine: Engine): boolean {
  const { inventory, inventoryVars, extraVars } = engine;
  const beside = engine.readVarsFolder(play.folder);
  const pattern = [play.keywords.hosts?.value ?? ""].flat().map(String).join(",");
  if (/localhost|127\.0\.0\.1|::1|\{\{/.test(pattern)) return true;
  const dicts = [
    extraVars,
    (play.keywords.vars?.value ?? {}) as object,
    ...[...inventory.groups.values()].map(({ vars }) => vars),
    ...inventoryVars.groups.values(),
    ...inventoryVars.hosts.values(),
    ...beside.groups.values(),
    ...beside.hosts.values(),
  ];
  if (dicts.some((vars) => isHere("", vars))) return true;
  return [...inventory.hosts].some(([name, { vars }]) => isHere(name, vars));
}

function isHere(name: string, vars: object): boolean {
  const { ansible_connection: connection, ansible_host: address } = vars as Record<string, unknown>;
  if (HERE.test(name) || HERE.test(String(address ?? ""))) return true;
  return connection !== undefined && !/^(ssh|smart|docker|aws_ssm)$/.test(String(connection));
}
