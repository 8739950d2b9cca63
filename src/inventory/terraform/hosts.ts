import { Fault } from "../../model/errors.js";
import type { PlainDict, Value } from "../../model/value.js";
import type { Outputs } from "../../terraform/outputs.js";
import { safeGroupName } from "../constructed/names.js";
import { quotedText, windowsPassword } from "../windows_password.js";

/** A host as the output of a root describes it. */
export interface TerraformHost {
  name: string;
  /** undefined: there is none (yet) */
  address: string | undefined;
  instanceId: string | undefined;
  privateIp: string | undefined;
  os: string | undefined;
  osFamily: string | undefined;
  user: string | undefined;
  connection: string | undefined;
  port: number | undefined;
  zone: string | undefined;
  groups: readonly string[];
  /** whatever else the output says of the host, as it stands there */
  more: Readonly<Record<string, unknown>>;
}

type Json = Readonly<Record<string, unknown>>;

/** What makes the hosts of an output: where it is from, for messages, and where addresses are looked for. */
export interface Reading {
  /** `the output inventory of terraform/deploy` */
  source: string;
  address: readonly string[];
}

const KNOWN = [..."address private_ip instance_id os os_family user connection port az groups".split(" ")];

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The hosts that a root's output `inventory` names; a root without one has none. */
export function hostsIn(outputs: Outputs, root: string): TerraformHost[] {
  const output = outputs.get("inventory");
  if (!output || output.sensitive) return [];
  return hostsOf(output.value, { source: `the output inventory of ${root}`, address: ["address"] });
}

/** The hosts of the output's value, a map from names to descriptions. Fault: INVENTORY_INVALID, with host and field. */
export function hostsOf(value: unknown, reading: Reading): TerraformHost[] {
  if (!isObject(value))
    throw new Fault("INVENTORY_INVALID", `${reading.source} is ${kindOf(value)}, not a map of hosts`, {
      hint: "it must map the names of hosts to objects: { web1 = { address = ..., user = ... } }",
    });
  return Object.entries(value).map(([name, host]) => hostOf(name, host, reading));
}

function hostOf(name: string, value: unknown, { source, address }: Reading): TerraformHost {
  const wrong = (field: string, problem: string): Fault =>
    new Fault("INVENTORY_INVALID", `${source}: \`${field}\` of ${name} ${problem}`, {
      hint: "correct the output in the root, then apply it again",
    });
  if (name === "" || /[\s,:[\]]/.test(name))
    throw new Fault("INVENTORY_INVALID", `${source}: \`${name}\` cannot be the name of a host`);
  if (!isObject(value))
    throw new Fault("INVENTORY_INVALID", `${source}: ${name} is ${kindOf(value)}, not an object`);
  const text = (field: string): string | undefined => {
    const found = value[field] ?? "";
    if (typeof found !== "string") throw wrong(field, `must be text, not ${kindOf(found)}`);
    return found === "" ? undefined : found;
  };
  const connection = text("connection");
  if (connection !== undefined && !/^[\w.]+$/.test(connection))
    throw wrong("connection", "must be the name of a connection, such as ssh or winrm");
  const user = text("user");
  if (user?.includes("{{")) throw wrong("user", "must be a name");
  return {
    name,
    address: address.map(text).find((one) => one !== undefined),
    instanceId: text("instance_id"),
    privateIp: text("private_ip"),
    os: text("os"),
    osFamily: text("os_family"),
    user,
    connection,
    port: portOf(value.port, wrong),
    zone: text("az"),
    groups: groupsOf(value.groups, wrong),
    more: Object.fromEntries(
      Object.entries(value).filter(([key, one]) => !KNOWN.includes(key) && one !== null),
    ),
  };
}

type Wrong = (field: string, problem: string) => Fault;

/** Terraform makes text of a number where a map wants one type: both are read. */
function portOf(value: unknown, wrong: Wrong): number | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const port = typeof value === "string" ? Number(value) : value;
  if (typeof port === "number" && Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw wrong("port", "must be a number from 1 to 65535");
}

function groupsOf(value: unknown, wrong: Wrong): string[] {
  const groups = value ?? [];
  if (Array.isArray(groups) && groups.every((one) => typeof one === "string" && one !== "")) return groups;
  throw wrong("groups", "must be a list of names");
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** The groups of a host: those that are named, its operating system, and the family of that. */
export function groupsFor({ groups, os, osFamily }: TerraformHost): string[] {
  const named = [...groups, os, osFamily].filter((name) => name !== undefined);
  return [...new Set(named.map(safeGroupName))];
}

/** The variables that plays can read. */
export function varsFor({ address, instanceId, privateIp, os, osFamily, zone }: TerraformHost): PlainDict {
  return defined({
    ansible_host: address,
    instance_id: instanceId,
    private_ip: privateIp,
    availability_zone: zone,
    region: regionOf(zone),
    os,
    os_family: osFamily,
  });
}

/** How the host is connected to, where no variable, keyword or option says anything else. */
export function defaultsFor(host: TerraformHost, keyFile: string | undefined): PlainDict {
  const { connection, user, port, osFamily, instanceId, zone } = host;
  const isWindows = osFamily?.toLowerCase() === "windows" || connection === "winrm";
  const password =
    isWindows && keyFile && instanceId
      ? windowsPassword({ instance: "instance_id", keyFile: quotedText(keyFile), region: regionOf(zone) })
      : undefined;
  return defined({
    ansible_connection: connection,
    ansible_user: user,
    ansible_port: port,
    ansible_become_method: isWindows ? "runas" : undefined,
    ansible_password: password,
  });
}

/** `eu-central-1` of `eu-central-1a`, and of the local zone `us-west-2-lax-1a` `us-west-2`. */
function regionOf(zone: string | undefined): string | undefined {
  return zone === undefined ? undefined : /^[a-z]{2}(-[a-z]+)+-\d+/.exec(zone)?.[0];
}

function defined(entries: Record<string, Value | undefined>): PlainDict {
  const known = Object.entries(entries).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as PlainDict;
}
