import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import test from "ava";
import type { Fields } from "../../../src/model/args.js";
import type { Module } from "../../../src/model/module.js";
import type { PlainDict } from "../../../src/model/value.js";
import { MODULES } from "../../../src/modules/index.js";
import { mountsMissing, onFaultyHost } from "../../helpers/faulty_host.js";
import { applied, appliedIn, inScratch, shells } from "../../helpers/module.js";

const moduleOf = async (name: string) => (await MODULES[name]!()).default as unknown as Module<Fields>;
const bits = (path: string): string => (statSync(path).mode & 0o7777).toString(8);

function has(program: string): boolean {
  try {
    execFileSync("sh", ["-c", `command -v ${program}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** How modules change a file; PATH stands for it. */
const CHANGES: [string, PlainDict][] = [
  ["copy", { content: "new\n", dest: "PATH" }],
  ["lineinfile", { path: "PATH", line: "new" }],
  ["blockinfile", { path: "PATH", block: "new" }],
  ["replace", { path: "PATH", regexp: "old", replace: "new" }],
  ["ansible.posix.sysctl", { name: "a.b", value: "new", sysctl_file: "PATH", reload: false }],
  ["cron", { name: "job", job: "new", user: "root", cron_file: "PATH" }],
];
/** They write what a link points to; copy, as in Ansible, takes the link's place. */
const FOLLOWING = CHANGES.filter(([name]) => name !== "copy");

const given = (args: PlainDict, path: string): PlainDict =>
  JSON.parse(JSON.stringify(args).replaceAll("PATH", path)) as PlainDict;

for (const shell of shells())
  for (const [name, args] of CHANGES)
    test(`${shell}: ${name} keeps permissions and leaves nothing beside the file`, (t) =>
      inScratch(async (folder) => {
        const path = `${folder}/file`;
        const module = await moduleOf(name);
        for (const mode of [0o640, 0o4750, 0o600]) {
          writeFileSync(path, "old\n");
          chmodSync(path, mode);
          const result = await applied(module, given(args, path), { shell });
          t.true(result.changed, String(result.msg));
          t.true(readFileSync(path, "utf8").includes("new"));
          t.is(bits(path), mode.toString(8));
          t.deepEqual(readdirSync(folder), ["file"]);
        }
      }));

for (const [name, args] of FOLLOWING)
  test(`${name} writes what a link points to, and the link stays`, (t) =>
    inScratch(async (folder) => {
      mkdirSync(`${folder}/real`);
      writeFileSync(`${folder}/real/file`, "old\n");
      chmodSync(`${folder}/real/file`, 0o640);
      symlinkSync("real/file", `${folder}/link`);
      const result = await applied(await moduleOf(name), given(args, `${folder}/link`));
      t.true(result.changed, String(result.msg));
      t.is(readlinkSync(`${folder}/link`), "real/file");
      t.true(readFileSync(`${folder}/real/file`, "utf8").includes("new"));
      t.is(bits(`${folder}/real/file`), "640");
    }));

test("copy takes a link's place, and with follow writes what it points to", (t) =>
  inScratch(async (folder) => {
    const copy = await moduleOf("copy");
    writeFileSync(`${folder}/file`, "old\n");
    chmodSync(`${folder}/file`, 0o600);
    symlinkSync("file", `${folder}/link`);
    await applied(copy, { content: "new\n", dest: `${folder}/link`, follow: true });
    t.true(lstatSync(`${folder}/link`).isSymbolicLink());
    t.is(readFileSync(`${folder}/file`, "utf8"), "new\n");
    t.is(bits(`${folder}/file`), "600");
    await applied(copy, { content: "own\n", dest: `${folder}/link` });
    t.false(lstatSync(`${folder}/link`).isSymbolicLink());
    t.is(readFileSync(`${folder}/file`, "utf8"), "new\n");
  }));

test("a hard link is left with the old content", (t) =>
  inScratch(async (folder) => {
    writeFileSync(`${folder}/file`, "old\n");
    linkSync(`${folder}/file`, `${folder}/other`);
    await applied(await moduleOf("lineinfile"), { path: `${folder}/file`, line: "new" });
    t.is(readFileSync(`${folder}/other`, "utf8"), "old\n");
  }));

/** What a new file's permissions are, by `mode` and the old ones. */
const MODES: [string | undefined, number | undefined, string][] = [
  [undefined, undefined, "644"],
  ["0600", undefined, "600"],
  ["0644", undefined, "644"],
  ["0755", undefined, "755"],
  ["2750", undefined, "2750"],
  ["u=rw,g=r,o=", undefined, "640"],
  ["g+w", undefined, "664"],
  [undefined, 0o604, "604"],
  ["0600", 0o644, "600"],
  ["0644", 0o600, "644"],
  ["o-r", 0o664, "660"],
];

for (const shell of shells())
  for (const [mode, old, wanted] of MODES)
    test(`${shell}: a file of ${old?.toString(8) ?? "none"} with mode ${mode} is ${wanted}`, (t) =>
      inScratch(async (folder) => {
        const writes: [string, PlainDict][] = [
          ["copy", { content: "new\n", dest: `${folder}/file` }],
          ["lineinfile", { path: `${folder}/file`, line: "new", create: true }],
        ];
        for (const [name, args] of writes) {
          execFileSync("rm", ["-f", `${folder}/file`]);
          if (old !== undefined) {
            writeFileSync(`${folder}/file`, "old\n");
            chmodSync(`${folder}/file`, old);
          }
          const all = mode === undefined ? args : { ...args, mode };
          const result = await applied(await moduleOf(name), all, { shell });
          t.is(bits(`${folder}/file`), wanted, `${name}: ${String(result.msg)}`);
          if (name === "copy") t.is(result.mode, `0${wanted}`);
          t.false((await applied(await moduleOf(name), all, { shell })).changed === true, name);
        }
      }));

const withAcl = has("setfacl") ? test : test.skip;

withAcl("access lists and their like stay with the file", (t) =>
  inScratch(async (folder) => {
    const path = `${folder}/file`;
    for (const [name, args] of CHANGES) {
      writeFileSync(path, "old\n");
      chmodSync(path, 0o640);
      execFileSync("setfacl", ["-m", "u:65534:rw", path]);
      const list = () => execFileSync("getfacl", ["-pn", path], { encoding: "utf8" });
      const before = list();
      await applied(await moduleOf(name), given(args, path));
      t.is(list(), before, name);
    }
  }),
);

withAcl("a folder's default list does not open a file that shall be closed", (t) =>
  inScratch(async (folder) => {
    execFileSync("setfacl", ["-d", "-m", "u:65534:rwx,o::rwx", folder]);
    await applied(await moduleOf("copy"), { content: "x\n", dest: `${folder}/file`, mode: "0600" });
    t.is(bits(`${folder}/file`), "600");
  }),
);

test("a backup is the old file with its time, and what follows a failed change has none", (t) =>
  inScratch(async (folder) => {
    const path = `${folder}/file`;
    const copy = await moduleOf("copy");
    for (const unsafe_writes of [false, true]) {
      writeFileSync(path, "old\n");
      chmodSync(path, 0o640);
      utimesSync(path, 1_000_000, 1_000_000);
      const content = `new ${unsafe_writes}\n`;
      const { backup_file } = await applied(copy, { content, dest: path, backup: true, unsafe_writes });
      t.is(readFileSync(String(backup_file), "utf8"), "old\n");
      t.is(bits(String(backup_file)), "640");
      t.is(statSync(String(backup_file)).mtimeMs, 1_000_000_000);
      t.is(readFileSync(path, "utf8"), content);
    }
  }));

test("a device is written to, and stays one", async (t) => {
  const result = await applied(await moduleOf("copy"), { content: "x\n", dest: "/dev/null" });
  t.true(result.changed);
  t.true(statSync("/dev/null").isCharacterDevice());
});

test("what an interrupted run left beside a file a day ago is removed", (t) =>
  inScratch(async (folder) => {
    const yesterday = new Date(Date.now() - 49 * 3600 * 1000);
    for (const name of [".tera-old", ".tera-new", "other"]) writeFileSync(`${folder}/${name}`, "x");
    for (const name of [".tera-old", "other"]) utimesSync(`${folder}/${name}`, yesterday, yesterday);
    await applied(await moduleOf("copy"), { content: "x\n", dest: `${folder}/file` });
    t.deepEqual(readdirSync(folder).sort(), [".tera-new", "file", "other"]);
  }));

test("bytes that are no text stay what they are", (t) =>
  inScratch(async (folder) => {
    const path = `${folder}/file`;
    const old = Buffer.concat([
      Buffer.from("old caf"),
      Buffer.from([0xe9, 0xff, 0xc3, 0x28, 0xf0, 0x9f]),
      Buffer.from("é\ufffd\n"),
    ]);
    for (const [name, args] of CHANGES.filter(([one]) => one !== "copy")) {
      writeFileSync(path, old);
      await applied(await moduleOf(name), given(args, path));
      const now = readFileSync(path);
      t.true(now.includes(old.subarray(3)), `${name}: ${now.toString("latin1")}`);
      t.true(now.includes("new"), name);
    }
  }));

const missing = mountsMissing();
const mounting = missing === undefined ? test : test.skip;

mounting("a file that is a mount of its own is written in place, whole or not at all", (t) =>
  inScratch(async (folder) => {
    const setup = `cd ${folder}; mkdir small; mount -t tmpfs -o size=64k none small; printf 'old\\n' >small/file; : >file; mount --bind small/file file`;
    for (const [name, args] of CHANGES)
      await onFaultyHost({ setup: `rm -rf ${folder}/*; ${setup}` }, async (session, look) => {
        const module = await moduleOf(name);
        const result = await appliedIn(session, { module, given: given(args, `${folder}/file`) });
        t.true(result.changed, `${name}: ${String(result.msg)}`);
        t.regex(look(`cat ${folder}/small/file`), /new/, name);
        t.is(look(`ls -A ${folder}`), "file\nsmall\n", name);
      });
    await onFaultyHost(
      { setup: `rm -rf ${folder}/*; ${setup}; head -c 1000000 /dev/zero >small/fill || :` },
      async (session, look) => {
        const content = "x".repeat(100_000);
        const module = await moduleOf("copy");
        const result = await appliedIn(session, { module, given: { content, dest: `${folder}/file` } });
        t.true(result.failed);
        t.regex(String(result.msg), /No space left on device/);
        t.is(look(`cat ${folder}/file`), "old\n");
      },
    );
  }),
);

mounting("without /proc files are written as well, by their names", (t) =>
  inScratch(async (folder) => {
    await onFaultyHost({ setup: "mount -t tmpfs none /proc" }, async (session) => {
      for (const [name, args] of CHANGES) {
        writeFileSync(`${folder}/file`, "old\n");
        chmodSync(`${folder}/file`, 0o640);
        const module = await moduleOf(name);
        const result = await appliedIn(session, { module, given: given(args, `${folder}/file`) });
        t.true(result.changed, `${name}: ${String(result.msg)}`);
        t.is(bits(`${folder}/file`), "640", name);
      }
      const module = await moduleOf("copy");
      for (const mode of ["0600", "u=rwx,go="]) {
        await appliedIn(session, { module, given: { content: mode, dest: `${folder}/file`, mode } });
        t.is(bits(`${folder}/file`), mode === "0600" ? "600" : "700");
      }
      t.deepEqual(readdirSync(folder), ["file"]);
    });
  }),
);

mounting("unsafe_writes writes into a file whose folder takes no new one", (t) =>
  inScratch(async (folder) => {
    const setup = `rm -rf ${folder}/*; cd ${folder}; mkdir ro; printf 'old\\n' >ro/file; chmod 640 ro/file; mount --bind ro ro; mount -o remount,bind,ro ro; mount --bind ro/file ro/file; mount -o remount,bind,rw ro/file`;
    for (const [name, args] of CHANGES.filter(([one]) => !/sysctl|cron/.test(one)))
      for (const unsafe_writes of [false, true])
        await onFaultyHost({ setup }, async (session, look) => {
          const module = await moduleOf(name);
          const result = await appliedIn(session, {
            module,
            given: { ...given(args, `${folder}/ro/file`), unsafe_writes },
          });
          t.is(result.failed === true, !unsafe_writes, `${name}: ${String(result.msg)}`);
          t.is(look(`cat ${folder}/ro/file`).includes("new"), unsafe_writes, name);
          if (!unsafe_writes) t.regex(String(result.msg), /Read-only file system/);
        });
  }),
);

test("a file that is there under no name that could be made is no way out of the folder", (t) =>
  inScratch(async (folder) => {
    // whoever owns the folder may have put links there: none is written through
    writeFileSync(`${folder}/victim`, "victim\n");
    mkdirSync(`${folder}/app`);
    symlinkSync("../victim", `${folder}/app/config`);
    await applied(await moduleOf("copy"), { content: "new\n", dest: `${folder}/app/config` });
    t.is(readFileSync(`${folder}/victim`, "utf8"), "victim\n");
    t.true(existsSync(`${folder}/app/config`));
  }));
