import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { convertArgs } from "../../../src/model/args.js";
import type { Module } from "../../../src/model/module.js";
import type { PlainDict } from "../../../src/model/value.js";
import dnfModule from "../../../src/modules/packages/dnf.js";
import { otherPackages } from "../../../src/shell/packages/packages.js";
import { scriptFor } from "../../../src/shell/session/script.js";
import { withPrograms } from "../../helpers/fake_programs.js";

/** What these programs say stands in files of their world. */
const PROGRAMS = {
  rpm: `
case "$*" in
"-q --whatprovides "*) test -e "$WORLD/provides-$3" ;;
"-qa "*) cat "$WORLD/all-$2" 2>/dev/null ;;
"-qp "*) cat "$4" 2>/dev/null ;;
*) test -e "$WORLD/rpm-$2" ;;
esac`,
  dnf: `
for one; do :; done
case "$*" in
*check-update*) test ! -e "$WORLD/newer-\${one#check-update}" || exit 100 ;;
*"repoquery --whatprovides"*) cat "$WORLD/repo-provides-$(echo "$one" | tr / %)" 2>/dev/null ;;
*repoquery*) cat "$WORLD/repo-$(echo "$one" | tr / %)" 2>/dev/null ;;
*"group list --installed") echo "   Web Server" ;;
*"--assumeno autoremove") printf "$AUTO" ;;
*) echo out; [ -z "$DNF_FAILS" ] || { echo "Error: $DNF_FAILS" >&2; exit 1; } ;;
esac`,
};

const FILES: Readonly<Record<string, string>> = {
  "rpm-old": "",
  "newer-old": "",
  "rpm-new": "",
  "newer-o*": "",
  "rpm-old-1.0": "",
  "provides-webserver": "",
  "all-o*": "old-1.0\n",
  "repo-fresh": "fresh-1.0\n",
  "repo-provides-/bin/fresh": "fresh-1.0\n",
  "old.rpm": "old-1.0",
  "fresh.rpm": "fresh-1.0",
  "bad.rpm": "",
};

interface Outcome {
  told?: string[];
  changed?: boolean;
  failure?: RegExp;
  said?: object;
  warns?: number;
}

interface How {
  check?: boolean;
  fails?: string;
  /** what would be removed as needed by nothing */
  auto?: string;
  /** whether something is newer than what is there */
  allNewer?: boolean;
}

const put = (...names: string[]): Outcome => ({ told: [`install ${names.join(" ")}`], changed: true });

const CASES: readonly (readonly [what: string, given: PlainDict, outcome: Outcome, how?: How])[] = [
  ["one that is there", { name: "old" }, {}],
  ["one that is not there", { name: "fresh" }, { ...put("fresh"), said: { put: " fresh", taken: "" } }],
  ["the same by its older name", { name: "fresh", state: "installed" }, put("fresh")],
  ["in check mode", { name: "fresh" }, { changed: true, warns: 0 }, { check: true }],
  [
    "in check mode what is found by a file",
    { name: "/bin/fresh" },
    { changed: true, warns: 0 },
    { check: true },
  ],
  ["in check mode what nobody has yet", { name: "nobody" }, { changed: true, warns: 1 }, { check: true }],
  ["in check mode a group", { name: "@Development" }, { changed: true, warns: 0 }, { check: true }],
  ["in check mode an address", { name: "http://a/b.rpm" }, { changed: true, warns: 0 }, { check: true }],
  ["what another one provides", { name: "webserver" }, {}],
  ["a group that is not there", { name: "@Development" }, put("@Development")],
  ["a group that is there, by a word", { name: "@Server" }, {}],
  ["a pattern of what is there", { name: "o*" }, {}],
  ["a pattern of what is not there", { name: "x*" }, put("x*")],
  ["a file of what is there", { name: "WORLD/old.rpm" }, {}],
  ["a file of what is not there", { name: "WORLD/fresh.rpm" }, put("WORLD/fresh.rpm")],
  ["a file that tells nothing", { name: "WORLD/bad.rpm" }, put("WORLD/bad.rpm")],
  ["several", { name: ["old", "fresh", "more"] }, put("fresh", "more")],
  [
    "the newest of an old one",
    { name: "old", state: "latest" },
    { told: ["upgrade old"], changed: true, said: { put: " old" } },
  ],
  ["the newest of a new one", { name: "new", state: "latest" }, {}],
  [
    "the newest of several",
    { name: ["old", "fresh", "new"], state: "latest" },
    { told: ["install fresh", "upgrade old"], changed: true, said: { put: " fresh old", taken: "" } },
  ],
  [
    "the newest of what is there only",
    { name: ["old", "fresh"], state: "latest", update_only: true },
    { told: ["upgrade old"], changed: true },
  ],
  ["only what is there", { name: "fresh", update_only: true }, {}],
  ["the newest of a pattern", { name: "o*", state: "latest" }, { told: ["upgrade o*"], changed: true }],
  ["the newest of all, nothing is", { name: "*", state: "latest" }, {}],
  [
    "the newest of all",
    { name: ["*", "old"], state: "latest" },
    { told: ["upgrade"], changed: true },
    { allNewer: true },
  ],
  [
    "gone",
    { name: ["old", "fresh"], state: "absent" },
    { told: ["remove old"], changed: true, said: { put: "", taken: " old" } },
  ],
  ["gone by its older name", { name: "old", state: "removed" }, { told: ["remove old"], changed: true }],
  ["gone in check mode", { name: "old", state: "absent" }, { changed: true }, { check: true }],
  ["gone what is not there", { name: "fresh", state: "absent" }, {}],
  [
    "an older version",
    { name: "fresh", allow_downgrade: true },
    { told: ["--allowerasing install fresh"], changed: true },
  ],
  ["the lists anew", { update_cache: true }, { told: ["makecache"] }],
  ["the lists anew in check mode", { update_cache: true, name: "old" }, {}, { check: true }],
  [
    "the lists anew and one",
    { update_cache: true, name: "fresh" },
    { told: ["makecache", "install fresh"], changed: true },
  ],
  [
    "what nothing needs gone",
    { autoremove: true },
    { told: ["autoremove"], changed: true },
    { auto: "Remove\n old 1.0\n" },
  ],
  [
    "what nothing needs gone in check mode",
    { autoremove: true },
    { changed: true },
    { auto: " old 1.0\n", check: true },
  ],
  ["what nothing needs, nothing", { autoremove: true }, {}, { auto: "Nothing to do.\n" }],
  ["nothing asked for", {}, {}],
  [
    "what fails",
    { name: "fresh" },
    { ...put("fresh"), failure: /^Error: no$/, said: { rc: 1, stdout: "out", stderr: "Error: no" } },
    { fails: "no" },
  ],
];

/** What asks only. */
const ASKS = /check-update|repoquery|group list|assumeno/;

test("dnf does what the arguments want of each package, and no more", (t) =>
  withPrograms(PROGRAMS, async (run, folder) => {
    for (const [name, text] of Object.entries(FILES))
      writeFileSync(join(folder, name.replaceAll("/", "%")), text);
    for (const [what, written, wanted, how = {}] of CASES) {
      if (how.allNewer) writeFileSync(join(folder, "newer-"), "");
      const given = JSON.parse(JSON.stringify(written).replaceAll("WORLD", folder)) as PlainDict;
      const { args } = convertArgs(dnfModule.args, given);
      const { text, uses, vars } = scriptFor(dnfModule as unknown as Module, args, {});
      const env = { WORLD: folder, DNF_FAILS: how.fails ?? "", AUTO: how.auto ?? "" };
      const { answer, told } = await run(text, { uses, vars: vars!, env, check: how.check === true });
      const lines = told
        .filter((line) => line.startsWith("dnf ") && !ASKS.test(line))
        .map((line) => line.replace("dnf -y ", ""));
      t.deepEqual(
        lines,
        (wanted.told ?? []).map((line) => line.replaceAll("WORLD", folder)),
        what,
      );
      t.is(answer.changed, wanted.changed === true, what);
      if (wanted.failure) t.regex(answer.failure ?? "", wanted.failure, what);
      else t.is(answer.failure, undefined, what);
      if (wanted.said) t.like(answer.said, wanted.said, what);
      if (wanted.warns !== undefined) t.is(answer.warnings.length, wanted.warns, what);
    }
  }));

test("the first of dnf, yum and microdnf that is there is used", (t) =>
  withPrograms({ rpm: "exit 1", dnf: "", yum: "", microdnf: "" }, async (run) => {
    const { args } = convertArgs(dnfModule.args, { name: "fresh" });
    const { text, uses, vars } = scriptFor(dnfModule as unknown as Module, args, {});
    for (const [there, told] of [
      ["dnf yum microdnf", "dnf -y install fresh"],
      ["yum microdnf", "yum -y install fresh"],
      ["microdnf", "microdnf -y install fresh"],
      ["", undefined],
    ]) {
      const have = `have() { case " ${there} " in *" $1 "*) ;; *) return 1 ;; esac; }`;
      const seen = await run(`${have}\n${text}`, { uses, vars: vars! });
      t.is(
        seen.told.find((line) => line.includes("install")),
        told,
        there,
      );
      t.is(seen.answer.failure, told === undefined ? "dnf is not on the host" : undefined, there);
    }
  }));

/** The managers, and what they are told: of a package that is there, one that is not, one that is not the newest. */
const OTHERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  apk: { put: "apk add b", up: "apk add -u c", take: "apk del a", read: "apk update" },
  zypper: {
    put: "zypper -n install b",
    up: "zypper -n update c",
    take: "zypper -n remove a",
    read: "zypper -n refresh",
  },
  pacman: {
    put: "pacman --noconfirm -S b",
    up: "pacman --noconfirm -S c",
    take: "pacman --noconfirm -R a",
    read: "pacman --noconfirm -Sy",
  },
};

const KNOWN = "for one; do :; done; case $one in a|c) ;; *) exit 1 ;; esac";
const MANAGERS = {
  apk: `case "$*" in "info "*) ${KNOWN} ;; "version "*) [ "$5" != c ] || echo c-1.0 ;; esac`,
  zypper: `case "$*" in *list-updates) echo "v | repo | c | 1.0" ;; esac`,
  rpm: `case "$*" in "-q --whatprovides "*) ${KNOWN} ;; esac`,
  pacman: `case "$*" in "-Q "*) ${KNOWN} ;; "-Qu "*) [ "$2" = c ] ;; esac`,
};

for (const [manager, words] of Object.entries(OTHERS))
  test(`${manager} is told in its own words`, (t) =>
    withPrograms(MANAGERS, async (run) => {
      const have = `have() { [ "$1" = ${manager} ]; }`;
      for (const [names, given, told, changed] of [
        ["a", { state: "present" }, [], false],
        ["a b", { state: "present" }, [words.put], true],
        ["a b", { state: "present", check: true }, [], true],
        ["a c", { state: "present", update_cache: true }, [words.read], false],
        ["a b c", { state: "latest" }, [words.put, words.up], true],
        ["a", { state: "latest" }, [], false],
        ["a b", { state: "absent" }, [words.take], true],
        ["a b", { state: "removed", check: true, update_cache: true }, [], true],
        ["b", { state: "absent" }, [], false],
      ] as const) {
        const { check = false, ...vars } = { update_cache: false, ...given } as {
          check?: boolean;
          state: string;
        };
        const seen = await run(`${have}\nother_packages ${names}`, { uses: [otherPackages], vars, check });
        const lines = seen.told.filter((line) => Object.values(words).includes(line));
        const what = `${names} ${JSON.stringify(given)}`;
        t.deepEqual(lines, told, what);
        t.is(seen.answer.changed, changed, what);
        t.is(seen.answer.failure, undefined, what);
      }
    }));

test("a host with none of these managers is told so", (t) =>
  withPrograms({}, async (run) => {
    const vars = { state: "present", update_cache: false };
    const { answer } = await run("have() { return 1; }\nother_packages a", { uses: [otherPackages], vars });
    t.regex(answer.failure ?? "", /^Could not detect a package manager\. Try using the "use" option\.$/);
  }));
