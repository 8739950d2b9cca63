import { flag, localPath, path } from "../model/args.js";
import { type Controller, defineModule } from "../model/module.js";

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
    # a small file comes along, a larger one by a channel of its own
    size=$(wc -c <"$src")
    if [ "$size" -le 65536 ]; then cat "$src"; else say large 1; fi
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
    const wanted = String(said.checksum);
    const before = await controller.localFile(dest, { decrypt: false }).catch(() => undefined);
    const values = { checksum: wanted, remote_checksum: wanted, remote_md5sum: null, dest };
    if (before?.sha1 === wanted)
      return { changed: false, ...values, md5sum: before.md5 ?? null, file: args.src };
    const expected = args.validate_checksum ? wanted : undefined;
    const got =
      said.large === undefined
        ? await kept(stdout, dest, { expected, controller })
        : await controller.fetchFile(String(said.src), dest, expected);
    const md5sum = got.md5 ?? null;
    if (expected !== undefined && got.sha1 !== expected)
      return {
        failed: true,
        ...values,
        checksum: got.sha1,
        md5sum,
        msg: "checksum mismatch",
        file: args.src,
      };
    return { changed: true, ...values, checksum: got.sha1, md5sum };
  },
  sequential: true,
  judges: true,
});

/** Content that came along, in its place where it is what was expected. */
async function kept(
  content: Buffer,
  dest: string,
  { expected, controller }: { expected: string | undefined; controller: Controller },
): Promise<{ sha1: string; md5?: string | undefined }> {
  const { sha1, md5 } = controller.localContent(content);
  if (expected === undefined || sha1 === expected) await controller.writeFile(dest, content);
  return { sha1, md5 };
}

function destination(src: string, dest: string, flat: boolean, host: string): string {
  const absolute = dest.startsWith("/") ? dest : `${process.cwd()}/${dest}`;
  if (!flat) return `${absolute.replace(/\/$/, "")}/${host}/${src.replace(/^\//, "")}`.replace(/\/+/g, "/");
  return absolute.endsWith("/") ? absolute + src.split("/").at(-1) : absolute;
}
