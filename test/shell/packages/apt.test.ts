import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { convertArgs } from "../../../src/model/args.js";
import type { Module } from "../../../src/model/module.js";
import type { PlainDict } from "../../../src/model/value.js";
import aptModule from "../../../src/modules/packages/apt.js";
import { apt } from "../../../src/shell/packages/apt.js";
import { scriptFor } from "../../../src/shell/session/script.js";
import { type RunText, withPrograms } from "../../helpers/fake_programs.js";

/** What these programs say stands in files of their world. */
const PROGRAMS = {
  "apt-get": `cat "$WORLD/says-$APT_SAYS" 2>/dev/null; [ -z "$APT_FAILS" ] || { echo "E: $APT_FAILS" >&2; exit 100; }`,
  "apt-cache": `while [ "$1" = -o ]; do release=$2; shift 2; done; cat "$WORLD/$1\${2+-$2}\${release:+-\${release#*=}}" 2>/dev/null`,
  "dpkg-query": `for one; do :; done; cat "$WORLD/dpkg-$one" 2>/dev/null`,
  "dpkg-deb": `[ -s "$2" ] && sed -n "s/^$3: //p" "$2"`,
  dpkg: `[ "$(printf '%s\\n' "$2" "$4" | sort -V | head -n 1)" = "$4" ]`,
  "apt-mark": "",
};

/** A package: what dpkg says of it, the version that can be had, those that there are. */
const PACKAGES: Readonly<Record<string, { dpkg?: string; best?: string; all?: string[] }>> = {
  old: { dpkg: "ii  1.0", best: "2.0", all: ["2.0", "1.5", "1.0"] },
  newest: { dpkg: "ii  2.0", best: "2.0", all: ["2.0", "1.0"] },
  held: { dpkg: "hi  1.0", best: "2.0" },
  gone: { dpkg: "rc  1.0", best: "2.0" },
  unpacked: { dpkg: "iU  1.0", best: "2.0" },
  failed: { dpkg: "iF  1.0", best: "2.0" },
  both: { dpkg: "ii  1.0\nrc  0.5", best: "1.0" },
  fresh: { best: "2.0", all: ["2.0", "1.5", "1.0"] },
  none: { best: "(none)" },
  stray: { dpkg: "ii  1.0", best: "(none)" },
};

function makeWorld(folder: string): void {
  const put = (name: string, text: string) => writeFileSync(join(folder, name), `${text}\n`);
  for (const [name, { dpkg, best, all = [] }] of Object.entries(PACKAGES)) {
    if (dpkg) put(`dpkg-${name}`, dpkg);
    put(`policy-${name}`, `${name}:\n  Installed: x\n  Candidate: ${best}\n  Version table: 9.9`);
    put(`madison-${name}`, all.map((one) => ` ${name} | ${one} | http://deb`).join("\n"));
    put(`show-${name}`, `Package: ${name}`);
  }
  put("policy-fresh-sid", "fresh:\n  Candidate: 3.0");
  put("policy-old-sid", "old:\n  Candidate: 3.0");
  put("pkgnames", "older\nold\nfresh\nold");
  put(
    "showpkg-one-has",
    "Package: one-has\nReverse Depends: \n  gone,one-has\nReverse Provides: \nnewest 2.0",
  );
  put("showpkg-one-lacks", "Reverse Provides: \nfresh 2.0");
  put("showpkg-many", "Reverse Provides: \nnewest 2.0\nold 1.0");
  put("showpkg-nobody", "Package: nobody\nReverse Provides: ");
  put("a.deb", "Package: old\nVersion: 1.0");
  put("b.deb", "Package: old\nVersion: 1.1");
  put("c.deb", "Package: fresh\nVersion: 1.0");
  writeFileSync(join(folder, "empty.deb"), "");
  put("says-nothing", "0 upgraded, 0 newly installed, 0 to remove and 3 not upgraded.");
  put("says-some", "1 upgraded, 0 newly installed, 0 to remove and 3 not upgraded.");
  put("says-cleaned", "Reading\nDel old 1.0");
  put("says-removed", "Reading\nThe following packages will be REMOVED:\n  old");
}

/** What dpkg says of a package: the version that is there. */
const STATES: readonly (readonly [name: string, now: string])[] = [
  ["old", "1.0"],
  ["held", "1.0"],
  ["both", "1.0"],
  ["gone", ""],
  ["unpacked", ""],
  ["failed", ""],
  ["fresh", ""],
  ["nobody", ""],
];

/** A name as it is written, what is compared and with which version, and which of these fit. */
const SPECS: readonly (readonly [spec: string, name: string, cmp: string, want: string, fits: string])[] = [
  ["old", "old", "", "", ""],
  ["old=1.5", "old", "=", "1.5", "1.5"],
  ["old=1*", "old", "=", "1*", "1.0 1.5 10.0"],
  ["old=", "old", "=", "", ""],
  ["old>=1.5", "old", ">=", "1.5", "1.5 2.0 10.0"],
  ["old>=3", "old", ">=", "3", "10.0"],
  ["lib++:amd64=1.0", "lib++:amd64", "=", "1.0", "1.0"],
];

test("a name, the state that dpkg tells and the version that can be had", (t) =>
  withPrograms(PROGRAMS, async (run, folder) => {
    makeWorld(folder);
    const said = async (text: string, vars = {}) => {
      const given = { uses: [apt], vars: { default_release: "", ...vars }, env: { WORLD: folder } };
      return (await run(text, given)).answer.said;
    };
    for (const [name, now] of STATES)
      t.is((await said('say now "$(apt_now "$name")"', { name })).now, now, name);
    const split = `apt_split "$spec"; say name "$a_name"; say cmp "$a_cmp"; say want "$a_want"; fits=
for one in 1.0 1.5 2.0 10.0; do [ -z "$a_cmp" ] || ! apt_fits $one || fits="$fits $one"; done; say fits "\${fits# }"`;
    for (const [spec, name, cmp, want, fits] of SPECS)
      t.deepEqual(await said(split, { spec }), { name, cmp, want, fits }, spec);
    const best = 'apt_split "$spec"; say best "$(apt_best "$a_name")"';
    for (const [spec, found, release] of [
      ["old", "2.0", ""],
      ["old=1*", "1.5", ""],
      ["old=1.0", "1.0", ""],
      ["old=3", "", ""],
      ["old>=1.0", "2.0", ""],
      ["none", "", ""],
      ["nobody", "", ""],
      ["fresh", "3.0", "sid"],
    ])
      t.is((await said(best, { spec, default_release: release })).best, found, `${spec} ${release}`);
  }));

interface Outcome {
  /** of apt-get, without the options that it always gets */
  told?: string[];
  changed?: boolean;
  failure?: RegExp;
  warns?: RegExp;
  said?: object;
}

interface How {
  check?: boolean;
  /** what apt-get prints, and with what it fails */
  says?: string;
  fails?: string;
}

const scriptOf = (given: PlainDict) => {
  const { args, problems } = convertArgs(aptModule.args, given);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return scriptFor(aptModule as unknown as Module, args, {});
};

const ALWAYS =
  "-y -o DPkg::Lock::Timeout=60 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold";

async function outcomeOf(run: RunText, folder: string, [given, how]: [PlainDict, How]) {
  const { text, uses, vars } = scriptOf(given);
  const env = { WORLD: folder, APT_SAYS: how.says ?? "some", APT_FAILS: how.fails ?? "" };
  const { answer, told } = await run(text, { uses, vars: vars!, env, check: how.check === true });
  const lines = told
    .filter((line) => /^apt-(get|mark)/.test(line))
    .map((line) => line.replace("apt-get ", "").replace(`${ALWAYS} `, ""));
  return { answer, lines };
}

const noPackage = (name: string) => new RegExp(`^No package matching '${name}' is available$`);
const noCandidate = (spec: string) => new RegExp(`^no available installation candidate for ${spec}$`);

/** The arguments of apt, and what comes of them. */
const CASES: readonly (readonly [what: string, given: PlainDict, outcome: Outcome, how?: How])[] = [
  ["one that is there", { name: "old" }, {}],
  ["one that is there, held", { name: "held" }, {}],
  ["one that is not there", { name: "fresh" }, { told: ["install fresh=2.0"], changed: true }],
  [
    "the same in check mode",
    { name: "fresh" },
    { told: ["--simulate install fresh=2.0"], changed: true },
    { check: true },
  ],
  ["removed, its configuration is left", { name: "gone" }, { told: ["install gone=2.0"], changed: true }],
  ["not wholly installed", { name: "unpacked" }, { told: ["install unpacked=2.0"], changed: true }],
  ["several", { name: ["old", "fresh", "gone"] }, { told: ["install fresh=2.0 gone=2.0"], changed: true }],
  [
    "the newest of an old one",
    { name: "old", state: "latest" },
    { told: ["install old=2.0"], changed: true },
  ],
  ["the newest of the newest", { name: "newest", state: "latest" }, {}],
  [
    "the newest of what is not there",
    { name: "fresh", state: "latest" },
    { told: ["install fresh=2.0"], changed: true },
  ],
  ["the newest of what nobody has any more", { name: "stray", state: "latest" }, {}],
  ["the version that is there", { name: "old=1.0" }, {}],
  ["another version", { name: "old=1.5" }, { told: ["install old=1.5"], changed: true }],
  ["a version that nobody has", { name: "old=7" }, { failure: noCandidate("old=7") }],
  ["a version of what is not there", { name: "fresh=1*" }, { told: ["install fresh=1.5"], changed: true }],
  ["a version of it that nobody has", { name: "fresh=7" }, { failure: noCandidate("fresh=7") }],
  ["at least a version that is there", { name: "old>=1.0" }, {}],
  ["at least a newer one", { name: "old>=1.5" }, { told: ["install old=2.0"], changed: true }],
  ["at least one that nobody has", { name: "old>=7" }, { failure: noCandidate("old>=7") }],
  ["the newest of a version that fits", { name: "old=1.0", state: "latest" }, {}],
  [
    "the newest of at least a version",
    { name: "old>=1.0", state: "latest" },
    { told: ["install old=2.0"], changed: true },
  ],
  ["a name with two versions", { name: "old=1=2" }, { failure: /^invalid package spec: old=1=2$/ }],
  ["what nobody has", { name: "nobody" }, { failure: noPackage("nobody") }],
  ["what has no candidate", { name: "none" }, { failure: noCandidate("none") }],
  ["what one provides that is there", { name: "one-has" }, {}],
  [
    "what one provides that is not there",
    { name: "one-lacks" },
    { told: ["install one-lacks"], changed: true },
  ],
  ["what many provide", { name: "many" }, { told: ["install many"], changed: true }],
  ["only what is there already", { name: ["fresh", "old"], only_upgrade: true }, {}],
  [
    "only what is there already, the newest",
    { name: ["fresh", "old"], only_upgrade: true, state: "latest" },
    { told: ["--only-upgrade install old=2.0"], changed: true },
  ],
  [
    "of another release",
    { name: "fresh", default_release: "sid" },
    { told: ["-t sid install fresh=3.0"], changed: true },
  ],
  [
    "with options",
    { name: "fresh", install_recommends: false, autoremove: true, state: "fixed" },
    {
      told: ["-o APT::Install-Recommends=no --fix-broken --auto-remove install fresh=2.0"],
      changed: true,
    },
  ],
  ["a pattern", { name: "ol*" }, { failure: noPackage("older") }],
  ["a pattern of one", { name: "f?esh" }, { told: ["install fresh=2.0"], changed: true }],
  ["a pattern that is none's", { name: "x*" }, { failure: /^No package\(s\) matching 'x\*' available$/ }],
  [
    "what it needs to be built",
    { name: "old", state: "build-dep" },
    { told: ["build-dep old"], changed: true },
  ],
  [
    "what it needs to be built, there",
    { name: "old", state: "build-dep", only_upgrade: true },
    { told: ["--only-upgrade build-dep old"] },
    { says: "nothing" },
  ],
  ["gone", { name: "old", state: "absent" }, { told: ["-q remove old"], changed: true }],
  [
    "gone in check mode",
    { name: "old", state: "absent" },
    { told: ["--simulate -q remove old"], changed: true },
    { check: true },
  ],
  ["gone what is not there", { name: ["fresh", "gone"], state: "absent" }, {}],
  [
    "gone with the configuration",
    { name: ["fresh", "gone"], state: "absent", purge: true },
    { told: ["-q --purge remove gone"], changed: true },
  ],
  [
    "gone with what is not needed then",
    { name: ["held", "gone"], state: "absent", autoremove: true },
    { told: ["-q --auto-remove remove held"], changed: true },
  ],
  [
    "gone a version that is there",
    { name: "old=1.0", state: "absent" },
    { told: ["-q remove old=1.0"], changed: true },
  ],
  ["gone a version that is not there", { name: "old=2.0", state: "absent" }, {}],
  ["everything newer", { upgrade: "yes" }, { told: ["upgrade --with-new-pkgs"], changed: true }],
  [
    "everything newer, nothing is",
    { upgrade: "safe" },
    { told: ["upgrade --with-new-pkgs"] },
    { says: "nothing" },
  ],
  [
    "everything newer, whatever goes",
    { upgrade: "dist", autoremove: true },
    { told: ["dist-upgrade --auto-remove"], changed: true },
  ],
  [
    "everything newer of a release",
    { upgrade: "full", default_release: "sid" },
    { told: ["dist-upgrade -t sid"], changed: true },
  ],
  ["the newest of all", { name: "*", state: "latest" }, { told: ["upgrade --with-new-pkgs"], changed: true }],
  [
    "the newest of all and one",
    { name: ["*", "old"], state: "latest" },
    { failure: /^unable to install additional packages when upgrading all installed packages$/ },
  ],
  ["the store empty", { clean: true }, { told: ["clean"], changed: true }],
  ["the store empty in check mode", { clean: true }, { changed: true }, { check: true }],
  ["the store empty with a package", { clean: true, name: "old" }, {}],
  [
    "the store empty that fails",
    { clean: true },
    { told: ["clean"], changed: true, failure: /^E: no$/ },
    { fails: "no" },
  ],
  [
    "old packages out of the store",
    { autoclean: true },
    { told: ["autoclean"], changed: true },
    { says: "cleaned" },
  ],
  ["no old packages in the store", { autoclean: true }, { told: ["autoclean"] }, { says: "nothing" }],
  [
    "what nothing needs gone",
    { autoremove: true, purge: true },
    { told: ["--purge autoremove"], changed: true },
    { says: "removed" },
  ],
  [
    "what nothing needs, nothing",
    { autoremove: true },
    { told: ["autoremove"], said: { cache_updated: undefined } },
    { says: "cleaned" },
  ],
  ["nothing asked for", {}, { said: { cache_updated: false } }],
  ["nothing asked to be gone", { state: "absent" }, { said: { cache_updated: undefined } }],
  [
    "what fails",
    { name: "fresh" },
    {
      told: ["install fresh=2.0"],
      changed: true,
      failure: /^'apt-get install fresh=2\.0' failed: E: no$/,
      said: { rc: 100 },
    },
    { fails: "no" },
  ],
  ["a file of what is there", { deb: "WORLD/a.deb" }, { said: { stdout: "", stderr: "" } }],
  ["a file of another version", { deb: "WORLD/b.deb" }, { told: ["install WORLD/b.deb"], changed: true }],
  [
    "several files",
    { deb: "WORLD/a.deb,WORLD/b.deb,WORLD/c.deb", install_recommends: true },
    { told: ["-o APT::Install-Recommends=yes install WORLD/b.deb WORLD/c.deb"], changed: true },
  ],
  ["a file that is not there", { deb: "WORLD/no.deb" }, { failure: /Could not open file \S+no\.deb - open/ }],
  [
    "a file that is no package",
    { deb: "WORLD/empty.deb" },
    { failure: /Invalid archive signature: \S+empty\.deb$/ },
  ],
  [
    "a file that shall go",
    { deb: "WORLD/a.deb", state: "absent" },
    { failure: /^deb only supports state=present$/ },
  ],
];

test("apt does what the arguments want of each package, and no more", (t) =>
  withPrograms(PROGRAMS, async (run, folder) => {
    makeWorld(folder);
    for (const [what, written, wanted, how = {}] of CASES) {
      const given = JSON.parse(JSON.stringify(written).replaceAll("WORLD", folder)) as PlainDict;
      const { answer, lines } = await outcomeOf(run, folder, [given, how]);
      const told = (wanted.told ?? []).map((line) => line.replaceAll("WORLD", folder));
      t.deepEqual(lines, told, what);
      t.is(answer.changed, wanted.changed === true, what);
      if (wanted.failure) t.regex(answer.failure ?? "", wanted.failure, what);
      else t.is(answer.failure, undefined, what);
      if (wanted.said) t.like(answer.said, wanted.said, what);
    }
  }));

const NOW = 1_000_000;
/** apt's own clock: the lists are read at this time, and the next reading is a minute later. */
const CLOCK = `apt_stamp() { cat "$WORLD/stamp"; }; echo "$given_stamp" >"$WORLD/stamp"; date() { echo ${NOW}; }`;

/** [what, age of the lists, arguments, outcome] */
const UPDATES: readonly (readonly [
  what: string,
  age: number,
  given: PlainDict,
  outcome: Outcome,
  how?: How,
])[] = [
  [
    "old lists",
    100,
    { update_cache: true },
    { told: ["update"], changed: true, said: { cache_updated: true } },
  ],
  [
    "lists that are young enough",
    100,
    { cache_valid_time: 101 },
    { said: { cache_updated: false, cache_update_time: NOW - 100 } },
  ],
  ["lists that are just young enough", 100, { cache_valid_time: 100 }, { said: { cache_updated: false } }],
  [
    "lists that are too old",
    100,
    { cache_valid_time: 99 },
    { told: ["update"], changed: true, said: { cache_updated: true } },
  ],
  [
    "old lists in check mode",
    100,
    { update_cache: true },
    { changed: true, said: { cache_updated: true } },
    { check: true },
  ],
  [
    "nothing new",
    100,
    { update_cache: true },
    { told: ["update"], said: { cache_updated: false } },
    { says: "same" },
  ],
  [
    "old lists, and a package that is there",
    100,
    { update_cache: true, name: "old" },
    { told: ["update"], said: { cache_updated: true } },
  ],
  [
    "in check mode a package that the lists may have then",
    100,
    { update_cache: true, name: ["nobody", "none"] },
    { changed: true },
    { check: true },
  ],
  [
    "in check mode a package that young lists lack",
    100,
    { cache_valid_time: 1000, name: "nobody" },
    { failure: noPackage("nobody") },
    { check: true },
  ],
  [
    "lists that cannot be read",
    100,
    { update_cache: true, update_cache_retries: 3, update_cache_retry_max_delay: 1 },
    {
      told: ["update", "sleep 1", "update", "sleep 1", "update"],
      failure: /^Failed to update apt cache after 3 retries: E: no$/,
    },
    { fails: "no" },
  ],
  [
    "lists that cannot be read, and long waits",
    100,
    { update_cache: true, update_cache_retries: 4, update_cache_retry_max_delay: 3 },
    {
      told: ["update", "sleep 1", "update", "sleep 2", "update", "sleep 3", "update"],
      failure: /after 4 retries/,
    },
    { fails: "no" },
  ],
];

test("the lists of packages are read anew where they are too old", (t) => {
  const programs = {
    ...PROGRAMS,
    sleep: "",
    "apt-get": `[ "$APT_SAYS" = same ] || echo ${NOW} >"$WORLD/stamp"; ${PROGRAMS["apt-get"]}`,
  };
  return withPrograms(programs, async (run, folder) => {
    makeWorld(folder);
    for (const [what, age, given, wanted, how = {}] of UPDATES) {
      const { uses, vars } = scriptOf(given);
      const env = { WORLD: folder, APT_SAYS: how.says ?? "some", APT_FAILS: how.fails ?? "" };
      const { answer, told } = await run(`${CLOCK}\napt_main`, {
        uses,
        vars: { ...vars, given_stamp: String(NOW - age) },
        env,
        check: how.check === true,
      });
      const lines = told
        .filter((line) => /^(apt-get|sleep)/.test(line))
        .map((line) => line.replace(/^apt-get .* /, ""));
      t.deepEqual(lines, wanted.told ?? [], what);
      t.is(answer.changed, wanted.changed === true, what);
      if (wanted.failure) t.regex(answer.failure ?? "", wanted.failure, what);
      else t.is(answer.failure, undefined, what);
      if (wanted.said) t.like(answer.said, wanted.said, what);
      if (wanted.failure && how.fails) t.is(answer.warnings.length, lines.length - 1, what);
    }
  });
});
