import type { TaskDefinitionInput } from "./ecs_task_definition.js";

/** Lists whose order means nothing, by the key that tells their items apart. */
const UNORDERED: Readonly<Record<string, string>> = {
  environment: "name",
  secrets: "name",
  volumes: "name",
  tags: "key",
  containerDefinitions: "name",
};

/** What ECS fills in where nothing is said. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  "containerDefinitions.cpu": 0,
  "containerDefinitions.essential": true,
  "containerDefinitions.portMappings.protocol": "tcp",
  "containerDefinitions.portMappings.hostPort": 0,
};

/** Would both registrations give the same? ECS adds defaults and empty lists, and keeps no order of variables. */
export function sameTaskDefinition(one: TaskDefinitionInput, other: TaskDefinitionInput): boolean {
  return JSON.stringify(canonical(one)) === JSON.stringify(canonical(other));
}

function canonical(input: TaskDefinitionInput): unknown {
  // in these modes a container's port is the host's
  const sharesPorts = input.networkMode === "awsvpc" || input.networkMode === "host";
  const { networkMode, ...rest } = input;
  return plain({ ...rest, networkMode: networkMode === "bridge" ? undefined : networkMode }, "", sharesPorts);
}

function plain(value: unknown, path: string, sharesPorts: boolean): unknown {
  if (Array.isArray(value)) {
    const key = UNORDERED[path.split(".").at(-1)!];
    const items = value.map((item) => plain(item, path, sharesPorts));
    return key ? items.sort((a, b) => (keyOf(a, key) < keyOf(b, key) ? -1 : 1)) : items;
  }
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value)
    .map(([name, item]) => [name, plain(item, path ? `${path}.${name}` : name, sharesPorts)] as const)
    .filter(([name, item]) => !isUnsaid(item, path ? `${path}.${name}` : name, value, sharesPorts))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}

function keyOf(item: unknown, key: string): string {
  return String((item as Record<string, unknown> | undefined)?.[key] ?? "");
}

/** Is it as if nothing had been said? */
function isUnsaid(item: unknown, path: string, parent: object, sharesPorts: boolean): boolean {
  if (item === undefined || item === null || item === DEFAULTS[path]) return true;
  if (path === "containerDefinitions.portMappings.hostPort")
    return sharesPorts && item === (parent as { containerPort?: number }).containerPort;
  return typeof item === "object" && Object.keys(item).length === 0;
}
