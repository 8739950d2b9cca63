import { posix } from "node:path";
import { flag, localPath, path } from "../../model/args.js";
import { Fault } from "../../model/errors.js";
import { type Controller, defineModule } from "../../model/module.js";
import type { Answer, ResultValues } from "../../model/result.js";
import windows from "../../shell/powershell/files/fetch.ps1";
import { files } from "../../shell/powershell/libraries.js";

export default defineModule({
  name: "fetch",
  about: "Copies a file of the host to the controller",
  hostLocal: true,
  background: false,
  check: "full",
  args: {
    src: path({ about: "the file (required)" }),
    dest: localPath({
      about: "folder on the controller: the file goes to dest/HOST/src; with flat the file itself (required)",
    }),
    flat: flag({ about: "dest is the file, or with a / at its end the folder", default: false }),
    fail_on_missing: flag({ about: "fail where there is no such file", default: true }),
    validate_checksum: flag({ about: "compare checksums after the copy", default: true }),
  },
  validate: ({ src, dest }) => (src === undefined || dest === undefined ? ["src and dest are required"] : []),
  examples: [{ src: "/var/log/app.log", dest: "logs" }],
  returns: { dest: "where it is now", checksum: "its SHA-1" },
  bring: async (_args, { check }) =>
    check
      ? { result: { changed: false, skipped: true, msg: "check mode not (yet) supported for this module" } }
      : {},
  opensFiles: true,
  sh: `
    say src "$src"
    case $(LC_ALL=C ls -d -- "$src" 2>&1 >/dev/null) in *"Permission denied"*) fail "file is not readable: $src" ;; esac
    if [ ! -e "$src" ]; then say msg "the remote file does not exist, not transferring, ignored"; say missing file; exit 0; fi
    if [ -d "$src" ]; then say msg "remote file is a directory, fetch cannot work on directories"; say missing folder; exit 0; fi
    [ -r "$src" ] || fail "file is not readable: $src"
    checksum "$src"; say checksum "$sum"
    # a small file comes along, a larger one by a channel of its own
    size=$(wc -c <"$src")
    if [ "$size" -le 65536 ]; then cat "$src"; else say large 1; fi
  `,
  powershell: {
    text: windows,
    uses: [files],
    bring: async (_args, { check }) =>
      check
        ? { result: { changed: false, skipped: true, msg: "check mode not (yet) supported for this module" } }
        : {},
    result: fetched,
  },
  result: fetched,
  sequential: true,
  judges: true,
});

interface FetchArgs {
  /** there once the arguments are judged */
  dest?: string | undefined;
  flat: boolean;
  fail_on_missing: boolean;
  validate_checksum: boolean;
}

async function fetched(
  { said, stdout, failure }: Answer,
  args: FetchArgs,
  controller: Controller,
): Promise<ResultValues> {
  const { msg, missing, checksum } = said;
  const src = String(said.src);
  if (failure !== undefined) return { changed: false, file: src };
  if (missing !== undefined && args.fail_on_missing) return { changed: false, failed: true, msg };
  if (missing === "folder") return { changed: false, msg: `${msg}, not transferring, ignored` };
  if (missing !== undefined) return { changed: false, file: src, msg };
  const dest = await destination(src, { dest: args.dest!, flat: args.flat }, controller);
  const wanted = String(checksum);
  const before = await controller.localFile(dest, { decrypt: false }).catch(() => undefined);
  if (before?.sha1 === wanted)
    return { changed: false, md5sum: before.md5 ?? null, file: src, dest, checksum };
  const expected = args.validate_checksum ? wanted : undefined;
  const got =
    said.large === undefined
      ? await kept(stdout, dest, { expected, controller })
      : await controller.fetchFile(src, dest, expected);
  const md5sum = got.md5 ?? null;
  const values = { md5sum, dest, remote_md5sum: null, checksum: got.sha1, remote_checksum: wanted };
  if (expected !== undefined && got.sha1 !== expected)
    return { failed: true, changed: false, ...values, msg: "checksum mismatch", file: src };
  return { changed: true, ...values };
}

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

/** Where the file goes. With `flat` dest names it, or with a slash at its end the folder. */
async function destination(
  src: string,
  { dest, flat }: { dest: string; flat: boolean },
  controller: Controller,
): Promise<string> {
  const absolute = controller.absolute(dest);
  // a drive is a folder here; the host says the path, and must not lead out of it
  const below = posix.normalize(`/${windowsPath(src) ? src.replaceAll("\\", "/") : src}`);
  if (!flat) return posix.normalize(`${absolute}/${controller.host}/${below}`);
  const isFolder = async (path: string) =>
    (await controller.stat(path).catch(() => undefined))?.kind === "directory";
  if (!dest.endsWith("/")) {
    if (!(await isFolder(absolute))) return absolute;
    throw new Fault(
      "ARGUMENT_INVALID",
      "dest is an existing directory, use a trailing slash if you want to fetch src into that directory",
    );
  }
  const path = posix.join(absolute, posix.basename(below));
  if (!(await isFolder(path))) return path;
  throw new Fault(
    "ARGUMENT_INVALID",
    `calculated dest '${path}' is an existing directory, use another path that does not point to an existing directory`,
  );
}

const windowsPath = (path: string): boolean => /^([A-Za-z]:|\\\\)/.test(path);
