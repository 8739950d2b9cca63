import { flag, integer, list, oneOf, path, raw, text } from "../../model/args.js";
import { type Controller, defineModule } from "../../model/module.js";
import { toPosixRegex } from "../../model/posix_regex.js";
import { PythonRegex } from "../../model/python_regex.js";
import type { Answer, ResultValues } from "../../model/result.js";
import type { Value } from "../../model/value.js";
import { charsetOf, FIND_DETAILS, FIND_MARK } from "../../shell/files/find_details.js";
import { AGE, ageFits, modeFault, modeFits, nameTest, SIZE, sizeFits } from "../../shell/files/find_tests.js";
import { permissionBits } from "../../shell/files/permission_bits.js";
import windows from "../../shell/powershell/files/find.ps1";
import windowsDetails from "../../shell/powershell/files/find_details.ps1";
import { files as windowsFiles } from "../../shell/powershell/libraries.js";

export default defineModule({
  name: "find",
  about: "Lists files by name, age, size and content",
  hostLocal: true,
  check: "run",
  writes: () => [],
  args: {
    paths: list(path({ about: "a folder" }), {
      about: "where to look",
      required: true,
      aliases: ["name", "path"],
    }),
    patterns: list(text({ about: "a pattern" }), {
      about: "names that count: shell patterns, or regular expressions with use_regex",
      default: [],
      aliases: ["pattern"],
    }),
    excludes: list(text({ about: "a pattern" }), { about: "names that do not count", aliases: ["exclude"] }),
    contains: text({ about: "a regular expression that a line must match from its start" }),
    read_whole_file: flag({ about: "contains is matched against the whole file", default: false }),
    file_type: oneOf(["any", "directory", "file", "link"])({ about: "what is listed", default: "file" }),
    recurse: flag({ about: "also below", default: false }),
    depth: integer({ about: "at most so many folders deep" }),
    age: text({ about: "older than (negative: younger than) e.g. 2d, 1w" }),
    age_stamp: oneOf(["atime", "ctime", "mtime"])({ about: "which time", default: "mtime" }),
    size: text({ about: "larger than (negative: smaller than) e.g. 10m" }),
    hidden: flag({ about: "also names that start with a dot", default: false }),
    follow: flag({ about: "follow links", default: false }),
    get_checksum: flag({ about: "with checksums", default: false }),
    use_regex: flag({ about: "patterns are regular expressions", default: false }),
    limit: integer({ about: "stop after so many" }),
    mode: raw({ about: "permissions: octal text, or symbolic as chmod takes it" }),
    exact_mode: flag({ about: "exactly these permissions; otherwise any of them", default: true }),
    encoding: text({ about: "of the files that contains is looked for in; default: UTF-8" }),
    checksum_algorithm: oneOf(["md5", "sha1", "sha224", "sha256", "sha384", "sha512"])({
      about: "which checksum",
      default: "sha1",
      aliases: ["checksum", "checksum_algo"],
    }),
  },
  examples: [{ paths: ["/var/log"], patterns: ["*.log"], age: "7d" }],
  returns: {
    files: "path, size, mode, times, … of each",
    matched: "how many",
    examined: "how many were looked at",
  },
  vars: ({ recurse, depth }) => ({
    // what lies one deeper is looked at too, though it does not count
    depth_args: recurse ? (depth === undefined ? "" : `-maxdepth ${depth + 1}`) : "-maxdepth 1",
  }),
  opensFiles: true,
  sh: `
    format='%y|%Y|%m|%u|%g|%U|%G|%s|%i|%D|%n|%A@|%T@|%C@|%p\\0'
    t_dir; [ -z "$paths" ] || printf '%s\\n' "$paths" | while IFS= read -r top; do
      [ -d "$top" ] || { say "missing $top" "'$top' is not a directory"; continue; }
      # a link that is followed is a link all the same
      set --; links=-false
      [ -z "$follow" ] || { set -- -L; links="-xtype l -fprint0 $T_D/links"; : >"$T_D/links"; }
      printf 'top|%s\\0' "$top"
      [ -r "$top" ] || printf 'denied|%s\\0' "$top"
      find "$@" "$top" -mindepth 1 $depth_args \\( -type d ! -readable -printf 'denied|%p\\0' -o -true \\) \\( $links -o -printf "$format" \\) 2>/dev/null
      [ -z "$follow" ] || xargs -0 -r sh -c 'f=$1; shift; exec find "$@" -maxdepth 0 -printf "$f"' - "$format" <"$T_D/links"
    done
  `,
  powershell: {
    text: windows,
    uses: [windowsFiles],
    result: (answer, args, controller) => foundIn(answer, args, { controller, system: WINDOWS }),
  },
  result: (answer, args, controller) => foundIn(answer, args, { controller, system: POSIX }),
  sequential: true,
});

interface Place {
  controller: Controller;
  system: System;
}

async function foundIn({ stdout, said }: Answer, args: Wanted, place: Place): Promise<ResultValues> {
  const { system } = place;
  const fault = faultOf(args);
  if (fault !== undefined) return { changed: false, failed: true, ...fault };
  const fits = await tests(args, place);
  const files: Entry[] = [];
  let examined = 0;
  let msg = "All paths examined";
  const denied: Record<string, string> = {};
  const failed: Record<string, string> = {};
  for (const { top, entries, closed } of topsIn(stdout.toString())) {
    for (const path of closed)
      if (path === top || (args.recurse && (args.depth === undefined || depthOf(path, top) <= args.depth)))
        denied[system.path(path)] = `[Errno 13] Permission denied: '${system.path(path)}'`;
    for (const folder of inWalkingOrder(top, entries)) {
      examined += folder.length;
      const { found: known, fault: failure } = await fits(folder, top);
      const room = args.limit === undefined ? known.length : args.limit - files.length;
      files.push(...known.slice(0, room));
      if (failure !== undefined) failed[top] = failure;
      if (failure !== undefined) break;
      if (files.length === args.limit) msg = "Limit of matches reached";
      if (files.length === args.limit) break;
    }
  }
  const missing = Object.entries(said).filter(([name]) => name.startsWith("missing "));
  const skipped = {
    ...Object.fromEntries(missing.map(([name, why]) => [name.slice(8), String(why)])),
    ...failed,
  };
  const skipped_paths = { ...denied, ...skipped };
  if (Object.keys(skipped).length > 0) msg = "Not all paths examined, check warnings for details";
  const warnings = Object.entries(skipped).map(
    ([path, why]) => `Skipped '${path}' path due to this access issue: ${why}\n`,
  );
  return {
    changed: false,
    files: files.map(({ isFolder: _, ...file }) => system.shown(file)),
    matched: files.length,
    examined,
    msg,
    skipped_paths,
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

/** How a host's paths are written, and what looks into its files. */
interface System {
  path(path: string): string;
  shown(file: Omit<Entry, "isFolder">): object;
  details(list: string[], args: Wanted): Details;
}

interface Details {
  script: Parameters<Controller["send"]>[0];
  /** what the host cannot match itself */
  regex: PythonRegex | undefined;
}

const algorithmOf = (args: Wanted): string => (args.get_checksum ? args.checksum_algorithm : "");
const containsOf = ({ file_type, contains }: Wanted) => (file_type === "file" ? contains : undefined);

const POSIX: System = {
  path: (path) => path,
  shown: (file) => file,
  details: (list, args) => {
    const contains = containsOf(args);
    const posix =
      contains === undefined || args.read_whole_file ? undefined : toPosixRegex(`^(?:${contains})`);
    const vars = {
      charset: charsetOf(args.encoding),
      list,
      re: posix ?? "",
      whole: contains !== undefined && posix === undefined,
      algorithm: algorithmOf(args),
    };
    return {
      script: { vars, text: FIND_DETAILS },
      regex: contains === undefined || posix !== undefined ? undefined : PythonRegex.of(contains),
    };
  },
};

const WINDOWS: System = {
  path: (path) => path.replaceAll("/", "\\"),
  // permissions, numbers of users and inodes are none of Windows'
  shown: ({ path, isdir, isreg, islnk, size, atime, mtime, ctime, ...file }) => ({
    path: WINDOWS.path(path),
    isdir,
    isreg,
    islnk,
    size,
    atime,
    mtime,
    ctime,
    ...("checksum" in file ? { checksum: file.checksum } : {}),
  }),
  details: (list, args) => {
    const vars = {
      charset: charsetOf(args.encoding),
      list: list.map(WINDOWS.path),
      contains: containsOf(args),
      whole_file: args.read_whole_file,
      algorithm: algorithmOf(args),
    };
    return {
      script: { family: "powershell", vars, text: windowsDetails, uses: [windowsFiles] },
      regex: undefined,
    };
  },
};

interface Wanted {
  patterns: string[];
  excludes?: string[] | undefined;
  use_regex: boolean;
  contains?: string | undefined;
  encoding?: string | undefined;
  read_whole_file: boolean;
  file_type: "any" | "directory" | "file" | "link";
  recurse: boolean;
  depth?: number | undefined;
  age?: string | undefined;
  age_stamp: "atime" | "ctime" | "mtime";
  size?: string | undefined;
  hidden: boolean;
  get_checksum: boolean;
  limit?: number | undefined;
  mode?: Value;
  exact_mode: boolean;
  checksum_algorithm: string;
}

type Entry = ReturnType<typeof entryOf>;

/** What cannot be understood, as Ansible tells it. */
function faultOf({ age, size, limit, mode }: Wanted): ResultValues | undefined {
  if (mode !== undefined && mode !== null && typeof mode !== "string")
    return {
      msg: `argument 'mode' is not a string and conversion is not allowed, value is of type ${typeof mode === "number" ? "int" : typeof mode}`,
    };
  if (age !== undefined && !AGE.test(age)) return { age, msg: "failed to process age" };
  if (size !== undefined && !SIZE.test(size)) return { size, msg: "failed to process size" };
  if (limit !== undefined && limit <= 0) return { msg: `limit cannot be ${limit} (use None for unlimited)` };
  return undefined;
}

/** The entries below each of the paths. */
function topsIn(output: string): { top: string; entries: Entry[]; closed: string[] }[] {
  const tops: { top: string; entries: Entry[]; closed: string[] }[] = [];
  for (const line of output.split("\0").filter(Boolean)) {
    if (line.startsWith("top|"))
      tops.push({ top: line.slice(4).replace(/(?<=.)\/+$/, ""), entries: [], closed: [] });
    else if (line.startsWith("denied|")) tops.at(-1)!.closed.push(line.slice(7));
    else tops.at(-1)!.entries.push(entryOf(line));
  }
  return tops;
}

const depthOf = (path: string, top: string): number =>
  path.slice(top === "/" ? 0 : top.length).split("/").length - 1;

const folderOf = (path: string): string => path.replace(/\/[^/]*$/, "") || "/";

/** Folder by folder from the top: first what is in it, files before folders, then each of its folders. */
function inWalkingOrder(top: string, entries: readonly Entry[]): Entry[][] {
  const below = new Map<string, Entry[]>();
  for (const entry of entries) {
    const folder = folderOf(entry.path);
    const known = below.get(folder);
    if (known) known.push(entry);
    else below.set(folder, [entry]);
  }
  const visit = (folder: string): Entry[][] => {
    const inside = below.get(folder) ?? [];
    const folders = inside.filter((entry) => entry.isFolder);
    const others = inside.filter((entry) => !entry.isFolder);
    return [[...others, ...folders], ...folders.flatMap((entry) => visit(entry.path))];
  };
  return visit(top);
}

/** Which entries of a folder count; those that count get their checksums. */
async function tests(args: Wanted, place: Place) {
  const now = Date.now() / 1000;
  const all = args.use_regex ? [".*"] : ["*"];
  const matches = nameTest(args.patterns.length > 0 ? args.patterns : all, args.use_regex);
  const excluded = nameTest(args.excludes ?? [], args.use_regex);
  const asks = args.file_type === "file" || args.file_type === "any";
  const plain = (file: Entry, top: string): boolean => {
    const name = file.path.split("/").at(-1)!;
    const kinds = { any: true, directory: file.isdir, file: file.isreg, link: file.islnk };
    return (
      kinds[args.file_type] &&
      (args.depth === undefined || depthOf(file.path, top) <= args.depth) &&
      (args.hidden || !name.startsWith(".")) &&
      matches(name) &&
      !excluded(name) &&
      ageFits(args.age, now - file[args.age_stamp]) &&
      (!file.isreg || sizeFits(args.size, file.size))
    );
  };
  const fault = modeFault(args.mode);
  return async (folder: readonly Entry[], top: string): Promise<Looked> => {
    const named = folder.filter((file) => plain(file, top));
    if (fault !== undefined && named.length > 0) return { found: [], fault };
    const found = named.filter((file) => modeFits(args, Number.parseInt(file.mode, 8)));
    const isAsked = asks && (args.get_checksum || (args.contains !== undefined && args.file_type === "file"));
    return isAsked && found.length > 0 ? looked(found, args, place) : { found };
  };
}

interface Looked {
  found: Entry[];
  /** why nothing after these was looked at */
  fault?: string;
}

/** Looks into the files: those that hold what is wanted, with their checksums. */
async function looked(files: Entry[], args: Wanted, { controller, system }: Place): Promise<Looked> {
  const contains = containsOf(args);
  const { script, regex } = system.details(
    files.map((file) => file.path),
    args,
  );
  const { stdout, said } = await controller.send(script);
  if (said.unknown_charset !== undefined) return { found: [], fault: `unknown encoding: ${args.encoding}` };
  const parts = stdout.toString("latin1").split(FIND_MARK).slice(1);
  const heads = parts.map((part) => part.slice(0, part.indexOf("\n")).split(" "));
  const wrong = heads.findIndex(([fits]) => fits === "?");
  const found = (wrong < 0 ? files : files.slice(0, wrong)).filter((file, index) => {
    const [fits, sum] = heads[index] ?? [];
    const [, ...rest] = (parts[index] ?? "").split("\n");
    if (sum && file.isreg) Object.assign(file, { checksum: sum });
    if (regex === undefined) return contains === undefined || fits === "1";
    const text = Buffer.from(rest.join("\n"), "latin1").toString();
    if (args.read_whole_file) return regex.search(text) !== undefined;
    return (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).some((line) => regex.match(line) !== undefined);
  });
  return wrong < 0 ? { found } : { found, fault: notText(files[wrong]!.path, args.encoding) };
}

function notText(path: string, encoding: string | undefined): string {
  const named = encoding ?? 'None (default determined by the Python built-in function "open")';
  return `Failed to read the file ${path} due to an encoding error. current encoding: ${named}`;
}

function entryOf(line: string) {
  const [
    kind,
    behind,
    mode,
    pw_name,
    gr_name,
    uid,
    gid,
    size,
    inode,
    dev,
    nlink,
    atime,
    mtime,
    ctime,
    ...path
  ] = line.split("|");
  const bits = Number.parseInt(mode ?? "0", 8);
  return {
    path: path.join("|"),
    /** so too through a link */
    isFolder: behind === "d",
    mode: bits.toString(8).padStart(4, "0"),
    isdir: kind === "d",
    isreg: kind === "f",
    islnk: kind === "l",
    ischr: kind === "c",
    isblk: kind === "b",
    isfifo: kind === "p",
    issock: kind === "s",
    uid: Number(uid),
    gid: Number(gid),
    size: Number(size),
    inode: Number(inode),
    dev: Number(dev),
    nlink: Number(nlink),
    atime: Number(atime),
    mtime: Number(mtime),
    ctime: Number(ctime),
    pw_name,
    gr_name,
    ...permissionBits(bits),
  };
}
