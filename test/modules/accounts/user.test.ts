import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { convertArgs } from "../../../src/model/args.js";
import type { Module } from "../../../src/model/module.js";
import type { PlainDict } from "../../../src/model/value.js";
import user from "../../../src/modules/accounts/user.js";
import { scriptFor } from "../../../src/shell/session/script.js";
import { withPrograms } from "../../helpers/fake_programs.js";

/** Makes nothing; fails where its name is in $FAILS. */
const DOES = `case " $FAILS " in *" \${0##*/} "*) echo "no luck" >&2; exit 9 ;; esac; [ -z "$PRINTS" ] || echo "$PRINTS"`;
/** From now on there is such a user. */
const MAKES = `${DOES}; for one; do :; done; echo "$one:x:1500:1500::$WORLD:/bin/sh" >"$WORLD/passwd-$one"`;

const PROGRAMS = {
  getent: `cat "$WORLD/$1-$2" 2>/dev/null`,
  id: `case $1 in -gn) echo staff ;; -Gn) echo $GROUPS_NOW ;; *) exec /usr/bin/id "$@" ;; esac`,
  date: `case "$*" in "-d 1970-01-02 +%s") echo 86400 ;; *) echo 0 ;; esac`,
  chpasswd: `sed 's/^/< /' >>"$WORLD/log"; ${DOES}`,
  ...Object.fromEntries(["useradd", "luseradd"].map((name) => [name, MAKES])),
  ...Object.fromEntries(
    ["usermod", "userdel", "chage", "lusermod", "luserdel", "lgroupmod", "lchage"].map((name) => [
      name,
      DOES,
    ]),
  ),
};

/** The user ann, whose home is there. */
const ANN = "ann:x:1000:100:Ann A:HOME:/bin/bash";
const SHADOW = "ann:$6$old:1:0:99999:7:::";

interface Host {
  passwd?: string;
  shadow?: string;
  groups?: string;
  fails?: string;
  prints?: string;
  /** groups that are there besides staff, docker and wheel */
  more?: string;
  home?: boolean;
  check?: boolean;
}

interface Outcome {
  told?: string;
  changed?: boolean;
  failure?: RegExp;
  diffs?: string;
  said?: object;
  warns?: RegExp;
  /** a folder that is there then */
  folder?: string;
}

type Row = readonly [what: string, given: PlainDict, host: Host, outcome: Outcome];

const HASH = `$6$new$${"a".repeat(86)}`;
const did = (told: string, diffs?: string): Outcome => ({
  told,
  changed: true,
  ...(diffs === undefined ? {} : { diffs }),
});
const check: Host = { check: true };

/** Of users who are not there yet. */
const NEW: readonly Row[] = [
  ["a user", {}, {}, { ...did("useradd -m bob"), said: { uid: 1500, made: true } }],
  ["without a home", { create_home: false }, {}, did("useradd -M bob")],
  ["in check mode", { uid: 5 }, check, { changed: true }],
  ["with a group of that name", {}, { more: "bob" }, did("useradd -g bob -m bob")],
  ["with a group of its own", { group: "docker" }, { more: "bob" }, did("useradd -g docker -m bob")],
  [
    "with everything",
    {
      uid: 5,
      non_unique: true,
      group: "staff",
      groups: ["docker", "wheel"],
      comment: "B B",
      shell: "/bin/x",
      home: "WORLD/h/bob",
      expires: 86_400,
      system: true,
      skeleton: "/sk",
      umask: "0077",
      uid_min: 1,
      uid_max: 9,
    },
    {},
    {
      ...did(
        "useradd -u 5 -o -g staff -G docker,wheel -c B B -s /bin/x -d WORLD/h/bob -e 1970-01-02 -r -m -k /sk -K UMASK=0077 -K UID_MIN=1 -K UID_MAX=9 bob",
      ),
      folder: "h",
    },
  ],
  [
    "with everything but a home that is made",
    { create_home: false, home: "WORLD/g/bob", skeleton: "/sk", umask: "0077" },
    {},
    did("useradd -d WORLD/g/bob -M bob"),
  ],
  ["that never ends", { expires: -1 }, {}, did("useradd -e  -m bob")],
  ["with a password", { password: HASH }, {}, did(`useradd -m bob|chpasswd -e|< bob:${HASH}`)],
  ["locked", { password_lock: true }, {}, did("useradd -m bob|usermod -L bob")],
  ["not locked", { password_lock: false }, {}, did("useradd -m bob")],
  [
    "with a password that is none of a hash",
    { password: "plain" },
    {},
    { ...did("useradd -m bob|chpasswd -e|< bob:plain"), warns: /appears not to have been hashed/ },
  ],
  [
    "whose password cannot be set",
    { password: HASH },
    { fails: "chpasswd" },
    { ...did(`useradd -m bob|chpasswd -e|< bob:${HASH}`), failure: /^the password could not be set$/ },
  ],
  ["of a group that is not there", { group: "none" }, {}, { failure: /^Group none does not exist$/ }],
  [
    "with groups that are not there",
    { groups: ["docker", "none"] },
    {},
    { failure: /^Group none does not exist$/ },
  ],
  [
    "that cannot be made",
    {},
    { fails: "useradd" },
    { ...did("useradd -m bob"), failure: /^no luck\n$/, said: { rc: 9, name: "bob" } },
  ],
  [
    "what its maker prints",
    {},
    { prints: "hello" },
    { ...did("useradd -m bob"), said: { stdout: "hello\n" } },
  ],
  [
    "with days",
    { password_expire_max: 10 },
    {},
    did("useradd -m bob|chage -M 10 bob", "password_expire_max"),
  ],
  ["with days in check mode", { password_expire_max: 10 }, check, { changed: true }],
  ["in the host's own files", { local: true }, {}, did("luseradd bob")],
  [
    "in the host's own files, with everything",
    { local: true, groups: ["docker", "wheel"], expires: 86_400, skeleton: "/sk" },
    {},
    did("luseradd -k /sk bob|lchage -E 1 bob|lgroupmod -M bob docker|lgroupmod -M bob wheel"),
  ],
  [
    "in the host's own files, without an end",
    { local: true, expires: -1 },
    {},
    did("luseradd bob|lchage -E -1 bob"),
  ],
  [
    "in the host's own files, without a home",
    { local: true, create_home: false },
    {},
    did("luseradd -M bob"),
  ],
  [
    "in the host's own files with a umask",
    { local: true, umask: "0077" },
    {},
    { failure: /^'umask' can not be used with 'local'$/ },
  ],
  [
    "in the host's own files with limits",
    { local: true, uid_max: 7 },
    {},
    { failure: /^'uid_max' can not be used with 'local'$/ },
  ],
  ["that is not there need not go", { state: "absent" }, {}, { said: { state: "absent" } }],
];

/** Of ann, who is there: main group staff, also in docker. */
const KNOWN: readonly Row[] = [
  ["nothing else", {}, {}, { said: { uid: 1000, group: 100, comment: "Ann A", shell: "/bin/bash" } }],
  [
    "the same of all",
    {
      uid: 1000,
      group: "staff",
      groups: ["docker"],
      comment: "Ann A",
      shell: "/bin/bash",
      home: "WORLD/home",
    },
    {},
    {},
  ],
  ["another number", { uid: 5 }, {}, did("usermod -u 5 ann", "uid")],
  ["another number in check mode", { uid: 5 }, check, { changed: true, diffs: "uid" }],
  ["another's number", { uid: 5, non_unique: true }, {}, did("usermod -u 5 -o ann", "uid")],
  ["another main group", { group: "docker" }, {}, did("usermod -g docker ann", "group")],
  ["further groups", { groups: ["docker", "wheel"] }, {}, did("usermod -G docker,wheel ann", "groups")],
  ["other groups", { groups: ["wheel"] }, {}, did("usermod -G wheel ann", "groups")],
  ["no groups", { groups: [] }, {}, did("usermod -G  ann", "groups")],
  ["the main group among them", { groups: ["staff", "docker"] }, {}, {}],
  ["groups in another order", { groups: ["wheel", "docker"] }, { groups: "staff docker wheel" }, {}],
  ["groups besides", { groups: ["wheel"], append: true }, {}, did("usermod -a -G wheel ann", "groups")],
  ["groups besides that are its own", { groups: ["docker", "staff"], append: true }, {}, {}],
  ["no groups besides", { groups: [], append: true }, {}, {}],
  ["another name", { comment: "B" }, {}, did("usermod -c B ann", "comment")],
  [
    "another home",
    { home: "WORLD/other", create_home: false },
    {},
    did("usermod -d WORLD/other ann", "home"),
  ],
  [
    "another home, moved",
    { home: "WORLD/other", move_home: true },
    {},
    did("usermod -d WORLD/other -m ann", "home"),
  ],
  ["another shell", { shell: "/bin/sh" }, {}, did("usermod -s /bin/sh ann", "shell")],
  [
    "several",
    { uid: 5, comment: "B", shell: "/bin/sh" },
    {},
    did("usermod -u 5 -c B -s /bin/sh ann", "uid,comment,shell"),
  ],
  [
    "what fails",
    { uid: 5 },
    { fails: "usermod" },
    { ...did("usermod -u 5 ann", "uid"), failure: /^no luck\n$/, said: { rc: 9 } },
  ],
  ["an end", { expires: 86_400 }, {}, did("usermod -e 1970-01-02 ann", "expires")],
  ["the same end", { expires: 86_400 }, { shadow: "ann:x:1:0:9:7::1:" }, {}],
  ["no end", { expires: -1 }, { shadow: "ann:x:1:0:9:7::1:" }, did("usermod -e  ann", "expires")],
  ["no end where there is none", { expires: -1 }, {}, {}],
  [
    "no end where there is no line for it",
    { expires: -1 },
    { shadow: "" },
    did("usermod -e  ann", "expires"),
  ],
  ["a password", { password: HASH }, {}, did(`chpasswd -e|< ann:${HASH}`)],
  ["a password in check mode", { password: HASH }, check, { changed: true }],
  ["a password for new ones only", { password: HASH, update_password: "on_create" }, {}, {}],
  ["the same password", { password: HASH }, { shadow: `ann:${HASH}:1:0:9:7:::` }, {}],
  ["the same password, locked", { password: HASH }, { shadow: `ann:!${HASH}:1:0:9:7:::` }, {}],
  [
    "a password that is locked",
    { password: HASH, password_lock: true },
    {},
    did(`chpasswd -e|< ann:!${HASH}`),
  ],
  [
    "a password that cannot be set",
    { password: HASH },
    { fails: "chpasswd" },
    { ...did(`chpasswd -e|< ann:${HASH}`), failure: /^the password could not be set$/ },
  ],
  ["locked", { password_lock: true }, {}, did("usermod -L ann")],
  ["locked in check mode", { password_lock: true }, check, { changed: true }],
  ["locked already", { password_lock: true }, { shadow: "ann:!x:1:0:9:7:::" }, {}],
  ["not locked", { password_lock: false }, {}, {}],
  ["unlocked", { password_lock: false }, { shadow: "ann:!x:1:0:9:7:::" }, did("usermod -U ann")],
  ["unlocked without a password", { password_lock: false }, { shadow: "ann::1:0:9:7:::" }, {}],
  [
    "unlocked, which fails",
    { password_lock: false },
    { shadow: "ann:!x:1:0:9:7:::", fails: "usermod" },
    did("usermod -U ann"),
  ],
  ["most days", { password_expire_max: 10 }, {}, did("chage -M 10 ann", "password_expire_max")],
  ["the same most days", { password_expire_max: 99_999 }, {}, {}],
  ["fewest days", { password_expire_min: 3 }, {}, did("chage -m 3 ann", "password_expire_min")],
  ["days of warning", { password_expire_warn: 3 }, {}, did("chage -W 3 ann", "password_expire_warn")],
  ["the same days of warning", { password_expire_warn: 7 }, {}, {}],
  [
    "days after the end",
    { password_expire_account_disable: 3 },
    {},
    did("chage -I 3 ann", "password_expire_account_disable"),
  ],
  ["days in check mode", { password_expire_max: 10 }, check, { changed: true, diffs: "password_expire_max" }],
  [
    "a home that is not there",
    {},
    { home: false },
    { changed: true, diffs: "home_directory", folder: "home" },
  ],
  ["no home that is not there", { create_home: false }, { home: false }, {}],
  ["gone", { state: "absent" }, {}, { ...did("userdel ann"), said: { removed: true } }],
  ["gone with all", { state: "absent", force: true, remove: true }, {}, did("userdel -f -r ann")],
  ["gone in check mode", { state: "absent" }, check, { changed: true }],
  [
    "gone, which fails",
    { state: "absent" },
    { fails: "userdel" },
    { ...did("userdel ann"), failure: /^no luck\n$/ },
  ],
];

/** Of the host's own files; daemon is in those of every host. */
const LOCAL: readonly Row[] = [
  ["another number", { uid: 5 }, {}, did("lusermod -u 5 daemon", "uid")],
  [
    "other groups",
    { groups: ["wheel"] },
    {},
    did("lgroupmod -M daemon wheel|lgroupmod -m daemon docker", "groups"),
  ],
  ["groups besides", { groups: ["wheel"], append: true }, {}, did("lgroupmod -M daemon wheel", "groups")],
  ["an end", { expires: 86_400 }, {}, did("lchage -E 1 daemon", "expires")],
  ["no end", { expires: -1 }, { shadow: "daemon:x:1:0:9:7::1:" }, did("lchage -E -1 daemon", "expires")],
  ["gone", { state: "absent", force: true, remove: true }, {}, did("luserdel -r daemon")],
];

const TOLD = /^(l?user(add|mod|del)|lgroupmod|lchage|chage|chpasswd|<) /;

for (const [name, rows] of [
  ["bob", NEW],
  ["ann", KNOWN],
  ["daemon", LOCAL],
] as const)
  test(`the tools of accounts are told what ${name} lacks of what is wished, and no more`, (t) =>
    withPrograms(PROGRAMS, async (run, folder) => {
      const home = join(folder, "home");
      for (const [what, written, host, wanted] of rows) {
        const {
          passwd = name === "ann" ? ANN : undefined,
          shadow = SHADOW,
          more,
          fails = "",
          prints = "",
        } = host;
        for (const one of ["passwd-bob", "home", "h", "g", "group-bob"])
          rmSync(join(folder, one), { recursive: true, force: true });
        if (host.home !== false) mkdirSync(home);
        const files: Record<string, string> = {
          "group-staff": "staff:x:100:",
          "group-docker": "docker:x:200:",
          "group-wheel": "wheel:x:300:",
          ...(more === undefined ? {} : { [`group-${more}`]: `${more}:x:400:` }),
          ...(passwd === undefined ? {} : { [`passwd-${name}`]: passwd.replace("HOME", home) }),
          [`shadow-${name}`]: shadow,
        };
        for (const [file, text] of Object.entries(files))
          writeFileSync(join(folder, file), text && `${text}\n`);
        const local = name === "daemon" ? { local: true } : {};
        const given = JSON.parse(
          JSON.stringify({ name, ...local, ...written }).replaceAll("WORLD", folder),
        ) as PlainDict;
        const { args, problems } = convertArgs(user.args, given);
        t.deepEqual(problems, [], what);
        const { text, uses, vars } = scriptFor(user as unknown as Module, args, {});
        const env = {
          WORLD: folder,
          FAILS: fails,
          PRINTS: prints,
          GROUPS_NOW: host.groups ?? "staff docker",
        };
        const { answer, told } = await run(text, { uses, vars, env, check: host.check === true });
        const lines = told.filter((line) => TOLD.test(line)).join("|");
        t.is(lines.replaceAll(folder, "WORLD"), wanted.told ?? "", what);
        t.is(answer.changed, wanted.changed === true, what);
        if (wanted.failure) t.regex(answer.failure ?? "", wanted.failure, what);
        else t.is(answer.failure, undefined, what);
        t.is(answer.diffs.map((diff) => diff.name).join(), wanted.diffs ?? "", what);
        if (wanted.said) t.like(answer.said, wanted.said, what);
        if (wanted.warns) t.regex(answer.warnings.join(), wanted.warns, what);
        else t.deepEqual(answer.warnings, [], what);
        if (wanted.folder) t.true(existsSync(join(folder, wanted.folder)), what);
      }
    }));
