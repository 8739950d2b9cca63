import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { COMMANDS } from "../../../src/cli/commands.js";
import type { Input } from "../../../src/cli/options/option.js";
import { parseWords } from "../../../src/cli/options/parse.js";
import { columns } from "../../../src/cli/rollout/columns.js";
import { imageOf, wantedOf } from "../../../src/cli/rollout/image.js";
import type { Asked, runPlays } from "../../../src/cli/rollout/start.js";
import type { Event } from "../../../src/model/event.js";
import type { PlainDict } from "../../../src/model/value.js";
import { namesOf } from "../../../src/rollout/names.js";
import {
  type At,
  execPlays,
  infoPlays,
  lockPlays,
  logPlays,
  maintenancePlays,
  prunePlays,
} from "../../../src/rollout/service_plays.js";
import { readSpec } from "../../../src/rollout/spec.js";
import type { CliRun } from "../../e2e/cli.js";
import { inFolder } from "../../helpers/play.js";
import { shown } from "../../helpers/typed.js";

const SPEC = readSpec(
  { service: "web", image: "r.example/web", proxy: { image: "caddy" } },
  { path: "release.yml", environment: "prod" },
);
const HOSTS = ["h1", "h2"];
const atOf = ({ by, run }: Pick<At, "by" | "run">): At => ({
  spec: SPEC,
  hosts: HOSTS,
  roles: [],
  secrets: () => ({}),
  names: namesOf(SPEC),
  by,
  run,
});

interface Run extends CliRun {
  asked?: Asked;
  plays?: PlainDict[];
}

/** What hosts answer: their results of a task of this module. */
type Answer = readonly [host: string, module: string, values: object, status?: string];

/** Types a command of releases; no host is asked: the plays are taken, and these answers given. */
async function typed(
  words: readonly string[],
  {
    code = 0,
    answers = [],
    env = {},
  }: { code?: number; answers?: Answer[]; env?: Record<string, string> } = {},
): Promise<Run> {
  const [name, ...rest] = words;
  const command = COMMANDS.find((one) => one.name === name)!;
  const { run } = (await command.load()) as { run(input: Input, play: typeof runPlays): Promise<number> };
  const seen: Pick<Run, "asked" | "plays"> = {};
  const play: typeof runPlays = async (asked, plays, listen = () => {}) => {
    seen.asked = asked;
    seen.plays = plays(atOf(asked));
    for (const [host, module, values, status = "ok"] of answers)
      listen({ type: "task-result", host, task: { module }, result: { status, values } } as unknown as Event);
    return code;
  };
  const files = {
    "release.yml": "service: web\n",
    "other.yml": "service: other\n",
    "inventory/prod.yml": "",
  };
  return inFolder(files, async (cwd) => {
    const { signal } = new AbortController();
    const ran = await shown(() => run({ ...parseWords(command, rest), signal }, play), { cwd, env });
    return { ...ran, ...seen };
  });
}

type Told = readonly [words: string[], plays: (at: At) => PlainDict[], out: string];
const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

const TOLD: readonly Told[] = [
  [["lock"], infoPlays, ""],
  [["lock", "status", "--reason", "not read"], infoPlays, ""],
  [
    ["lock", "take", "--reason", "it's moved"],
    (at) => lockPlays(at, "held", "it's moved"),
    "the lock is held until `tera lock free`\n",
  ],
  [["lock", "free"], (at) => lockPlays(at, "free", ""), "the lock is free\n"],
  [["lock", "free", "--reason", "r"], (at) => lockPlays(at, "free", "r"), "the lock is free\n"],
  [["prune"], (at) => prunePlays(at, 20), ""],
  [["prune", "--lock-wait", "7"], (at) => prunePlays(at, 7), ""],
  [["logs"], (at) => logPlays(at, { tail: 100, since: "", failed: false }), ""],
  [["logs", "-n", "5"], (at) => logPlays(at, { tail: 5, since: "", failed: false }), ""],
  [
    ["logs", "--since", "10m", "--failed"],
    (at) => logPlays(at, { tail: 100, since: "10m", failed: true }),
    "",
  ],
  [["exec", "--", "node", "--version"], (at) => execPlays(at, ["node", "--version"]), ""],
  [
    ["maintenance", "on", "--message", "Back at noon."],
    (at) => maintenancePlays(at, true, "Back at noon."),
    "maintenance of web in prod is on\n",
  ],
  [
    ["maintenance", "on"],
    (at) => maintenancePlays(at, true, "We will be back in a moment."),
    "maintenance of web in prod is on\n",
  ],
  [["maintenance", "off"], (at) => maintenancePlays(at, false, ""), "maintenance of web in prod is off\n"],
  [["audit"], infoPlays, "nothing has been done yet\n"],
  [["releases"], infoPlays, "no release yet\n"],
  [["releases", "--json"], infoPlays, "[]\n"],
];

for (const [words, plays, out] of TOLD)
  test(`what tera ${words.join(" ")} makes of a service`, async (t) => {
    const ran = await typed([words[0]!, "-i", "prod", ...words.slice(1)]);
    t.is(ran.code, 0, ran.stderr);
    t.is(ran.stderr, "");
    t.deepEqual(ran.plays, plays(atOf(ran.asked!)));
    t.is(ran.stdout, out);
  });

for (const words of [
  ["lock", "take", "--reason", "r"],
  ["lock", "free"],
  ["maintenance", "on"],
  ["prune"],
  ["logs"],
])
  test(`tera ${words.join(" ")} that failed says so by its code, and claims nothing`, async (t) => {
    const ran = await typed([words[0]!, "-i", "prod", ...words.slice(1)], { code: 2 });
    t.is(ran.code, 2);
    t.is(ran.stdout, "");
  });

const INFO = "tera.rollout.release_info";
const entry = (run: string, more: object = {}) => ({
  run,
  kind: "deploy",
  version: run,
  image: `r/web@sha256:${run.padEnd(64, "0")}`,
  git: "",
  when: `2026-11-2${run.at(-1)}T10:00:00.123Z`,
  by: "ann",
  hosts: [],
  result: "good",
  ...more,
});
const known = (lock: string, more: object = {}) => ({
  releases: { entries: [], foreign: [], images: [], containers: [], slot: undefined, lock, ...more },
});
const TWO = {
  entries: [entry("r1", { git: "0123456789", result: "good" }), entry("r2", { kind: "rollback" })],
  images: [entry("r2").image],
  slot: "a",
  containers: [{ slot: "a", version: "r2", image: entry("r2").image, state: "running" }],
};
const HEAD =
  "VERSION  DIGEST               GIT       KIND      WHEN                 BY   RESULT         THERE  RUNS ON\n";

const SAID: readonly (readonly [what: string, words: string[], answers: Answer[], out: string])[] = [
  [
    "locks that are free, held and taken",
    ["lock"],
    [
      ["h2", INFO, known("ann|r7|noon|1|m|held|it is moved")],
      ["h1", INFO, known("")],
      ["h2", INFO, known("bob|r8|one|1|m|run|"), "skipped"],
    ],
    "h1: free\nh2: held by ann since noon (run r7): it is moved\n",
  ],
  [
    "a lock that a run has taken",
    ["lock", "status"],
    [["h1", INFO, known("bob|r8|one|1|m|run|")]],
    "h1: taken by bob since one (run r8)\n",
  ],
  [
    "results of other tasks, which are none of a host",
    ["lock"],
    [
      ["h1", "ansible.builtin.command", known("")],
      ["h1", INFO, { msg: "failed" }],
    ],
    "",
  ],
  [
    "who did what, by time, and where not everywhere",
    ["audit"],
    [
      ["h1", INFO, { ...known(""), audit: "2 second\n1 first\n" }],
      ["h2", INFO, { ...known(""), audit: "1 first\n3 third" }],
    ],
    "1 first\n2 second (h1)\n3 third (h2)\n",
  ],
  [
    "one host's log, as it is",
    ["logs"],
    [["h1", "ansible.builtin.command", { stdout: "a\nb", stderr: "c" }]],
    "a\nb\nc\n",
  ],
  [
    "the log of several, each with its name; the last task counts",
    ["logs"],
    [
      ["h1", INFO, { stdout: "not this" }],
      ["h1", "ansible.builtin.command", { stdout: "a\nb", stderr: "" }],
      ["h2", "ansible.builtin.command", { stdout: 7, stderr: "c" }],
    ],
    "h1 | a\nh1 | b\nh2 | c\n",
  ],
  [
    "what a command in containers said",
    ["exec", "--", "date"],
    [["h1", "ansible.builtin.command", { stdout: "today" }]],
    "today\n",
  ],
  [
    "releases, the newest first: what is there and what runs",
    ["releases"],
    [
      ["h1", INFO, known("", TWO)],
      ["h2", INFO, known("", { entries: [entry("r1", { result: "returned" })] })],
    ],
    `${HEAD}r2       sha256:r20000000000  -         rollback  2026-11-22T10:00:00  ann  good           1/2    h1
r1       sha256:r10000000000  01234567  deploy    2026-11-21T10:00:00  ann  good/returned  0/2    -\n`,
  ],
];

for (const [what, words, answers, out] of SAID)
  test(`what tera ${words[0]} prints: ${what}`, async (t) => {
    const ran = await typed([words[0]!, "-i", "prod", ...words.slice(1)], { answers });
    t.is(ran.stdout, out, ran.stderr);
  });

test("releases are printed for programs too", async (t) => {
  const answers: Answer[] = [["h1", INFO, { ...known("", TWO), audit: "a" }]];
  const [found] = JSON.parse((await typed(["releases", "-i", "prod", "--json"], { answers })).stdout);
  t.like(found, { host: "h1", lock: "", audit: "a", slot: "a" });
});

const REFUSED: readonly (readonly [words: string[], code: number, err: RegExp])[] = [
  [["lock", "take"], 2, /a lock that is held needs a reason\n {2}--reason/],
  [["lock", "--file", "no.yml"], 1, /there is no release file \S*\/no\.yml\n {2}docs\/releases\.md/],
  [["maintenance", "maybe"], 2, /STATE cannot be `maybe`/],
  [["deploy", "1.0@sha256:12"], 2, /sha256:12 is no digest/],
  [["deploy", "-x"], 2, /unknown option/],
  [["deploy", "--resume", "1.0"], 2, /--resume knows which version/],
  [["deploy", "1.0"], 2, /which image is 1\.0\?.*\n {2}tera deploy 1\.0@sha256:…; `docker buildx/],
];

for (const [words, code, err] of REFUSED)
  test(`tera ${words.join(" ")} is refused`, async (t) => {
    const ran = await typed([words[0]!, "-i", "prod", ...words.slice(1)]).catch((error: Error) => ({
      code: 2,
      stderr: error.message,
      plays: undefined,
    }));
    t.is(ran.code, code);
    t.regex(ran.stderr, err);
    t.is(ran.plays, undefined);
  });

/** Words; what is known of them before a host is asked. */
const ASKED: readonly (readonly [words: string[], env: Record<string, string>, asked: object])[] = [
  [["-i", "prod"], {}, { environment: "prod", file: "release.yml" }],
  [["-i", "inventory/prod.yml"], {}, { environment: "prod" }],
  [["-i", "h1,h2"], {}, { environment: "default" }],
  [["-i", "prod", "--environment", "Lab"], {}, { environment: "Lab" }],
  [["-i", "prod", "--file", "other.yml"], {}, { file: "other.yml" }],
  [["-i", "prod"], { GITHUB_ACTOR: "ann {{ x }}-b" }, { by: "ann____x___-b" }],
];

for (const [words, env, expected] of ASKED)
  test(`what is known by ${words.join(" ")} ${Object.values(env).join("")}`, async (t) => {
    const { asked, stderr } = await typed(["lock", ...words], { env });
    t.truthy(asked, stderr);
    t.like({ ...asked!, file: asked!.file.replace(/^.*\//, "") }, expected);
  });

/** Outputs that are asked for; those of a command that shows the run, and of one with words of its own. */
const OUTPUTS: readonly (readonly [words: string[], loud: unknown[], quiet: unknown[]])[] = [
  [[], [{ kind: "auto" }], [{ kind: "none" }]],
  [["--output", "default"], [{ kind: "default" }], [{ kind: "none" }]],
  [
    ["--output", "jsonl:log"],
    [{ kind: "auto" }, { kind: "jsonl", file: "log" }],
    [{ kind: "none" }, { kind: "jsonl", file: "log" }],
  ],
];

for (const [words, loud, quiet] of OUTPUTS)
  test(`what shows a release, and what a question: ${words.join(" ") || "nothing asked for"}`, async (t) => {
    const env = { ANSIBLE_STDOUT_CALLBACK: "", TERA_OUTPUT: "" };
    t.deepEqual(
      (await typed(["prune", "-i", "prod", ...words], { env })).asked?.options.outputs,
      loud as never,
    );
    t.deepEqual(
      (await typed(["lock", "-i", "prod", ...words], { env })).asked?.options.outputs,
      quiet as never,
    );
  });

const REPORT = "tera.rollout.release_report";
/** Words, what the hosts say in the end; what is printed, and what is noted on this machine. */
const RELEASES: readonly (readonly [words: string[], outcome: string, result: string | undefined])[] = [
  [["deploy", `1.0@${DIGEST}`], "good", "good"],
  [["deploy", `r.example/web:1.0@${DIGEST}`], "returned", "returned"],
  [["deploy", DIGEST], "good", "good"],
  [["deploy", `1.0@${DIGEST}`, "--check"], "good", undefined],
  [["rollback"], "good", "good"],
  [["rollback", "0.9"], "good", "good"],
];

for (const [words, outcome, result] of RELEASES)
  test(`tera ${words.join(" ")} that ends ${outcome} is told, and noted as ${result}`, async (t) => {
    const said = { outcome, report: "how it went", version: "1.0", image: `i@${DIGEST}` };
    await inFolder({}, async (state) => {
      const ran = await typed([words[0]!, "-i", "prod", ...words.slice(1)], {
        answers: [["h1", REPORT, said]],
        env: { XDG_STATE_HOME: state },
      });
      t.is(ran.code, 0, ran.stderr);
      t.is(ran.stdout, "\nhow it went\n");
      const ledger = join(state, "tera/releases/prod-web.jsonl");
      const kept = existsSync(ledger) ? readFileSync(ledger, "utf8") : "";
      if (result === undefined) t.is(kept, "");
      else
        t.like(JSON.parse(kept.trim().split("\n").at(-1)!), {
          ...{ kind: words[0], version: "1.0", image: `i@${DIGEST}`, hosts: HOSTS, result },
          ...{ by: ran.asked?.by, run: ran.asked?.run },
        });
    });
  });

const NOTE = "tera.rollout.release_note";
/** What hosts have said before a run ended without its own last word; what is printed, and noted here. */
const BROKEN: readonly (readonly [what: string, answers: Answer[], said: RegExp, noted: string])[] = [
  [
    "the preparation failed",
    [["h2", "docker_image_pull", { msg: "no such\nimage" }, "failed"]],
    /^\nweb 1\.0 was not deployed in prod: the preparation failed\nh2: .*\n {2}no such\n {2}image\nevery host is on what it was\n$/,
    "failed",
  ],
  [
    "a hook's own words are told",
    [
      [
        "h1",
        "ansible.builtin.command",
        { msg: "non-zero return code", stdout: "", stderr: "not today" },
        "failed",
      ],
    ],
    /the preparation failed\nh1: .*\n {2}non-zero return code\n {2}not today\nevery host/,
    "failed",
  ],
  [
    "all hosts were lost on the way",
    [
      ["h1", NOTE, {}, "changed"],
      ["h1", "release_ready", { msg: "gone" }, "unreachable"],
    ],
    /the run was broken off\nh1: .*\n {2}gone\n`tera deploy --resume` brings every host to one version\n$/,
    "begun",
  ],
];

for (const [what, answers, said, noted] of BROKEN)
  test(`a deploy that ends without a word says what happened: ${what}`, async (t) => {
    await inFolder({}, async (state) => {
      const env = { XDG_STATE_HOME: state };
      const ran = await typed(["deploy", "-i", "prod", `1.0@${DIGEST}`], { code: 4, answers, env });
      t.is(ran.code, 4);
      t.regex(ran.stdout, said);
      t.is(resultHere(state), noted);
    });
  });

const resultHere = (state: string): string =>
  JSON.parse(readFileSync(join(state, "tera/releases/prod-web.jsonl"), "utf8").trim().split("\n").at(-1)!)
    .result;

test("a deploy that was broken off is gone on with, one that ended is not", async (t) => {
  await inFolder({}, async (state) => {
    const env = { XDG_STATE_HOME: state };
    const resumed = () => typed(["deploy", "-i", "prod", "--resume"], { env });
    t.regex((await resumed()).stderr, /has begun no release/);
    const answers: Answer[] = [["h1", NOTE, {}, "changed"]];
    await typed(["deploy", "-i", "prod", `1.0@${DIGEST}`], { code: 4, env, answers });
    t.regex(textOf((await resumed()).plays), new RegExp(`r\\.example/web@${DIGEST}`));
    await typed(["deploy", "-i", "prod", `1.0@${DIGEST}`], {
      env,
      answers: [["h1", REPORT, { outcome: "good", version: "1.0", image: "i" }]],
    });
    t.regex((await resumed()).stderr, /came to its end: good/);
    await typed(["rollback", "-i", "prod", "0.9"], { code: 4, env, answers });
    t.regex((await resumed()).stderr, /is a rollback/);
  });
});

const textOf = (plays: PlainDict[] | undefined): string => JSON.stringify(plays);

/** Of the plays of a release: what must be in them by these words. */
const HOLDS: readonly (readonly [words: string[], holds: RegExp[], not: RegExp[]])[] = [
  [
    ["deploy", `1.0@${DIGEST}`],
    [/"reason":"deploy 1\.0"/, new RegExp(`r\\.example/web@${DIGEST}`), /"wait":20/, /"break_reason":""/],
    [/release_choose/],
  ],
  [["deploy"], [/"reason":"deploy of what runs"/, /release_choose.*"current":true/], []],
  [["rollback"], [/"reason":"rollback of the one before"/, /release_choose.*"current":false/], []],
  [["rollback", "0.9", "--lock-wait", "3"], [/"reason":"rollback 0\.9"/, /"wait":3/], []],
  [["rollback", "--break-lock"], [/"break_reason":"no reason given"/], []],
  [["rollback", "--break-lock", "--reason", "it hangs"], [/"break_reason":"it hangs"/], []],
  [["rollback", "--reason", "not broken"], [/"break_reason":""/], [/not broken/]],
];

for (const [words, holds, not] of HOLDS)
  test(`what tera ${words.join(" ")} tells the hosts`, async (t) => {
    const { plays, stderr } = await typed([words[0]!, "-i", "prod", ...words.slice(1)]);
    for (const one of holds) t.regex(textOf(plays), one, stderr);
    for (const one of not) t.notRegex(textOf(plays), one);
  });

const IMAGES: readonly (readonly [image: string, word: string, says: string | RegExp])[] = [
  ["r/web", `1.0@${DIGEST}`, `r/web@${DIGEST}`],
  [
    "1.dkr.ecr.eu-west-1.amazonaws.com/team/web",
    "1.0",
    /^tera deploy 1\.0@\$\(tera ecr digest team\/web:1\.0\)$/,
  ],
  ["r/web", "1.0", /^tera deploy 1\.0@sha256:…; `docker buildx imagetools inspect r\/web:1\.0` says which$/],
];

for (const [image, word, says] of IMAGES)
  test(`the image of ${word} of ${image}`, (t) => {
    const found = () => imageOf({ ...SPEC, image }, wantedOf(word));
    if (typeof says === "string") t.is(found(), says);
    else t.regex((t.throws(found, { code: "USAGE" }) as Error & { hint: string }).hint, says);
  });

test("cells stand below each other, and nothing behind the last", (t) => {
  t.is(columns([]), "");
  t.is(
    columns([
      ["A", "LONG", "C"],
      ["longer", "", ""],
    ]),
    "A       LONG  C\nlonger\n",
  );
});
