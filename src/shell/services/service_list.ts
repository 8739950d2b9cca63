/** What is known of a service: Ansible's keys. */
export type Service = Record<string, string | string[] | boolean | null>;

/** Services by name. */
export type Services = Record<string, Service>;

/** Output of a tool: its lines, each with its fields. */
const rowsOf = (text: string): string[][] =>
  text
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([first]) => first !== "");

const BAD_STATES = ["not-found", "masked", "failed"];

/** `systemctl list-units --plain`: name, load, active, sub, description. */
export function systemdUnits(text: string): Services {
  const services: Services = {};
  for (const fields of rowsOf(text)) {
    const [name = "", , active = "", sub] = fields;
    if (!fields.join(" ").includes(".service") || sub === undefined) continue;
    const bad = BAD_STATES.find((state) => fields.slice(0, -1).includes(state));
    const state = sub === "running" ? "running" : "stopped";
    services[name] = { name, state, status: bad ?? active, source: "systemd" };
  }
  return services;
}

/** `systemctl list-unit-files`: name and status. `active`: lines of name and state, of those that are no units. */
export function systemdFiles(text: string, active: string, services: Services): void {
  const states = new Map(rowsOf(active).map(([name = "", state = "unknown"]) => [name, state]));
  for (const [name = "", status] of rowsOf(text)) {
    if (!name.includes(".service") || status === undefined) continue;
    const known = services[name];
    if (!known) services[name] = { name, state: states.get(name) ?? "unknown", status, source: "systemd" };
    else if (!BAD_STATES.includes(String(known.status))) known.status = status;
  }
}

/** `service --status-all`: `[ + ]  name`; what cannot tell is left out. */
export function initScripts(text: string): Services {
  const services: Services = {};
  for (const [, sign, name = ""] of text.matchAll(/^[^\S\n]*\[ ([+-]) \]\s+(.+)$/gm))
    services[name] = { name, state: sign === "+" ? "running" : "stopped", source: "sysv" };
  return services;
}

/** `initctl list`: `name goal/state, process 1`. */
export function upstartJobs(text: string): Services {
  const services: Services = {};
  for (const line of text.replaceAll("\r", "").split("\n")) {
    const [, name, goal, state] = /^\s?(.*)\s(\w+)\/(\w+)(?:,\sprocess\s\d+)?\s*$/.exec(line) ?? [];
    if (name !== undefined) services[name] = { name, state: state!, goal: goal!, source: "upstart" };
  }
  return services;
}

/** `chkconfig`: levels 0 to 6; `running`: names of those whose status is well. */
export function chkconfigServices(text: string, running: string): Services {
  const well = new Set(running.split("\n"));
  const services: Services = {};
  for (const line of text.split("\n")) {
    const [, name, third] =
      /^(.*?)\s+(?:[0-9]:(?:on|off)\s+){3}[0-9]:(on|off)(?:\s+[0-9]:(?:on|off)){3}/.exec(line) ?? [];
    if (name === undefined) continue;
    const status = third === "on" ? "enabled" : "disabled";
    services[name] = { name, state: well.has(name) ? "running" : "stopped", status, source: "sysv" };
  }
  return services;
}

/** `rc-status -a -s -m` and `rc-update show -v`. */
export function openrcServices(status: string, update: string): Services {
  const levels = new Map<string, string[] | null>();
  for (const line of update.split("\n")) {
    const [name, level] = line.split("|");
    if (level !== undefined) levels.set(name!.trim(), level.trim() === "" ? null : level.trim().split(/\s+/));
  }
  const services: Services = {};
  for (const [name = "", state] of rowsOf(status))
    if (state !== undefined)
      services[name] = { name, runlevels: levels.get(name) ?? null, state, source: "openrc" };
  return services;
}
