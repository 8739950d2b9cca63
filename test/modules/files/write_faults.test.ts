import test from "ava";
import type { Fields } from "../../../src/model/args.js";
import type { Module } from "../../../src/model/module.js";
import type { PlainDict } from "../../../src/model/value.js";
import { MODULES } from "../../../src/modules/index.js";
import { mountsMissing, onFaultyHost } from "../../helpers/faulty_host.js";
import { appliedIn, inScratch } from "../../helpers/module.js";

/** What is wrong with the host: shell text that makes it so, and the cause that a failure has to name. */
interface FaultCase {
  setup: string;
  tmpdir?: string;
  cause: RegExp;
  /** modules that need no more than there is */
  unharmed?: (writes: string) => boolean;
}

const FULL = "head -c 1000000 /dev/zero >FOLDER/fill 2>/dev/null || true";
const tmpfs = (folder: string, options = "size=64k") =>
  `mkdir -p ${folder}; mount -t tmpfs -o ${options},mode=0755 none ${folder};`;
const full = (folder: string, keep = "") => `${tmpfs(folder)} ${keep} ${FULL.replace("FOLDER", folder)};`;
const OLD = "printf 'old text\\n' >DEST/file; chmod 0640 DEST/file;";
const SRC = "mkdir -p DIR/src; printf 'one\\n' >DIR/src/1; head -c 30000 /dev/zero | tr '\\0' a >>DIR/src/1;";

const FAULTS: Record<string, FaultCase> = {
  "a full disk": { setup: full("DEST", OLD), cause: /No space left on device/ },
  "a disk without inodes": {
    setup: `${tmpfs("DEST", "nr_inodes=3")} ${OLD} : >DEST/fill;`,
    cause: /No space left on device/,
  },
  "a read-only disk": {
    setup: `${tmpfs("DEST")} ${OLD} mount -o remount,ro DEST;`,
    cause: /Read-only file system|is not writable/,
  },
  "a full /tmp": {
    setup: `mkdir DEST; ${OLD} ${full("DIR/tmp")}`,
    tmpdir: "DIR/tmp",
    cause: /No space left on device/,
    unharmed: (writes) => writes === "inline",
  },
  "a read-only /tmp": {
    setup: `mkdir DEST; ${OLD} ${tmpfs("DIR/tmp")} mount -o remount,ro DIR/tmp;`,
    tmpdir: "DIR/tmp",
    cause: /Read-only file system/,
    unharmed: (writes) => writes === "inline",
  },
  "no /tmp": {
    setup: `mkdir DEST; ${OLD}`,
    tmpdir: "DIR/nowhere",
    cause: /No such file or directory/,
    unharmed: (writes) => writes === "inline",
  },
  "a noexec /tmp": {
    setup: `mkdir DEST; ${OLD} ${tmpfs("DIR/tmp", "noexec,size=4m")}`,
    tmpdir: "DIR/tmp",
    cause: /Permission denied/,
    unharmed: () => true,
  },
};

/** How a module writes: `inline`, its content came with the request; `temp`, through a temporary file. */
const WRITERS: [string, PlainDict, "inline" | "temp"][] = [
  ["copy", { content: "x".repeat(9000), dest: "DEST/file" }, "inline"],
  ["copy", { content: "x".repeat(40_000), dest: "DEST/file" }, "temp"],
  ["copy", { content: "x".repeat(9000), dest: "DEST/file", mode: "u=rw,go=", backup: true }, "inline"],
  ["copy", { content: "x".repeat(9000), dest: "DEST/file", validate: "test -s %s" }, "temp"],
  ["copy", { content: "x".repeat(9000), dest: "DEST/new", mode: "0600" }, "inline"],
  ["copy", { src: "DIR/src/1", dest: "DEST/file", remote_src: true }, "inline"],
  ["lineinfile", { path: "DEST/file", line: "y".repeat(9000) }, "inline"],
  ["lineinfile", { path: "DEST/file", line: "y".repeat(9000), backup: true }, "inline"],
  ["blockinfile", { path: "DEST/file", block: "y".repeat(9000) }, "inline"],
  ["replace", { path: "DEST/file", regexp: "old", replace: "y".repeat(9000) }, "inline"],
  ["assemble", { src: "DIR/src", dest: "DEST/file" }, "temp"],
  ["cron", { name: "job", job: "z".repeat(9000), user: "root", cron_file: "DEST/file" }, "temp"],
  [
    "ansible.posix.sysctl",
    { name: "a.b", value: "z".repeat(9000), sysctl_file: "DEST/file", reload: false },
    "temp",
  ],
  ["get_url", { url: "file://DIR/src/1", dest: "DEST/file", force: true }, "temp"],
];

const missing = mountsMissing();
const run = missing === undefined ? test : test.skip;
if (missing !== undefined) test("faults of writing", (t) => t.pass(missing));

for (const [fault, { setup, tmpdir, cause, unharmed }] of Object.entries(FAULTS))
  run(`${fault}: old files stay, nothing is left, and the failure says why`, (t) =>
    inScratch(async (dir) => {
      const at = (text: string) => text.replaceAll("DEST", `${dir}/dest`).replaceAll("DIR", dir);
      for (const [name, given, writes] of WRITERS) {
        const what = `${name} ${JSON.stringify(given).slice(0, 60)}`;
        const args = JSON.parse(at(JSON.stringify(given))) as PlainDict;
        const module = (await MODULES[name]!()).default as unknown as Module<Fields>;
        const environment = tmpdir ? `TMPDIR=${at(tmpdir)}` : "";
        const start = `rm -rf ${dir}/*; ${at(SRC)} ${at(setup)}`;
        await onFaultyHost({ setup: start, environment }, async (session, look) => {
          const old = look(at("cat DEST/file"));
          const result = await appliedIn(session, { module, given: args });
          const now = look(at("cat DEST/file; stat -c ' %a' DEST/file"));
          if (unharmed?.(writes)) {
            t.falsy(result.failed, `${what}: ${String(result.msg)}`);
            t.true(result.changed, what);
          } else {
            t.true(result.failed, what);
            t.falsy(result.unreachable, what);
            t.false(result.changed, what);
            t.regex(String(result.msg), cause, what);
            t.is(now, `${old} 640\n`, what);
          }
          t.is(look(at("ls -A DEST | grep -v -e '^file$' -e '^fill$' -e '^new$' -e '~$' || true")), "", what);
          if (result.failed) t.is(look(at("ls -A DEST | grep '~$' || true")), "", what);
          await session.close();
          if (tmpdir) t.is(look(at(`ls -A ${tmpdir} 2>/dev/null | grep -v '^fill$' || true`)), "", what);
        });
      }
    }),
  );
