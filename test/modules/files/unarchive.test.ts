import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import test from "ava";
import type { PlainDict } from "../../../src/model/value.js";
import unarchive from "../../../src/modules/files/unarchive.js";
import { applied, inScratch, shells } from "../../helpers/module.js";

const KINDS: Record<string, { make: string; handler: string; needs?: string }> = {
  "a.tar": { make: "tar -cf", handler: "TarArchive" },
  "a.tar.gz": { make: "tar -czf", handler: "TgzArchive" },
  "a.tar.bz2": { make: "tar -cjf", handler: "TarArchive", needs: "bzip2" },
  "a.tar.xz": { make: "tar -cJf", handler: "TarArchive", needs: "xz" },
  "a.tar.zst": { make: "tar --zstd -cf", handler: "TarArchive", needs: "zstd" },
  "a.zip": { make: "zip -qr", handler: "ZipArchive", needs: "zip" },
};

const has = (tool: string): boolean => {
  try {
    execFileSync("sh", ["-c", `command -v ${tool}`]);
    return true;
  } catch {
    return false;
  }
};

const busyboxTarHelp = (): string => String(spawnSync("busybox", ["tar", "--help"]).output);

/** An archive with a script, a text in a folder and a name with a space; an empty folder beside it. */
function prepare(folder: string, name = "a.tar.gz"): { src: string; dest: string } {
  mkdirSync(`${folder}/from/sub`, { recursive: true });
  mkdirSync(`${folder}/to`);
  writeFileSync(`${folder}/from/run`, "#!/bin/sh\n");
  chmodSync(`${folder}/from/run`, 0o755);
  writeFileSync(`${folder}/from/sub/a b'c`, "text\n");
  writeFileSync(`${folder}/from/sub/other`, "other\n");
  execFileSync("sh", ["-c", `cd from && ${KINDS[name]!.make} ../${name} run sub`], { cwd: folder });
  return { src: `${folder}/${name}`, dest: `${folder}/to` };
}

for (const shell of shells())
  for (const [name, { handler, needs }] of Object.entries(KINDS))
    (needs === undefined || has(needs) ? test : test.skip)(
      `${shell}: unarchive unpacks ${name}, is silent afterwards and mends what was changed`,
      (t) =>
        inScratch(async (folder) => {
          const given: PlainDict = { ...prepare(folder, name), remote_src: true };
          const file = `${folder}/to/sub/a b'c`;
          const run = (mode = {}) => applied(unarchive, given, { shell, ...mode });
          t.true((await run({ check: true })).changed);
          t.false(existsSync(file), "check mode changes nothing");
          const first = await run();
          t.true(first.changed, JSON.stringify(first));
          t.is(first.handler, handler);
          t.is(readFileSync(file, "utf8"), "text\n");
          t.is(statSync(`${folder}/to/run`).mode & 0o777, 0o755);
          const again = await run({ diff: true });
          t.false(again.changed, JSON.stringify(again));

          const { atime, mtime } = statSync(file);
          writeFileSync(file, "TEXT\n");
          utimesSync(file, atime, mtime);
          t.true((await run({ check: true })).changed, "same size and time, other content");
          t.is(readFileSync(file, "utf8"), "TEXT\n");
          t.true((await run()).changed);
          t.is(readFileSync(file, "utf8"), "text\n");
          t.false((await run()).changed);
        }),
    );

for (const shell of shells()) {
  test(`${shell}: unarchive brings the controller's archive, and gives all of it the mode`, (t) =>
    inScratch(async (folder) => {
      const given = { ...prepare(folder), mode: "0700", list_files: true };
      const first = await applied(unarchive, given, { shell });
      t.true(first.changed);
      t.deepEqual([...(first.files as string[])].sort(), ["run", "sub/", "sub/a b'c", "sub/other"]);
      t.is(statSync(`${folder}/to/sub/other`).mode & 0o777, 0o700);
      t.false((await applied(unarchive, given, { shell })).changed);
      chmodSync(`${folder}/to/run`, 0o600);
      t.true((await applied(unarchive, given, { shell, check: true })).changed);
      t.true((await applied(unarchive, given, { shell })).changed);
      t.is(statSync(`${folder}/to/run`).mode & 0o777, 0o700);
    }));

  test(`${shell}: unarchive takes what is included, leaves what is excluded, and passes options on`, (t) =>
    inScratch(async (folder) => {
      const given = { ...prepare(folder), remote_src: true };
      await applied(unarchive, { ...given, include: ["sub/other"] }, { shell });
      t.false(existsSync(`${folder}/to/run`));
      t.true(existsSync(`${folder}/to/sub/other`));
      const rest = await applied(unarchive, { ...given, exclude: ["sub/other"] }, { shell });
      // Debian builds busybox' tar without it
      if (rest.failed) t.regex(String(rest.msg), /^this host's tar has no --exclude/);
      else t.true(existsSync(`${folder}/to/run`));
      t.is(rest.failed === true, shell === "busybox" && !/--exclude/.test(busyboxTarHelp()));
      const stripped = { ...given, include: ["sub/other"], extra_opts: ["--strip-components=1"] };
      t.true((await applied(unarchive, stripped, { shell })).changed);
      t.is(readFileSync(`${folder}/to/other`, "utf8"), "other\n");
      t.false((await applied(unarchive, stripped, { shell })).changed);
    }));
}

test("unarchive keeps newer files where it is told to", (t) =>
  inScratch(async (folder) => {
    const given = { ...prepare(folder), remote_src: true, keep_newer: true };
    await applied(unarchive, given);
    writeFileSync(`${folder}/to/run`, "newer\n");
    utimesSync(`${folder}/to/run`, new Date(), new Date(Date.now() + 60_000));
    t.false((await applied(unarchive, given)).changed);
    t.is(readFileSync(`${folder}/to/run`, "utf8"), "newer\n");
    writeFileSync(`${folder}/to/sub/other`, "older\n");
    utimesSync(`${folder}/to/sub/other`, 1, 1);
    t.true((await applied(unarchive, given)).changed);
    t.is(readFileSync(`${folder}/to/sub/other`, "utf8"), "other\n");
    t.is(readFileSync(`${folder}/to/run`, "utf8"), "newer\n");
  }));

test("unarchive says what is wrong, and is skipped where `creates` exists", (t) =>
  inScratch(async (folder) => {
    const given = { ...prepare(folder), remote_src: true };
    t.is(
      (await applied(unarchive, { ...given, dest: `${folder}/none` })).msg,
      `dest '${folder}/none' must be an existing dir`,
    );
    t.is(
      (await applied(unarchive, { ...given, src: `${folder}/none` })).msg,
      `Source '${folder}/none' does not exist`,
    );
    writeFileSync(`${folder}/text`, "no archive");
    const wrong = await applied(unarchive, { ...given, src: `${folder}/text` });
    t.true(wrong.failed);
    t.regex(String(wrong.msg), /Failed to find handler for/);
    t.true((await applied(unarchive, { ...given, creates: folder })).skipped);
    t.false(existsSync(`${folder}/to/run`));
  }));
