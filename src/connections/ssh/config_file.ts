import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { homeFolder } from "../../disk/local_user.js";
import { Fault } from "../../model/errors.js";
import { fits, fitsOneOf } from "./patterns.js";

/** What was said of an option, by its name in lower case. Of most options the first value counts. */
export type SshOptions = Map<string, string[]>;

/** Options that may be given again and again: all of them count. */
const SEVERAL = new Set(["identityfile", "certificatefile", "setenv", "sendenv"]);
/** Options whose value is the rest of the line, as it is written. */
const WHOLE_LINE = new Set(["proxycommand", "localcommand", "remotecommand", "knownhostscommand"]);

/** One value for an option; true where it counts. */
export function addOption(options: SshOptions, name: string, value: string): boolean {
  const key = name.toLowerCase();
  // of a way through a jump host and one through a command the first counts
  const rival = key === "proxyjump" ? "proxycommand" : key === "proxycommand" ? "proxyjump" : undefined;
  if (rival !== undefined && options.has(rival)) return false;
  const known = options.get(key);
  if (known && !SEVERAL.has(key)) return false;
  options.set(key, [...(known ?? []), value]);
  return true;
}

/** `Name value`, `Name=value`, `Name "a value"`: undefined for a line that says nothing. */
export function splitOption(line: string): { name: string; value: string } | undefined {
  const [, name, rest = ""] = /^\s*([A-Za-z]\w*)(?:\s*=\s*|\s+|$)(.*)$/s.exec(line) ?? [];
  if (!name) return undefined;
  const text = rest.trim();
  if (WHOLE_LINE.has(name.toLowerCase())) return { name, value: text.replace(/^"(.*)"$/s, "$1") };
  return { name, value: wordsOf(text).join(" ") };
}

/** Words, quoted ones without their quotes, up to a comment. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [, double, single, plain] of text.matchAll(/"([^"]*)"|'([^']*)'|(#.*$|[^\s"']+)/g)) {
    if (plain?.startsWith("#")) break;
    words.push(double ?? single ?? plain!);
  }
  return words;
}

/** Whom a file is asked about. */
export interface Asked {
  /** as it was given */
  host: string;
  user: string | undefined;
  localUser: string;
}

const read = new Map<string, string[]>();

function linesOf(path: string): string[] | undefined {
  let lines = read.get(path);
  if (!lines) {
    try {
      lines = readFileSync(path, "utf8").split(/\r?\n/);
    } catch {
      return undefined;
    }
    read.set(path, lines);
  }
  return lines;
}

/** Adds to the options what a file says of a host; a file that is not there says nothing, unless it `must` be. */
export function addFile(options: SshOptions, path: string, asked: Asked, must = false): void {
  if (linesOf(path) === undefined) {
    if (must) throw new Fault("CONNECTION_FAILED", `the file of ssh's options cannot be read: ${path}`);
    return;
  }
  // what a file of the command line includes is looked for where the user's own file is, as ssh does
  const pass = new Pass(options, asked, must ? join(homeFolder(), ".ssh") : dirname(path));
  pass.file(path, true);
  if (!pass.sawFinal) return;
  pass.final = true;
  pass.file(path, true);
}

const MOST_INCLUDES = 16;

/** One reading of a file and of what it includes. */
class Pass {
  final = false;
  sawFinal = false;
  readonly #options: SshOptions;
  readonly #asked: Asked;
  readonly #folder: string;
  #depth = 0;

  constructor(options: SshOptions, asked: Asked, folder: string) {
    this.#options = options;
    this.#asked = asked;
    this.#folder = folder;
  }

  file(path: string, active: boolean): void {
    let counts = active;
    for (const line of linesOf(path) ?? []) {
      const option = splitOption(line);
      if (!option) continue;
      const { name, value } = option;
      if (/^host$/i.test(name)) counts = active && fitsOneOf(wordsOf(value), this.#asked.host);
      else if (/^match$/i.test(name)) counts = active && this.#matches(line);
      else if (/^include$/i.test(name)) this.#include(value, counts);
      else if (counts) addOption(this.#options, name, value);
    }
  }

  #include(names: string, counts: boolean): void {
    if (!counts || this.#depth >= MOST_INCLUDES) return;
    this.#depth += 1;
    for (const name of names.split(" "))
      for (const path of filesFor(name.replace(/^~(?=\/)/, homeFolder()), this.#folder))
        this.file(path, true);
    this.#depth -= 1;
  }

  #matches(line: string): boolean {
    const words = wordsOf(line.replace(/^\s*match(\s*=\s*|\s+)/i, ""));
    let all = words.length > 0;
    while (words.length > 0) {
      const [, not, criterion = ""] = /^(!?)(.*)$/.exec(words.shift()!)!;
      if (this.#fulfils(criterion.toLowerCase(), words) === (not === "!")) all = false;
    }
    return all;
  }

  #fulfils(criterion: string, words: string[]): boolean {
    if (criterion === "all") return true;
    if (criterion === "final") this.sawFinal = true;
    if (criterion === "final" || criterion === "canonical") return this.final;
    const value = words.shift() ?? "";
    const one = (text: string) => fitsOneOf(value.split(","), text);
    const oneHost = (text: string) => fitsOneOf(value.toLowerCase().split(","), text.toLowerCase());
    const { host, user, localUser } = this.#asked;
    switch (criterion) {
      case "host":
        return oneHost(this.#options.get("hostname")?.[0]?.replace(/%h/g, host) ?? host);
      case "originalhost":
        return oneHost(host);
      case "user":
        return one(user ?? this.#options.get("user")?.[0] ?? localUser);
      case "localuser":
        return one(localUser);
      case "exec":
        return succeeds(this.#expanded(value));
      default:
        return false;
    }
  }

  #expanded(command: string): string {
    const { host, user, localUser } = this.#asked;
    const name = this.#options.get("hostname")?.[0] ?? host;
    const tokens: Record<string, string> = {
      h: name,
      n: host,
      r: user ?? this.#options.get("user")?.[0] ?? localUser,
      u: localUser,
      p: this.#options.get("port")?.[0] ?? "22",
      d: homeFolder(),
      "%": "%",
    };
    return command.replace(/%(.)/g, (whole, letter: string) => tokens[letter] ?? whole);
  }
}

const ran = new Map<string, boolean>();

/** A `Match exec` is run as ssh runs it, once for each text of its command. */
function succeeds(command: string): boolean {
  let known = ran.get(command);
  if (known === undefined) {
    try {
      execFileSync("/bin/sh", ["-c", command], { stdio: "ignore", timeout: 10_000 });
      known = true;
    } catch {
      known = false;
    }
    ran.set(command, known);
  }
  return known;
}

/** The files that an `Include` names: patterns in the last part, relative to the folder of the file. */
function filesFor(name: string, folder: string): string[] {
  const path = isAbsolute(name) ? name : join(folder, name);
  const pattern = path.slice(dirname(path).length).replace(/^\//, "");
  if (!/[*?]/.test(pattern)) return [path];
  try {
    return readdirSync(dirname(path))
      .filter((entry) => fits(pattern, entry) && (!entry.startsWith(".") || pattern.startsWith(".")))
      .sort()
      .map((entry) => join(dirname(path), entry));
  } catch {
    return [];
  }
}
