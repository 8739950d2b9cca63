import test from "ava";
import type { Answer } from "../../../src/model/result.js";
import {
  chooseRelease,
  currentRelease,
  runningImage,
  superfluous,
} from "../../../src/shell/releases/choose.js";
import { evidence } from "../../../src/shell/releases/evidence.js";
import { owner } from "../../../src/shell/releases/owner.js";
import type { Entry, HostReleases } from "../../../src/shell/releases/release.js";
import { type Outcome, type Report, reportText } from "../../../src/shell/releases/report.js";
import { releasesOf } from "../../../src/shell/releases/seen.js";
import { withPrograms } from "../../helpers/fake_programs.js";

const container = (slot: string, version: string, state = "running") => ({
  slot,
  version,
  image: `r/web@sha256:${version}`,
  state,
});
const outcome = (host: string, more: Partial<Outcome> = {}): Outcome => ({
  host,
  done: false,
  back: false,
  why: {},
  stuck: "",
  releases: {},
  ...more,
});
const done = (host: string) => outcome(host, { done: true });
const failed = (host: string, more: Partial<Outcome> = {}) =>
  outcome(host, { why: { task: "probe", msg: " no\n answer " }, ...more });
const known = { entries: [] };

const usual: Omit<Report, "hosts" | "failed"> = {
  service: "web",
  environment: "prod",
  kind: "deploy",
  version: "1.2",
  image: "",
};

/** A run that went well, or not, and what is said of it. */
const REPORTS: readonly (readonly [
  more: Partial<Report> & Pick<Report, "hosts" | "failed">,
  text: string[],
])[] = [
  [{ failed: false, hosts: [done("a")] }, ["web 1.2 runs on one host of prod"]],
  [{ failed: false, hosts: [done("a"), done("b")] }, ["web 1.2 runs on 2 hosts of prod"]],
  [{ failed: false, kind: "rollback", hosts: [done("a")] }, ["web 1.2 runs on one host of prod again"]],
  [
    { failed: false, hosts: [done("a"), failed("b"), outcome("c")] },
    [
      "web 1.2 runs on one host of prod",
      "b: probe",
      "  no",
      "   answer",
      "lost on the way, nobody knows what runs there: c",
    ],
  ],
  [
    { failed: true, hosts: [done("a"), failed("b")] },
    [
      "web 1.2 was not deployed in prod: b failed",
      "b: probe",
      "  no",
      "   answer",
      "to look further: tera logs --limit b --failed",
    ],
  ],
  [
    {
      failed: true,
      kind: "rollback",
      hosts: [failed("a", { why: { task: "t" } }), failed("b", { why: { task: "u", msg: "m" } })],
    },
    [
      "web 1.2 was not rolled back to in prod: a, b failed",
      "a: t",
      "  ",
      "b: u",
      "  m",
      "to look further: tera logs --limit a --failed",
    ],
  ],
  [
    {
      failed: true,
      hosts: [
        failed("a", {
          why: { task: "t", msg: "m" },
          back: true,
          releases: { slot: "b", containers: [container("a", "1.2"), container("b", "1.1")] },
        }),
        outcome("b", { back: true, releases: { slot: "", containers: [container("a", "1.2")] } }),
        outcome("c", { back: true }),
        outcome("d", { back: true, releases: { slot: "", holder: { name: "webapp", address: "i:1" } } }),
      ],
    },
    [
      "web 1.2 was not deployed in prod: a failed",
      "a: t",
      "  m",
      "a is back on 1.1",
      "b is back on nothing: it had no release before",
      "c is back on nothing: it had no release before",
      "d is back on the container webapp, which it had before",
      "to look further: tera logs --limit a --failed",
    ],
  ],
  [
    {
      failed: true,
      hosts: [
        failed("a", { why: { task: "t", msg: "m" }, stuck: "disk full" }),
        outcome("b", { releases: known }),
        outcome("c", { releases: known }),
        outcome("d"),
        outcome("e"),
      ],
    },
    [
      "web 1.2 was not deployed in prod: a, d, e failed",
      "a: t",
      "  m",
      "a COULD NOT BE RETURNED: disk full",
      "not begun, on what they were: b, c",
      "lost on the way, nobody knows what runs there: d, e",
      "to look further: tera logs --limit a --failed",
    ],
  ],
  [
    { failed: true, hosts: [done("a"), outcome("b")] },
    ["web 1.2 was not deployed in prod: b failed", "lost on the way, nobody knows what runs there: b"],
  ],
  [
    {
      failed: true,
      hosts: [
        { ...done("a"), releases: known, lost: true },
        { ...outcome("b", { releases: known }), begun: true, lost: true },
        { ...outcome("c", { releases: known }), lost: true },
        { ...failed("d", { why: { task: "t", msg: "m" } }), releases: known, begun: true, lost: true },
        { ...done("e"), releases: known },
      ],
    },
    [
      "web 1.2 was not deployed in prod: d, a, b failed",
      "d: t",
      "  m",
      "d COULD NOT BE RETURNED: see above",
      "not begun, on what they were: c",
      "lost on the way, nobody knows what runs there: a, b",
      "to look further: tera logs --limit d --failed",
    ],
  ],
  [
    { failed: false, hosts: [done("a"), { ...outcome("b", { releases: known }), begun: true, lost: true }] },
    ["web 1.2 runs on one host of prod", "lost on the way, nobody knows what runs there: b"],
  ],
  [
    { failed: false, hosts: [done("a"), { ...done("b"), stuck: "Note that it is good: the disk is full" }] },
    [
      "web 1.2 runs on 2 hosts of prod",
      "b IS NOT FINISHED: Note that it is good: the disk is full",
      "`tera deploy` does the rest",
    ],
  ],
  [{ failed: true, hosts: [done("a")] }, ["web 1.2 was not deployed in prod: no host failed"]],
];

test("what has become of a release is told in one block", (t) => {
  for (const [more, text] of REPORTS) t.is(reportText({ ...usual, ...more }), text.join("\n"));
});

const entry = (version: string, when: string, result: Entry["result"] = "good"): Entry => ({
  ...{ run: version + when, kind: "deploy", version, image: `r/web@sha256:${version}`, git: "" },
  ...{ when, by: "ann", hosts: [], result },
});
const host = (more: Partial<HostReleases>): HostReleases => ({
  ...{ host: "a", entries: [], foreign: [], images: [], slot: undefined, containers: [], lock: "" },
  ...more,
});

test("what runs is what gets the requests, where it is up", (t) => {
  const containers = [container("a", "1"), container("b", "2", "exited")];
  t.is(runningImage(host({ slot: "a", containers })), "r/web@sha256:1");
  t.is(runningImage(host({ slot: "b", containers })), undefined);
  t.is(runningImage(host({ slot: undefined, containers })), undefined);
});

test("where hosts differ the release that was good last is gone back to, or run again", (t) => {
  const entries = [entry("1", "2026-01"), entry("2", "2026-02")];
  const images = entries.map(({ image }) => image);
  const one = host({ entries, images, slot: "a", containers: [container("a", "2")] });
  const two = host({ host: "b", entries, images, slot: "a", containers: [container("a", "1")] });
  t.like(chooseRelease([one, two], undefined), { release: { version: "2" } });
  t.like(currentRelease([one, two]), { release: { version: "2" } });
  // what is good last on one host is not there on the other
  const three = host({ host: "c", entries: entries.slice(0, 1), images: images.slice(0, 1) });
  t.like(chooseRelease([one, three], undefined), { release: { version: "1" } });
  t.like(chooseRelease([one], "sha256:1"), { release: { version: "1" } });
  t.like(chooseRelease([one], "1"), { release: { version: "1" } });
  t.deepEqual(chooseRelease([], "1"), {
    problem:
      "there is no release 1 to go back to on every host\nno release is on every host:\nnothing has been changed",
  });
  t.deepEqual(chooseRelease([one], "9"), {
    problem:
      "there is no release 9 to go back to on every host\non every host there is:\n  2  sha256:2  2026-02  ann\n  1  sha256:1  2026-01  ann\nnothing has been changed",
  });
  t.deepEqual(chooseRelease([three, host({ host: "d", entries })], "2"), {
    problem:
      "there is no release 2 to go back to on every host\nno release is on every host:\n  c: 1\n  d: none\nnothing has been changed",
  });
});

test("images may go that no good release of the last, no container and nobody else names", (t) => {
  const entries = [
    entry("1", "2026-01"),
    entry("2", "2026-02"),
    entry("3", "2026-03", "failed"),
    entry("4", "2026-04"),
  ];
  const of = (more: Partial<HostReleases>, keep: number) =>
    superfluous(host({ entries, ...more }), keep).map((image) => image.slice(-1));
  t.deepEqual(of({}, 1), ["1", "2", "3"]);
  t.deepEqual(of({}, 2), ["1", "3"]);
  t.deepEqual(of({}, 0), ["1", "2", "3", "4"]);
  t.deepEqual(of({ foreign: ["other/web@sha256:2"] }, 1), ["1", "3"]);
  t.deepEqual(of({ containers: [container("a", "3", "exited")] }, 1), ["1", "2"]);
});

test("what a host says of its releases is read, and what it does not say is nothing", (t) => {
  const nothing = {
    ...{ entries: [], foreign: [], images: [], slot: "", containers: [], lock: "" },
    holder: { name: "", address: "" },
  };
  t.deepEqual(releasesOf({}), { changed: false, releases: nothing });
  t.deepEqual(releasesOf({ ledger: 7, live_slot: "a" }), { changed: false, releases: nothing });
  const other = JSON.stringify(entry("9", "2026-01"));
  const said: Answer["said"] = {
    ledger: `${JSON.stringify(entry("1", "2026-01"))}\n`,
    others: `${other}\n${other.replace('"run":"9', '"run":"8')}\n`,
    images: "r/web@sha256:1\nr/web:latest\n",
    live_slot: "b",
    holder: "webapp|172.17.0.2:8080",
    containers: "a|1|i1|exited\nb|2|i2|running\nc\n",
    lock: "x",
  };
  t.deepEqual(releasesOf(said), {
    changed: false,
    releases: {
      entries: [entry("1", "2026-01")],
      foreign: ["r/web@sha256:9"],
      images: ["r/web@sha256:1"],
      slot: "b",
      containers: [
        { slot: "a", version: "1", image: "i1", state: "exited" },
        { slot: "b", version: "2", image: "i2", state: "running" },
        { slot: "c", version: "", image: "", state: "" },
      ],
      holder: { name: "webapp", address: "172.17.0.2:8080" },
      lock: "x",
    },
  });
});

const DOCKER = `case $1 in inspect) printf '%b' "$STATE" ;; events) printf '%b' "$EVENTS" ;; logs) printf '%b' "$LOGS" ;; esac`;
const AGAIN = "state running, exit code 0, out of memory: false, restarts: 2";

/** What the engine says of a container, what was seen of it, and the block. */
const EVIDENCE: readonly (readonly [
  state: string,
  events: string,
  logs: string,
  vars: Record<string, string>,
  text: string[],
])[] = [
  ["", "", "", {}, ["the container c is no good: why", "  container: there is none", ""]],
  [
    "state exited, exit code 3, restarts: 0",
    "die 7\\n",
    "one\\ntwo\\n",
    { e_probe: "GET /", e_body: "no" },
    [
      "the container c is no good: why",
      "  probe: GET /",
      "  body: no",
      "  container: state exited, exit code 3, restarts: 0",
      "  its last lines:",
      "    one",
      "    two",
      "",
    ],
  ],
  [
    AGAIN,
    "die 3\\ndie 7\\n",
    "",
    {},
    ["the container c is no good: why", `  container: ${AGAIN}; it ended with exit code 7`, ""],
  ],
  [
    AGAIN,
    "oom \\ndie 137\\n",
    "",
    {},
    [
      "the container c is no good: why",
      `  container: ${AGAIN}; it ended with exit code 137, out of memory`,
      "",
    ],
  ],
  [
    AGAIN,
    "die 137\\noom \\n",
    "",
    {},
    [
      "the container c is no good: why",
      `  container: ${AGAIN}; it ended with exit code 137, out of memory`,
      "",
    ],
  ],
  [AGAIN, "", "", {}, ["the container c is no good: why", `  container: ${AGAIN}`, ""]],
];

test("why a container is no good is told with its state, its end and its last lines", (t) =>
  withPrograms({ docker: DOCKER }, async (run) => {
    for (const [STATE, EVENTS, LOGS, vars, text] of EVIDENCE) {
      const { answer } = await run('e_tell c why; say text "$e_text"', {
        uses: [evidence],
        vars: { e_probe: "", e_body: "", ...vars },
        env: { STATE, EVENTS, LOGS },
      });
      t.is(answer.said.text, text.join("\n"));
    }
  }));

test("a session belongs to somebody while its chain of processes is the same", (t) =>
  withPrograms({}, async (run) => {
    const text = `chain=$(o_chain $$); say chain "$chain"; say parent "$(o_parent $$)"; say ppid $PPID
if o_live $$ "$chain"; then say same yes; fi
if o_live $$ "$chain.7"; then say other yes; fi
if o_live 999999999 "$chain"; then say gone yes; fi
o_first=; if o_orphan; then say orphan yes; fi
o_first=$$.1; if o_orphan; then say left yes; fi`;
    const { chain, parent, ppid, ...said } = (await run(text, { uses: [owner] })).answer.said;
    t.regex(String(chain), /^\d+(\.\d+)*\.[01]$/);
    t.is(parent, ppid);
    t.true(String(chain).includes(`.${parent}.`) || String(chain).endsWith(`.${parent}`));
    t.deepEqual(said, { same: "yes", left: "yes" });
  }));
