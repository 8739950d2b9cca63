import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import SSHConfig from "ssh-config";
import type { Target } from "../model/connection.js";

/** What ~/.ssh/config, `-o`, `-J`, `-i` and `-p` say for one host. */
export interface ClientConfig {
  hostName: string;
  port: number;
  user: string | undefined;
  identityFiles: string[];
  identityAgent: string | undefined;
  proxyJump: string | undefined;
  proxyCommand: string | undefined;
  knownHosts: string[];
  strict: string | undefined;
}

const parsed = new Map<string, SSHConfig>();

function readConfig(path: string): SSHConfig {
  let config = parsed.get(path);
  if (!config) {
    config = SSHConfig.parse(existsSync(path) ? withIncludes(readFileSync(path, "utf8"), dirname(path)) : "");
    // computing runs the command of `Match exec`: such blocks are left out
    const kept = [...config].filter(
      (line) => !("criteria" in line && "exec" in ((line as { criteria?: object }).criteria ?? {})),
    );
    config.splice(0, config.length, ...kept);
    parsed.set(path, config);
  }
  return config;
}

function withIncludes(text: string, folder: string): string {
  return text.replace(/^[ \t]*Include[ \t]+(.+)$/gim, (_, names: string) =>
    names
      .split(/\s+/)
      .map((name) => name.replace(/^~(?=\/)/, homedir()).replace(/^"|"$/g, ""))
      .map((name) => (isAbsolute(name) ? name : join(folder, name)))
      .filter((path) => existsSync(path))
      .map((path) => withIncludes(readFileSync(path, "utf8"), folder))
      .join("\n"),
  );
}

const first = (value: unknown): string | undefined =>
  Array.isArray(value) ? (value[0] as string | undefined) : (value as string | undefined);
const all = (value: unknown): string[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as string[]) : [String(value)];

export function configFor(target: Target): ClientConfig {
  const options = optionsOf(target.sshArgs ?? []);
  const file = options.file ?? join(homedir(), ".ssh", "config");
  const computed: Record<string, unknown> =
    file === "none" ? {} : { ...readConfig(file).compute(target.address, { ignoreCase: true } as never) };
  const read = (name: string): unknown => options.set[name.toLowerCase()] ?? find(computed, name);
  const hostName = (first(read("HostName")) ?? target.address).replace(/%h/g, target.address);
  const user = target.user ?? first(read("User"));
  const expand = (path: string): string =>
    path
      .replace(/^~(?=\/|$)/, homedir())
      .replace(/%d/g, homedir())
      .replace(/%h/g, hostName)
      .replace(/%r/g, user ?? "");
  const known = all(read("UserKnownHostsFile"))
    .flatMap((one) => one.split(/\s+/))
    .map(expand);
  return {
    hostName,
    port: target.port ?? Number(options.port ?? first(read("Port")) ?? 22),
    user,
    identityFiles: [...options.identities, ...all(read("IdentityFile"))].map(expand),
    identityAgent: first(read("IdentityAgent")),
    // a command of the command line counts before a jump of the file
    proxyJump:
      options.jump ??
      none(options.set.proxyjump ?? (options.set.proxycommand ? undefined : first(read("ProxyJump")))),
    proxyCommand: none(first(read("ProxyCommand"))),
    knownHosts: target.knownHostsFile
      ? [expand(target.knownHostsFile)]
      : known.length > 0
        ? known
        : [join(homedir(), ".ssh", "known_hosts"), "/etc/ssh/ssh_known_hosts"],
    strict: first(read("StrictHostKeyChecking")),
  };
}

const none = (value: string | undefined): string | undefined =>
  value === undefined || value.toLowerCase() === "none" ? undefined : value;

function find(computed: Record<string, unknown>, name: string): unknown {
  const key = Object.keys(computed).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : computed[key];
}

interface ArgumentOptions {
  set: Record<string, string>;
  identities: string[];
  jump?: string;
  port?: string;
  file?: string;
}

/** The options of ssh's own command line that mean something here. */
function optionsOf(words: readonly string[]): ArgumentOptions {
  const found: ArgumentOptions = { set: {}, identities: [] };
  for (let index = 0; index < words.length; index++) {
    const [, letter, joined] = /^-([oJipF])(.*)$/s.exec(words[index]!) ?? [];
    if (!letter) continue;
    const value = joined === "" ? (words[++index] ?? "") : joined!;
    if (letter === "J") found.jump = value;
    else if (letter === "i") found.identities.push(value);
    else if (letter === "p") found.port = value;
    else if (letter === "F") found.file = value;
    else {
      const [, name = "", setting = ""] = /^\s*(\w+)\s*[= ]\s*(.*)$/s.exec(value) ?? [];
      found.set[name.toLowerCase()] = setting.replace(/^"(.*)"$/, "$1");
    }
  }
  return found;
}
