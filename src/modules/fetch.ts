import { createHash } from "node:crypto";
import { flag, localPath, path } from "../model/args.js";
import { defineModule } from "../model/module.js";

export default defineModule({
  name: "fetch",
  about: "Copies a file of the host to the controller",
  hostLocal: true,
  check: "skip",
  args: {
    src: path({ about: "the file", required: true }),
    dest: localPath({
      about: "folder on the controller: the file goes to dest/HOST/src; with flat the file itself",
      required: true,
    }),
    flat: flag({ about: "dest is the file, or with a / at its end the folder", default: false }),
    fail_on_missing: flag({ about: "fail where there is no such file", default: true }),
    validate_checksum: flag({ about: "compare checksums after the copy", default: true }),
  },
  examples: [{ src: "/var/log/app.log", dest: "logs" }],
  returns: { dest: "where it is now", checksum: "its SHA-1" },
  sh: `
    if [ ! -e "$src" ]; then
      [ -z "$fail_on_missing" ] || fail "the remote file does not exist, not transferring, ignored"
      say missing 1; exit 0
    fi
    if [ -d "$src" ]; then [ -z "$fail_on_missing" ] || fail "remote file is a directory, fetch cannot work on directories"; say missing 2; exit 0; fi
    [ -r "$src" ] || fail "file is not readable: $src"
    checksum "$src"; say checksum "$sum"; say src "$src"
    cat "$src"
  `,
  result: async ({ said, stdout, failure }, args, controller) => {
    if (failure !== undefined) return { changed: false, file: args.src };
    if (said.missing !== undefined)
      return {
        changed: false,
        file: args.src,
        msg:
          said.missing === "1"
            ? "the remote file does not exist, not transferring, ignored"
            : "remote file is a directory, fetch cannot work on directories",
      };
    const dest = destination(args.src, args.dest, args.flat, controller.host);
    const md5 = createHash("md5").update(stdout).digest("hex");
    const before = await controller.readFile(dest).catch(() => undefined);
    const same = before?.equals(stdout) === true;
    if (!same) await controller.writeFile(dest, stdout);
    return {
      changed: !same,
      checksum: said.checksum,
      md5sum: md5,
      remote_checksum: said.checksum,
      remote_md5sum: null,
      dest,
      ...(same ? { file: args.src } : {}),
    };
  },
  sequential: true,
});

function destination(src: string, dest: string, flat: boolean, host: string): string {
  const absolute = dest.startsWith("/") ? dest : `${process.cwd()}/${dest}`;
  if (!flat) return `${absolute.replace(/\/$/, "")}/${host}/${src.replace(/^\//, "")}`.replace(/\/+/g, "/");
  return absolute.endsWith("/") ? absolute + src.split("/").at(-1) : absolute;
}
