import test from "ava";
import { mountFactsOf, mountsSeen, sourcesOf } from "../../../src/shell/facts/mount_list.js";
import { mountsOfFile, mountsOfProgram } from "../../../src/shell/facts/mount_sources.js";

/** A file of mounts, and what of each is told; nothing where it is none. */
const FILES: readonly (readonly [what: string, text: string, mounts: object[]])[] = [
  ["nothing", "", []],
  ["words", "no mounts here\n", []],
  [
    "fstab",
    "# words\n\n/dev/sda1 / ext4 rw,noatime 1 1_0\n  /dev/sdb1\t/my\\040disk xfs defaults\nproc /proc proc rw 0",
    [
      { device: "/dev/sda1", mount: "/", fstype: "ext4", options: "rw,noatime", dump: 1, passno: 10 },
      { device: "/dev/sdb1", mount: "/my disk", fstype: "xfs", options: "defaults" },
      { device: "proc", mount: "/proc", fstype: "proc", options: "rw", dump: 0 },
    ],
  ],
  ["fstab with a number that is none", "/dev/sda1 / ext4 rw 1 1__0", []],
  ["fstab with signs", "/dev/sda1 / ext4 rw -1 +2_0_0", [{ dump: -1, passno: 200 }]],
  [
    "vfstab",
    "#device\n/dev/dsk /dev/rdsk / ufs 1 no logging\nswap - /tmp tmpfs - yes -",
    [
      {
        device: "/dev/dsk",
        device_to_fsck: "/dev/rdsk",
        mount: "/",
        fstype: "ufs",
        passno: 1,
        mount_at_boot: "no",
        options: "logging",
      },
      {
        device: "swap",
        device_to_fsck: "-",
        mount: "/tmp",
        fstype: "tmpfs",
        passno: "-",
        mount_at_boot: "yes",
        options: "-",
      },
    ],
  ],
  [
    "mnttab",
    "/dev/dsk / ufs rw 1700000000\nproc /proc proc dev=1 1_700",
    [
      { device: "/dev/dsk", mount: "/", fstype: "ufs", options: "rw", time: 1_700_000_000 },
      { device: "proc", mount: "/proc", fstype: "proc", options: "dev=1", time: 1700 },
    ],
  ],
  ["mnttab without a time of a mount", "/dev/dsk / ufs rw 17", [{ device: "/dev/dsk", dump: 17 }]],
  [
    "stanzas",
    "* words\n\n  \n/:\n\tdev = /dev/hd4\n\tvfs = jfs2\n\tcheck = a=b\n/nfs:\n\tnodename = host\n\tdev = /export\n",
    [
      {
        mount: "/",
        device: "/dev/hd4",
        fstype: "jfs2",
        attributes: { dev: "/dev/hd4", vfs: "jfs2", check: "a=b" },
      },
      { mount: "/nfs", device: "host:/export", fstype: "unknown" },
    ],
  ],
  ["stanzas of nothing", "/a:\n", [{ mount: "/a", device: "unknown", fstype: "unknown" }]],
  ["an attribute before any stanza", "dev = x\n", []],
  ["stanzas of another system", "/:\nword\n", []],
];

for (const [what, text, mounts] of FILES)
  test(`mounts of a file: ${what}`, (t) => {
    const found = mountsOfFile(text);
    t.is(found.length, mounts.length);
    for (const [index, one] of mounts.entries()) t.like(found[index]!.fields, one);
    t.deepEqual(
      found.map(({ mount }) => mount),
      found.map(({ fields }) => fields.mount as string),
    );
  });

test("where a mount is said is told as it stands there", (t) => {
  const origins = (text: string) => mountsOfFile(text).map(({ origin }) => origin);
  t.deepEqual(origins("  a b c d 1 2  \n"), ["a b c d 1 2"]);
  t.deepEqual(origins("/:\n\tdev = x\n\tvfs = y\n/b:\n"), ["/:\n\tdev = x\n\tvfs = y", "/b:"]);
});

/** What `mount` says, and what is told. */
const PROGRAMS: readonly (readonly [what: string, text: string, fields: object[]])[] = [
  ["nothing", "", []],
  ["words", "usage: mount", []],
  [
    "Linux",
    "/dev/sda1 on / type ext4 (rw,relatime)\nproc on /proc type proc (rw)\n",
    [
      { device: "/dev/sda1", mount: "/", fstype: "ext4", options: "rw,relatime" },
      { device: "proc", mount: "/proc", fstype: "proc", options: "rw" },
    ],
  ],
  [
    "macOS",
    "/dev/disk1 on / (apfs, local, journaled)\nmap auto_home on /home (autofs)\ndevfs on /dev (devfs)\n",
    [
      { device: "/dev/disk1", mount: "/", fstype: "apfs", options: "local, journaled" },
      { device: "devfs", mount: "/dev", fstype: "devfs" },
    ],
  ],
  [
    "AIX",
    "node mounted over vfs date options\n---- ---- ---- --- --- ---\n     /dev/hd4 / jfs2 Jan 01 10:00 rw,log=x\nhost /export /nfs nfs3 Feb 11 09:07 \n",
    [
      { device: "/dev/hd4", mount: "/", fstype: "jfs2", time: "Jan 01 10:00", options: "rw,log=x" },
      { device: "host:/export", mount: "/nfs", fstype: "nfs3", time: "Feb 11 09:07", options: "" },
    ],
  ],
];

for (const [what, text, fields] of PROGRAMS)
  test(`mounts of the program, ${what}`, (t) => {
    t.deepEqual(
      mountsOfProgram(text).map((one) => one.fields),
      fields as never,
    );
  });

const ALL = "/etc/mtab /proc/mounts /etc/mnttab /etc/fstab /etc/vfstab /etc/filesystems".split(" ");

test("short names of sources are spelt out", (t) => {
  for (const none of [undefined, [], ["all"]]) t.deepEqual(sourcesOf(none), ALL);
  t.deepEqual(sourcesOf(["dynamic", "/x", "mount"]), [...ALL.slice(0, 3), "/x", "mount"]);
  t.deepEqual(sourcesOf(["static"]), ALL.slice(3));
});

const LINE = "/dev/a / ext4 rw 0 0";
const PROGRAM = "/dev/p /p type x (rw)\n".replace("/dev/p /p", "/dev/p on /p");

/** What a host says of sources, what is asked; which mounts are seen, each with its source, and how many warnings. */
const SEEN: readonly (readonly [
  what: string,
  said: object,
  args: object,
  seen: string[],
  warnings: number,
])[] = [
  ["one file", { "file:1": LINE }, { sources: ["/f"] }, ["/ /f"], 0],
  ["one file twice", { "file:1": LINE, "file:2": LINE }, { sources: ["/f", "/f"] }, ["/ /f"], 1],
  [
    "one file by two names",
    { "file:1": LINE, "real:1": "/proc/7/mounts", "file:2": LINE, "real:2": "/proc/self/mounts" },
    { sources: ["/etc/mtab", "/proc/mounts"] },
    ["/ /etc/mtab"],
    0,
  ],
  [
    "the program, where no file of what is mounted says anything",
    { mount: PROGRAM },
    { sources: ["dynamic"] },
    ["/p mount"],
    0,
  ],
  [
    "no program, where a file does",
    { "file:1": LINE, mount: PROGRAM },
    { sources: ["dynamic"] },
    ["/ /etc/mtab"],
    0,
  ],
  ["no program, where nobody asks for what is mounted", { mount: PROGRAM }, { sources: ["static"] }, [], 0],
  ["the program, once", { mount: PROGRAM }, { sources: ["mount", "dynamic"] }, ["/p mount"], 0],
  [
    "of some devices",
    { "file:1": `${LINE}\n/dev/b /b xfs rw` },
    { sources: ["/f"], devices: ["/dev/[!b]", "x"] },
    ["/ /f"],
    0,
  ],
  [
    "of some kinds",
    { "file:1": `${LINE}\n/dev/b /b xfs rw` },
    { sources: ["/f"], fstypes: ["x?s"] },
    ["/b /f"],
    0,
  ],
  ["of any", { "file:1": LINE }, { sources: ["/f"], fstypes: [], devices: ["*"] }, ["/ /f"], 0],
  [
    "signs of a pattern that are none",
    { "file:1": "/dev/a.b / ext4 rw\n/dev/axb /x ext4 rw" },
    { sources: ["/f"], devices: ["/dev/a.b", "/dev/(a|b)"] },
    ["/ /f"],
    0,
  ],
  ["no part of a name", { "file:1": LINE }, { sources: ["/f"], devices: ["dev", "/dev/"] }, [], 0],
  [
    "a device by its UUID",
    { "file:1": "UUID=u-1 / ext4 rw", named: "u-1 /dev/a\nbad\n" },
    { sources: ["/f"], devices: ["/dev/a"] },
    ["/ /f"],
    0,
  ],
];

for (const [what, said, args, seen, warnings] of SEEN)
  test(`mounts that are seen: ${what}`, (t) => {
    const found = mountsSeen(said as Record<string, unknown>, args);
    t.deepEqual(
      found.mounts.map(({ mount, source }) => `${mount} ${source}`),
      seen,
    );
    t.is(found.warnings.length, warnings);
  });

test("facts of mounts: sizes, UUIDs, the first at each place, and a warning of the others", (t) => {
  const said = {
    "file:1": "/dev/a / ext4 rw\nUUID=u-2 /b xfs rw\n/dev/c / x rw\n/dev/d /d x rw",
    lsblk: "/dev/a u-1\n/dev/x\n",
    "udev:/dev/d": "u-4",
    "size:1": "4096 100 40 1024 50 20",
  };
  const { mounts } = mountsSeen(said, { sources: ["/f"] });
  const { facts, warnings } = mountFactsOf(mounts, { said, args: {} });
  const points = facts.mount_points as Record<string, Record<string, unknown>>;
  t.deepEqual(points["/"], {
    ...{ device: "/dev/a", mount: "/", fstype: "ext4", options: "rw", uuid: "u-1" },
    ansible_context: { source: "/f", source_data: "/dev/a / ext4 rw" },
    ...{
      size_total: 409_600,
      size_available: 163_840,
      block_size: 1024,
      block_total: 100,
      block_available: 40,
    },
    ...{ block_used: 60, inode_total: 50, inode_available: 20, inode_used: 30 },
  });
  t.deepEqual([points["/b"]?.uuid, points["/d"]?.uuid, points["/b"]?.size_total], ["u-2", "u-4", undefined]);
  t.deepEqual(facts.aggregate_mounts, []);
  t.regex(
    warnings.join(),
    /ignoring repeat mounts in the following sources: \/f \(\['\/', '\/b', '\/', '\/d'\]\)/,
  );
  const all = mountFactsOf(mounts, { said, args: { include_aggregate_mounts: true } });
  t.is((all.facts.aggregate_mounts as unknown[]).length, 4);
  t.deepEqual(all.warnings, []);
  t.deepEqual(mountFactsOf(mounts, { said, args: { include_aggregate_mounts: false } }).warnings, []);
});
