import { flag, integer, list, oneOf, path, text } from "../model/args.js";
import { defineModule } from "../model/module.js";
import { PythonRegex } from "../model/python_regex.js";

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
    contains: text({ about: "a regular expression that a line must match" }),
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
    mode: text({ about: "permissions" }),
    exact_mode: flag({ about: "mode is exact", default: true }),
    encoding: text({ about: "accepted" }),
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
  sh: `
    printf '%s\\n' "$paths" | while IFS= read -r top; do
      [ -d "$top" ] || { say missing "$top"; continue; }
      set --
      [ -z "$follow" ] || set -- -L
      depth_args=
      if [ -z "$recurse" ]; then depth_args="-maxdepth 1"; elif [ -n "$depth" ]; then depth_args="-maxdepth $depth"; fi
      find "$@" "$top" -mindepth 1 $depth_args -printf '%y|%m|%u|%g|%U|%G|%s|%i|%D|%n|%A@|%T@|%C@|%p\\0' 2>/dev/null
    done
    if [ -n "$get_checksum$contains" ]; then say more 1; fi
  `,
  result: async ({ stdout, said }, args, controller) => {
    const all = stdout.toString().split("\0").filter(Boolean).map(entryOf);
    const now = Date.now() / 1000;
    const matches = nameTest(
      args.patterns.length > 0 ? args.patterns : args.use_regex ? [".*"] : ["*"],
      args.use_regex,
    );
    const excluded = nameTest(args.excludes ?? [], args.use_regex);
    let files = all.filter((file) => {
      const name = file.path.split("/").at(-1)!;
      const kinds = { any: true, directory: file.isdir, file: file.isreg, link: file.islnk };
      if (!kinds[args.file_type] || !matches(name) || excluded(name)) return false;
      if (!args.hidden && name.startsWith(".")) return false;
      return ageFits(args.age, now - file[args.age_stamp]) && (file.isdir || sizeFits(args.size, file.size));
    });
    if (args.contains !== undefined || args.get_checksum) {
      const details = await controller.send({
        vars: {
          list: files.map((file) => file.path),
          contains: (args.contains ?? "")
            .replace(/\\d/g, "[0-9]")
            .replace(/\\s/g, "[[:space:]]")
            .replace(/\\w/g, "[[:alnum:]_]"),
          algorithm: args.get_checksum ? args.checksum_algorithm : "",
        },
        text: DETAILS,
      });
      const lines = details.stdout.toString().split("\n");
      files = files.filter((file, index) => {
        const [fits, sum] = (lines[index] ?? "").split(" ");
        if (args.get_checksum && sum && file.isreg) Object.assign(file, { checksum: sum });
        return args.contains === undefined || fits === "1";
      });
    }
    if (args.limit !== undefined) files = files.slice(0, args.limit);
    void said;
    return {
      changed: false,
      files,
      matched: files.length,
      examined: all.length,
      msg: "All paths examined",
      skipped_paths: {},
    };
  },
  sequential: true,
});

const DETAILS = `
printf '%s\\n' "$list" | while IFS= read -r f; do
fits=0; [ -z "$contains" ] || ! grep -E -q -- "$contains" "$f" 2>/dev/null || fits=1
sum=; [ -z "$algorithm" ] || [ ! -f "$f" ] || { sum=$("\${algorithm}sum" <"$f" 2>/dev/null); sum=\${sum%% *}; }
printf '%s %s\\n' "$fits" "$sum"
done
`;

function entryOf(line: string) {
  const [kind, mode, pw_name, gr_name, uid, gid, size, inode, dev, nlink, atime, mtime, ctime, ...path] =
    line.split("|");
  const bits = Number.parseInt(mode ?? "0", 8);
  const can = (bit: number) => (bits & bit) !== 0;
  return {
    path: path.join("|"),
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
    wusr: can(0o200),
    rusr: can(0o400),
    xusr: can(0o100),
    wgrp: can(0o020),
    rgrp: can(0o040),
    xgrp: can(0o010),
    woth: can(0o002),
    roth: can(0o004),
    xoth: can(0o001),
    isuid: can(0o4000),
    isgid: can(0o2000),
  };
}

function nameTest(patterns: readonly string[], regex: boolean): (name: string) => boolean {
  const tests = patterns.map((pattern): ((name: string) => boolean) => {
    if (regex) return (name) => PythonRegex.of(pattern).match(name) !== undefined;
    const glob = pattern
      .replace(/[.+^${}()|\\]/g, "\\$&")
      .replace(/\*/g, ".*")
      .replace(/\?/g, ".");
    const test = new RegExp(`^${glob}$`);
    return (name) => test.test(name);
  });
  return (name) => tests.some((test) => test(name));
}

const UNITS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const SIZES: Record<string, number> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

function ageFits(age: string | undefined, seconds: number): boolean {
  const found = /^(-?\d+)(s|m|h|d|w)?/.exec(age ?? "");
  if (!found) return true;
  const limit = Number(found[1]) * UNITS[found[2] ?? "s"]!;
  return limit >= 0 ? seconds >= Math.abs(limit) : seconds <= Math.abs(limit);
}

function sizeFits(size: string | undefined, bytes: number): boolean {
  const found = /^(-?\d+)(b|k|m|g|t)?/i.exec(size ?? "");
  if (!found) return true;
  const limit = Number(found[1]) * SIZES[(found[2] ?? "b").toLowerCase()]!;
  return limit >= 0 ? bytes >= Math.abs(limit) : bytes <= Math.abs(limit);
}
