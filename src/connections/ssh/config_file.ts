import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { homeFolder } from "../../disk/local_user.js";
import { Fault } from "../../model/errors.js";
import { fitsOneOf } from "./patterns.js";

/** What was said of an option, by its name in lower case. Of most options the first value counts. */
export type SshOptions = Map<string, string[]>;

/** Options that may be given again and again: all of them count. */
const SEVERAL = new Set(["identityfile"]);
/** Options of several words, of which each is a value; the first line counts. */
const LISTS = new Set(["userknownhostsfile", "globalknownhostsfile", "setenv"]);
/** Options whose value is the rest of the line, as it is written. */
const WHOLE_LINE = new Set(["proxycommand", "localcommand", "remotecommand", "knownhostscommand"]);

/** What a line says: words are what its value consists of, without their quotes. */
export interface SaidOption {
  name: string;
  words: string[];
}

/** One more thing that is said of an option, where it still counts. */
export function addOption(options: SshOptions, { name, words }: SaidOption): void {
  const key = name.toLowerCase();
  // of a way through a jump host and one through a command the first counts
  const rival = key === "proxyjump" ? "proxycommand" : key === "proxycommand" ? "proxyjump" : undefined;
  if (rival !== undefined && options.has(rival)) return;
  const known = options.get(key) ?? [];
  if (known.length > 0 && !SEVERAL.has(key)) return;
  options.set(key, LISTS.has(key) ? words : [...known, words.join(" ")]);
}

/** `Name value`, `Name=value`, `Name "a value"`: undefined for a line that says nothing. */
export function splitOption(line: string): SaidOption | undefined {
  const [, name, rest = ""] = /^\s*([A-Za-z]\w*)(?:\s*=\s*|\s+|$)(.*)$/s.exec(line) ?? [];
  if (!name) return undefined;
  const text = rest.trim();
  if (WHOLE_LINE.has(name.toLowerCase())) return { name, words: [text.replace(/^"(.*)"$/s, "$1")] };
  return { name, words: wordsOf(text) };
}

const WORD = /(?:"(?:\\["'\\]|[^"])*"|'(?:\\["'\\]|[^'])*'|\\[ "'\\]|[^\s"'])+/g;
const PART = /"((?:\\["'\\]|[^"])*)"|'((?:\\["'\\]|[^'])*)'|\\([ "'\\])/g;

/** Words, without quotes and what escapes them, up to a comment. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [word] of text.matchAll(WORD)) {
    if (word.startsWith("#")) break;
    words.push(
      word.replace(PART, (_, double?: string, single?: string, plain?: string) =>
        plain === undefined ? (double ?? single ?? "").replace(/\\(["'\\])/g, "$1") : plain,
      ),
    );
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
  pass.file(path);
  if (!pass.sawFinal) return;
  pass.final = true;
  pass.file(path);
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

  file(path: string): void {
    let counts = true;
    for (const line of linesOf(path) ?? []) {
      const option = splitOption(line);
      if (!option) continue;
      const { name, words } = option;
      if (/^host$/i.test(name)) counts = fitsOneOf(words, this.#asked.host);
      else if (/^match$/i.test(name)) counts = this.#matches(words);
      else if (!counts) continue;
      else if (/^include$/i.test(name)) this.#include(words);
      else addOption(this.#options, option);
    }
  }

  #include(names: readonly string[]): void {
    if (this.#depth >= MOST_INCLUDES) return;
    this.#depth += 1;
    for (const name of names)
      for (const path of filesFor(name.replace(/^~(?=\/)/, homeFolder()), this.#folder)) this.file(path);
    this.#depth -= 1;
  }

  #matches(words: string[]): boolean {
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

/** The files that an `Include` names, as glob(3) finds them; relative to the folder of the file. */
function filesFor(name: string, folder: string): string[] {
  const [, ...parts] = (isAbsolute(name) ? name : join(folder, name)).split("/");
  let found = ["/"];
  for (const part of parts)
    found = found.flatMap((above) => (/[*?[]/.test(part) ? entriesLike(above, part) : [join(above, part)]));
  return found;
}

function entriesLike(folder: string, pattern: string): string[] {
  const like = patternOf(pattern);
  try {
    return readdirSync(folder)
      .filter((entry) => like.test(entry) && (!entry.startsWith(".") || pattern.startsWith(".")))
      .sort()
      .map((entry) => join(folder, entry));
  } catch {
    return [];
  }
}

function patternOf(glob: string): RegExp {
  const source = glob.replace(/\*|\?|\[(!?)(\]?[^\]]*)\]|[^*?]/g, (sign, not?: string, members?: string) =>
    members !== undefined
      ? `[${not === "!" ? "^" : ""}${members.replace(/[\\\]^[]/g, "\\$&")}]`
      : sign === "*"
        ? ".*"
        : sign === "?"
          ? "."
          : sign.replace(/[\\^$.|+()[\]{}/]/g, "\\$&"),
  );
  return new RegExp(`^${source}$`, "s");
}
