import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import test from "ava";
import type { PlainDict } from "../../../src/model/value.js";
import mount from "../../../src/modules/system/mount.js";
import { applied, inScratch, shells } from "../../helpers/module.js";

const TABLE = "# mine\nUUID=1 / ext4 defaults 0 1\n/dev/sdb /srv xfs  noatime 0 0\n/dev/a none swap sw 0 0\n";
const DATA = { src: "/dev/sdc", path: "/srv/my data", fstype: "ext4" };

/** before, arguments, after; undefined: there is no file */
const EDITS: [string | undefined, PlainDict, string | undefined][] = [
  [TABLE, { ...DATA, state: "present" }, `${TABLE}/dev/sdc /srv/my\\040data ext4 defaults 0 0\n`],
  [undefined, { ...DATA, state: "present" }, "/dev/sdc /srv/my\\040data ext4 defaults 0 0\n"],
  [TABLE, { src: "/dev/sdb", path: "/srv/", fstype: "xfs", opts: "noatime", state: "present" }, TABLE],
  [
    TABLE,
    { src: "/dev/sdd", path: "/srv", fstype: "xfs", dump: "1", passno: "2", state: "present" },
    TABLE.replace("/dev/sdb /srv xfs  noatime 0 0", "/dev/sdd /srv xfs defaults 1 2"),
  ],
  [
    TABLE,
    { src: "/dev/sdb", path: "/srv", fstype: "xfs", boot: false, state: "present" },
    TABLE.replace("xfs  noatime 0 0", "xfs defaults,noauto 0 0"),
  ],
  [
    TABLE,
    { src: "/dev/b", path: "none", fstype: "swap", opts: "sw", state: "present" },
    `${TABLE}/dev/b none swap sw 0 0\n`,
  ],
  [
    TABLE,
    { path: "/srv", state: "absent_from_fstab" },
    TABLE.replace("/dev/sdb /srv xfs  noatime 0 0\n", ""),
  ],
  [TABLE, { path: "/none-of-these", state: "absent" }, TABLE],
  [TABLE, { path: "/none-of-these", state: "unmounted" }, TABLE],
];

for (const shell of shells())
  for (const [before, args, after] of EDITS)
    test(`${shell}: mount ${JSON.stringify(args)} makes ${JSON.stringify(before)} ${JSON.stringify(after)}`, (t) =>
      inScratch(async (folder) => {
        const fstab = `${folder}/fstab`;
        const now = () => (existsSync(fstab) ? readFileSync(fstab, "utf8") : undefined);
        if (before !== undefined) writeFileSync(fstab, before);
        const checked = await applied(mount, { fstab, ...args }, { check: true, shell });
        t.is(now(), before, "check mode changes nothing");
        const result = await applied(mount, { fstab, ...args }, { shell });
        t.falsy(result.failed, String(result.msg));
        t.is(now(), after);
        t.is(result.changed, before !== after);
        t.is(checked.changed, result.changed, "check mode predicts");
        t.false((await applied(mount, { fstab, ...args }, { shell })).changed, "the second time");
      }));

test("mount says what is missing, and that what is not mounted cannot be mounted anew", (t) => {
  t.deepEqual(mount.validate?.({ path: "/x", state: "mounted" }), [
    "state is mounted but all of the following are missing: src, fstype",
  ]);
  return inScratch(async (folder) => {
    const result = await applied(mount, {
      path: `${folder}/none`,
      state: "remounted",
      fstab: `${folder}/fstab`,
    });
    t.like(result, { failed: true, msg: `Mount point ${folder}/none is not mounted` });
  });
});

/** What the root of this machine is on. */
function rootSource(): string {
  if (!existsSync("/proc/mounts")) return "";
  const lines = readFileSync("/proc/mounts", "utf8").split("\n");
  return (
    lines
      .filter((line) => line.split(" ")[1] === "/")
      .at(-1)
      ?.split(" ")[0] ?? ""
  );
}

/** What is asked of `mount` for a place that is mounted: the root of the machine. */
const CALLS: [args: PlainDict, words: string][] = [
  [{ state: "remounted" }, "-o remount /"],
  [{ state: "ephemeral", src: rootSource(), fstype: "ext4", opts: "ro,noexec" }, "-o remount,ro,noexec /"],
];
for (const [args, words] of CALLS)
  (rootSource() ? test.serial : test.serial.skip)(
    `mount ${JSON.stringify(args)} asks for \`mount ${words}\`, in check mode for nothing`,
    (t) =>
      inScratch(async (folder) => {
        const path = process.env.PATH;
        const log = `${folder}/log`;
        writeFileSync(`${folder}/mount`, `#!/bin/sh\necho "$*" >>${log}\n`);
        chmodSync(`${folder}/mount`, 0o755);
        process.env.PATH = `${folder}:${path}`;
        try {
          const given = { path: "/", fstab: `${folder}/fstab`, ...args };
          t.like(await applied(mount, given, { check: true }), { changed: true });
          t.false(existsSync(log), "check mode does nothing");
          t.like(await applied(mount, given), { changed: true });
          t.is(readFileSync(log, "utf8"), `${words}\n`);
        } finally {
          process.env.PATH = path;
        }
      }),
  );
