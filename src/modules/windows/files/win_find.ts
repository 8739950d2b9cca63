import { flag, integer, list, oneOf, path, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { files } from "../../../shell/powershell/libraries.js";
import script from "./win_find.ps1";

export default defineModule({
  name: "win_find",
  collection: "ansible.windows",
  about: "Lists files and folders of a Windows host by name, age and size",
  notes: [
    "Verified: executed in the Windows lab; links only parsed.",
    "Times are seconds since 1970 in UTC.",
  ],
  hostLocal: true,
  check: "run",
  writes: () => [],
  args: {
    paths: list(path({ about: "a folder" }), { about: "where to look", required: true }),
    patterns: list(text({ about: "a pattern" }), {
      about: "names that count: `*.log`, or regular expressions with use_regex",
      aliases: ["regex", "regexp"],
    }),
    use_regex: flag({ about: "patterns are regular expressions of .NET", default: false }),
    case_sensitive: flag({ about: "regular expressions heed the size of letters", default: false }),
    file_type: oneOf(["any", "directory", "file"])({ about: "what is listed", default: "file" }),
    recurse: flag({ about: "also below", default: false }),
    depth: integer({ about: "so many levels; 1: only the folder itself" }),
    follow: flag({ about: "also what links to folders hold", default: false }),
    hidden: flag({ about: "also what is hidden", default: false }),
    age: text({ about: "older than (negative: younger than): 60, 10m, 2d, 1w" }),
    age_stamp: oneOf(["atime", "ctime", "mtime"])({ about: "which time", default: "mtime" }),
    size: text({ about: "at least (negative: at most): 1024, 10k, 2m, 1g" }),
    get_checksum: flag({ about: "with checksums", default: true }),
    checksum_algorithm: oneOf(["md5", "sha1", "sha256", "sha384", "sha512"])({
      about: "which checksum",
      default: "sha1",
    }),
  },
  examples: [{ paths: "C:\\app\\logs", patterns: ["*.log"], age: "7d", recurse: true }],
  returns: {
    files: "of each: path, filename, extension, size, checksum, attributes, owner, lastwritetime, isdir, …",
    matched: "how many",
    examined: "how many were looked at",
  },
  powershell: { text: script, uses: [files] },
});
