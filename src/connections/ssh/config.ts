import { hostname } from "node:os";
import { join } from "node:path";
import { homeFolder, localUser } from "../../disk/local_user.js";
import type { Target } from "../../model/connection.js";
import { readCommandLine } from "./command_line.js";
import { addFile, type SshOptions } from "./config_file.js";

/** What the command line of ssh, ~/.ssh/config and /etc/ssh/ssh_config say for one host. */
export interface ClientConfig {
  hostName: string;
  port: number;
  user: string;
  identityFiles: string[];
  /** only the keys that are named, of the agent's too */
  identitiesOnly: boolean;
  identityAgent: string | undefined;
  forwardAgent: boolean;
  /** methods in the order in which they may be tried; undefined: all that are known here */
  authentications: string[] | undefined;
  proxyJump: string | undefined;
  proxyCommand: string | undefined;
  /** words that reach jump hosts too: -F */
  jumpArgs: string[];
  keys: HostKeyOptions;
  /** as written, with + - ^ at the start */
  algorithms: Readonly<Record<"kex" | "cipher" | "hmac", string | undefined>>;
  /** seconds; undefined: that of the target */
  connectTimeout: number | undefined;
  /** how often a host is tried that cannot be reached */
  attempts: number;
  /** seconds of silence after which the peer is asked, and how often: the user's own wish */
  alive: { interval: number; count: number } | undefined;
  addressFamily: 4 | 6 | undefined;
  bindAddress: string | undefined;
  environment: Record<string, string>;
}

/** What bears on the host's key. */
export interface HostKeyOptions {
  userFiles: string[];
  globalFiles: string[];
  revokedFile: string | undefined;
  /** the name under which the host is looked for */
  alias: string | undefined;
  strict: "yes" | "no" | "ask" | "accept-new" | undefined;
  hashNames: boolean;
  /** no key of this machine itself is looked at */
  skipLoopback: boolean;
  algorithms: string | undefined;
}

const USER_FILES = ["~/.ssh/known_hosts", "~/.ssh/known_hosts2"];
const GLOBAL_FILES = ["/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"];

export function configFor(target: Target): ClientConfig {
  const { options, file } = readCommandLine(target.sshArgs ?? []);
  const { name } = localUser();
  const asked = { host: target.address, user: target.user, localUser: name };
  if (file === undefined) {
    addFile(options, join(homeFolder(), ".ssh", "config"), asked);
    addFile(options, "/etc/ssh/ssh_config", asked);
  } else if (file.toLowerCase() !== "none") addFile(options, homeOf(file), asked, true);
  const said = new Said(options, target, name);
  return {
    hostName: said.hostName,
    port: said.port,
    user: said.user,
    identityFiles: (options.get("identityfile") ?? []).filter(isNamed).map((path) => said.expand(path)),
    identitiesOnly: said.flag("identitiesonly") ?? false,
    identityAgent: said.path("identityagent"),
    forwardAgent: said.forwardAgent(),
    authentications: said.authentications(),
    proxyJump: named(said.text("proxyjump")),
    proxyCommand: named(said.text("proxycommand")),
    jumpArgs: file === undefined ? [] : ["-F", file],
    keys: {
      userFiles: target.knownHostsFile
        ? [said.expand(target.knownHostsFile)]
        : said.paths("userknownhostsfile", USER_FILES),
      globalFiles: target.knownHostsFile ? [] : said.paths("globalknownhostsfile", GLOBAL_FILES),
      revokedFile: named(said.path("revokedhostkeys")),
      alias: said.text("hostkeyalias"),
      strict: strictness(said.text("stricthostkeychecking")),
      hashNames: said.flag("hashknownhosts") ?? false,
      skipLoopback: said.flag("nohostauthenticationforlocalhost") ?? false,
      algorithms: said.text("hostkeyalgorithms"),
    },
    algorithms: {
      kex: said.text("kexalgorithms"),
      cipher: said.text("ciphers"),
      hmac: said.text("macs"),
    },
    connectTimeout: seconds(said.text("connecttimeout")),
    attempts: Number(said.text("connectionattempts") ?? 1) || 1,
    alive: said.alive(),
    addressFamily: { inet: 4, inet6: 6 }[said.text("addressfamily")?.toLowerCase() ?? ""] as
      | 4
      | 6
      | undefined,
    bindAddress: said.text("bindaddress"),
    environment: Object.fromEntries(
      (options.get("setenv") ?? []).map((pair): [string, string] => [
        pair.split("=")[0]!,
        pair.slice(pair.indexOf("=") + 1),
      ]),
    ),
  };
}

const isNamed = (value: string): boolean => value.toLowerCase() !== "none";
const named = (value: string | undefined): string | undefined =>
  value !== undefined && isNamed(value) ? value : undefined;
const homeOf = (path: string): string => path.replace(/^~(?=\/|$)/, homeFolder());

function strictness(value: string | undefined): HostKeyOptions["strict"] {
  const word = value?.toLowerCase();
  if (word === "yes" || word === "true") return "yes";
  if (word === "no" || word === "false" || word === "off") return "no";
  return word === "ask" || word === "accept-new" ? word : undefined;
}

/** `90`, `1m30s`. */
function seconds(value: string | undefined): number | undefined {
  if (value === undefined || !/^(\d+[smhdw]?)+$/i.test(value)) return undefined;
  const units: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
  let sum = 0;
  for (const [, number, unit] of value.matchAll(/(\d+)([smhdw]?)/gi))
    sum += Number(number) * units[(unit || "s").toLowerCase()]!;
  return sum;
}

/** The options as values. */
class Said {
  readonly hostName: string;
  readonly port: number;
  readonly user: string;
  readonly #options: SshOptions;
  readonly #target: Target;
  readonly #localUser: string;

  constructor(options: SshOptions, target: Target, localUser: string) {
    this.#options = options;
    this.#target = target;
    this.#localUser = localUser;
    this.hostName = (this.text("hostname") ?? target.address)
      .replace(/%(.)/g, (whole, letter: string) =>
        letter === "h" ? target.address : letter === "%" ? "%" : whole,
      )
      .toLowerCase();
    this.port = target.port ?? Number(this.text("port") ?? 22);
    this.user = target.user ?? this.text("user") ?? localUser;
  }

  text(name: string): string | undefined {
    return this.#options.get(name)?.[0];
  }

  flag(name: string): boolean | undefined {
    const value = this.text(name)?.toLowerCase();
    return value === undefined ? undefined : value === "yes" || value === "true";
  }

  path(name: string): string | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : this.expand(value);
  }

  paths(name: string, usual: readonly string[]): string[] {
    const given = this.#options.get(name) ?? usual;
    return given.filter(isNamed).map((path) => this.expand(path));
  }

  forwardAgent(): boolean {
    const value = this.text("forwardagent");
    return value !== undefined && !/^(no|false)$/i.test(value);
  }

  authentications(): string[] | undefined {
    const off = (name: string) => this.flag(name) === false;
    const usual = ["publickey", "keyboard-interactive", "password"];
    const kept = (this.text("preferredauthentications")?.split(",") ?? usual).filter(
      (method) =>
        !(method === "publickey" && off("pubkeyauthentication")) &&
        !(method === "password" && off("passwordauthentication")) &&
        !(
          method === "keyboard-interactive" &&
          (off("kbdinteractiveauthentication") || off("challengeresponseauthentication"))
        ),
    );
    return kept.join() === usual.join() ? undefined : kept;
  }

  alive(): ClientConfig["alive"] {
    const interval = seconds(this.text("serveraliveinterval"));
    return interval ? { interval, count: Number(this.text("serveralivecountmax") ?? 3) } : undefined;
  }

  /** A path with its `~`, `%` and `${}` filled in. */
  expand(path: string): string {
    const tokens: Record<string, string> = {
      d: homeFolder(),
      h: this.hostName,
      i: String(localUser().uid),
      k: this.text("hostkeyalias") ?? this.#target.address,
      l: hostname(),
      L: hostname().split(".")[0]!,
      n: this.#target.address,
      p: String(this.port),
      r: this.user,
      u: this.#localUser,
      "%": "%",
    };
    return homeOf(path)
      .replace(/\$\{(\w+)\}/g, (_, name: string) => process.env[name] ?? "")
      .replace(/%(.)/g, (whole, letter: string) => tokens[letter] ?? whole);
  }
}
