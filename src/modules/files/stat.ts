import { flag, oneOf, path } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import type { ResultValues } from "../../model/result.js";
import { permissionBits } from "../../shell/files/permission_bits.js";
import windows from "../../shell/powershell/files/stat.ps1";
import { files as windowsFiles } from "../../shell/powershell/libraries.js";

export default defineModule({
  name: "stat",
  about: "Tells what a path is: kind, size, owner, permissions, checksum",
  hostLocal: true,
  check: "run",
  writes: () => [],
  args: {
    path: path({ about: "what to look at", required: true, aliases: ["dest", "name"] }),
    follow: flag({ about: "look at what a link points to", default: false }),
    get_checksum: flag({ about: "with the checksum of a file", default: true }),
    checksum_algorithm: oneOf(["md5", "sha1", "sha224", "sha256", "sha384", "sha512"])({
      about: "which checksum",
      default: "sha1",
      aliases: ["checksum", "checksum_algo"],
    }),
    get_mime: flag({
      about: "with the kind of content, where `file` is there",
      default: true,
      aliases: ["mime", "mime_type", "mime-type"],
    }),
    get_attributes: flag({
      about: "with the attributes, where `lsattr` is there",
      default: true,
      aliases: ["attr", "attributes"],
    }),
  },
  examples: [{ path: "/etc/hosts" }],
  returns: { stat: "exists, isdir, isreg, islnk, mode, size, mtime, checksum, mimetype, …" },
  opensFiles: true,
  sh: `
    target=$path
    [ -z "$follow" ] || [ ! -L "$path" ] || target=$(readlink -f "$path")
    [ -e "$target" ] || [ -L "$target" ] || {
      up=\${target%/*}; while [ -n "$up" ] && [ "$up" != "\${up%/*}" ] && [ ! -e "$up" ]; do up=\${up%/*}; done
      [ -z "$up" ] || [ ! -e "$up" ] || [ -d "$up" ] || fail "Not a directory"
      say exists no; exit 0
    }
    say exists yes; say path "$path"
    say facts "$(stat -c '%a %u %g %U %G %s %i %d %h %X %Y %Z %b %o %t %T|%F|%x|%y|%z' -- "$target" 2>/dev/null || stat -f '%Lp %u %g %Su %Sg %z %i %d %l %a %m %c %b %k 0 0|%HT|||' "$target")"
    access=; [ ! -r "$target" ] || access=r; [ ! -w "$target" ] || access=\${access}w; [ ! -x "$target" ] || access=\${access}x
    say access "$access"
    if [ -L "$target" ]; then say lnk_target "$(readlink "$target")"; source=$(readlink -f "$target"); say lnk_source "\${source:-$target}"; fi
    if [ -n "$get_checksum" ] && [ -f "$target" ] && [ ! -L "$target" ] && [ -r "$target" ]; then
      if have "\${checksum_algorithm}sum"; then sum=$("\${checksum_algorithm}sum" <"$target"); else sum=$(openssl "$checksum_algorithm" -r <"$target"); fi
      say checksum "\${sum%% *}"
    fi
    if [ -n "$get_mime" ] && have file; then [ ! -e "$path" ] || say mime "$(file --mime-type --mime-encoding -b "$path" 2>/dev/null)"; fi
    if [ -n "$get_attributes" ] && have lsattr && [ ! -L "$target" ]; then say attr "$(lsattr -vd "$target" 2>/dev/null)"; fi
  `,
  powershell: {
    text: windows,
    uses: [windowsFiles],
    refuses: ({ checksum_algorithm: name }) =>
      name === "sha224" ? [`checksum_algorithm ${name} is unknown there`] : [],
    vars: () => ({ get_size: true }),
    result: ({ said, failure }) =>
      failure === undefined
        ? { changed: false, stat: windowsStat(said.stat as Record<string, unknown>) }
        : {},
  },
  result: ({ said, failure }, args) =>
    failure === undefined
      ? {
          changed: false,
          stat: said.exists === "yes" ? statOf(said as Record<string, string>, args) : { exists: false },
        }
      : {},
});

/** What both systems tell of a path, by the names that it has on POSIX hosts. */
function windowsStat(stat: Record<string, unknown>): Record<string, unknown> {
  if (stat.exists !== true) return { exists: false };
  const { lastwritetime, lastaccesstime, creationtime, owner, isjunction, ...more } = stat;
  const { exists, path, isdir, isreg, islnk, size, nlink, checksum, lnk_source, lnk_target, isreadonly } =
    more;
  return {
    exists,
    path,
    isdir,
    isreg,
    islnk: islnk === true || isjunction === true,
    size,
    nlink,
    mtime: lastwritetime,
    atime: lastaccesstime,
    ctime: creationtime,
    pw_name: owner,
    writeable: isreadonly !== true,
    attributes: String(more.attributes).split(", "),
    ...(checksum === undefined ? {} : { checksum }),
    ...(lnk_source === undefined ? {} : { lnk_source, lnk_target }),
  };
}

interface Wanted {
  get_mime: boolean;
  get_attributes: boolean;
}

function statOf(said: Record<string, string>, wanted: Wanted): ResultValues {
  const [numbers = "", kind = "", ...times] = (said.facts ?? "").split("|");
  const [mode = "0", uid, gid, user, group, size, ino, dev, nlink, a, m, c, blocks, blockSize, major, minor] =
    numbers.split(" ");
  const type = kind.toLowerCase();
  const bits = Number.parseInt(mode, 8);
  const hex = (text?: string) => Number.parseInt(text ?? "0", 16) || 0;
  const stat: ResultValues = {
    exists: true,
    path: said.path,
    mode: bits.toString(8).padStart(4, "0"),
    isdir: type.startsWith("directory"),
    isreg: type.startsWith("regular"),
    islnk: type.startsWith("symbolic"),
    isblk: type.startsWith("block"),
    ischr: type.startsWith("character"),
    isfifo: type.startsWith("fifo"),
    issock: type.startsWith("socket"),
    uid: Number(uid),
    gid: Number(gid),
    size: Number(size),
    inode: Number(ino),
    dev: Number(dev),
    nlink: Number(nlink),
    atime: timeOf(a, times[0]),
    mtime: timeOf(m, times[1]),
    ctime: timeOf(c, times[2]),
    block_size: Number(blockSize),
    blocks: Number(blocks),
    device_type: hex(major) * 256 + hex(minor),
    ...permissionBits(bits),
    readable: said.access!.includes("r"),
    writeable: said.access!.includes("w"),
    executable: said.access!.includes("x"),
    pw_name: user,
    gr_name: group,
  };
  if (said.checksum) stat.checksum = said.checksum;
  if (said.lnk_source !== undefined)
    Object.assign(stat, { lnk_source: said.lnk_source, lnk_target: said.lnk_target });
  if (wanted.get_mime) {
    const [mimetype = "", charset = ""] = (said.mime ?? "").split(";").map((part) => part.trim());
    Object.assign(stat, {
      mimetype: mimetype || "unknown",
      charset: charset.replace(/^charset=/, "") || "unknown",
    });
  }
  if (wanted.get_attributes) Object.assign(stat, attributesOf(said.attr ?? ""));
  return stat;
}

/** Seconds with the fraction that only the readable time has ("… 10:00:00.123456789 +0000"). */
function timeOf(seconds: string | undefined, readable: string | undefined): number {
  const fraction = /\.(\d+)/.exec(readable ?? "")?.[1];
  return Number(fraction ? `${seconds}.${fraction}` : seconds);
}

const ATTRIBUTES: Record<string, string> = {
  a: "append",
  A: "noatime",
  c: "compressed",
  C: "nocow",
  d: "nodump",
  D: "dirsync",
  e: "extents",
  i: "immutable",
  I: "indexed",
  j: "journalled",
  s: "zero",
  S: "synchronous",
  t: "notail",
  T: "blockroot",
  u: "undelete",
};

function attributesOf(line: string): ResultValues {
  const [version = "", flags = ""] = line.trim().split(/\s+/);
  const letters = flags.replace(/-/g, "");
  return {
    version: version || null,
    attr_flags: letters,
    attributes: [...letters].map((letter) => ATTRIBUTES[letter]).filter(Boolean),
  };
}
