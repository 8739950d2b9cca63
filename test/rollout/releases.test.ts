import test from "ava";
import { imageOf, wantedOf } from "../../src/cli/rollout/image.js";
import { Fault, Faults } from "../../src/model/errors.js";
import { batchesOf } from "../../src/rollout/batches.js";
import { readSpec } from "../../src/rollout/spec.js";
import { chooseRelease, currentRelease, superfluous } from "../../src/shell/releases/choose.js";
import { type Entry, goodReleases, type HostReleases, readLedger } from "../../src/shell/releases/release.js";
import { type Outcome, reportText } from "../../src/shell/releases/report.js";
import { readYaml } from "../../src/yaml/read.js";

const image = (version: string) => `registry/web@sha256:${version.replace(/\W/g, "").padEnd(64, "0")}`;

function entry(run: number, version: string, result: Entry["result"]): Entry {
  const when = `2026-11-27T10:00:${String(run).padStart(2, "0")}Z`;
  return {
    run: `r${run}`,
    kind: "deploy",
    version,
    image: image(version),
    git: "",
    when,
    by: "ann",
    hosts: [],
    result,
  };
}

/** A host: its ledger as `VERSION RESULT`, what runs, and which images are there. */
function host(
  name: string,
  ledger: readonly string[],
  { runs, images }: { runs?: string; images?: string[] } = {},
): HostReleases {
  const entries = ledger.map((line, index) => {
    const [version, result] = line.split(" ");
    return entry(index + 1, version!, result as Entry["result"]);
  });
  return {
    host: name,
    entries,
    foreign: [],
    images: (images ?? entries.map(({ version }) => version)).map(image),
    slot: runs === undefined ? undefined : "a",
    containers:
      runs === undefined ? [] : [{ slot: "a", version: runs, image: image(runs), state: "running" }],
    lock: "",
  };
}

const GOOD = ["1.0 good", "1.1 good", "1.2 good"];

const CHOICES: readonly [
  name: string,
  hosts: HostReleases[],
  wanted: string | undefined,
  chosen: string | RegExp,
][] = [
  [
    "the one before the one that runs",
    [host("a", GOOD, { runs: "1.2" }), host("b", GOOD, { runs: "1.2" })],
    undefined,
    "1.1",
  ],
  ["a version that is named", [host("a", GOOD, { runs: "1.2" })], "1.0", "1.0"],
  [
    "a version that is on one host only is refused",
    [host("a", GOOD), host("b", ["1.1 good", "1.2 good"])],
    "1.0",
    /no release 1\.0[\s\S]*on every host there is:\n {2}1\.2[\s\S]* 1\.1/,
  ],
  [
    "a version whose image is gone is refused",
    [host("a", GOOD, { images: ["1.1", "1.2"] })],
    "1.0",
    /no release 1\.0/,
  ],
  [
    "a version that was taken back is none to go back to",
    [host("a", ["1.0 good", "1.1 returned"], { runs: "1.0" })],
    "1.1",
    /no release 1\.1/,
  ],
  [
    "of a killed run: the last good one",
    [host("a", [...GOOD, "1.3 begun"], { runs: "1.3" }), host("b", GOOD, { runs: "1.2" })],
    undefined,
    "1.2",
  ],
  [
    "nothing before the first",
    [host("a", ["1.0 good"], { runs: "1.0" })],
    undefined,
    /no release before this one/,
  ],
  ["nothing at all", [host("a", [])], undefined, /a: none/],
  [
    "after going back, back once more",
    [host("a", ["1.0 good", "1.1 good", "1.2 good", "1.1 good"], { runs: "1.1" })],
    undefined,
    "1.2",
  ],
];

for (const [name, hosts, wanted, chosen] of CHOICES)
  test(`a rollback finds ${name}`, (t) => {
    const found = chooseRelease(hosts, wanted);
    if (typeof chosen === "string") t.is("release" in found ? found.release.version : found.problem, chosen);
    else t.regex("problem" in found ? found.problem : found.release.version, chosen);
  });

const CURRENT: readonly [name: string, hosts: HostReleases[], chosen: string | RegExp][] = [
  ["runs everywhere", [host("a", GOOD, { runs: "1.1" }), host("b", GOOD, { runs: "1.1" })], "1.1"],
  ["runs, whether it was good or not", [host("a", ["1.0 good", "1.1 begun"], { runs: "1.1" })], "1.1"],
  ["runs where something runs", [host("a", GOOD, { runs: "1.2" }), host("b", [])], "1.2"],
  [
    "was good last, of two that run",
    [host("a", [...GOOD, "1.3 begun"], { runs: "1.3" }), host("b", GOOD, { runs: "1.2" })],
    "1.2",
  ],
  [
    "cannot be told of two",
    [host("a", GOOD, { runs: "1.0" }), host("b", GOOD, { runs: "1.1" })],
    /not known which/,
  ],
  ["is none", [host("a", GOOD), host("b", [])], /nothing runs yet: say which version/],
];

for (const [name, hosts, chosen] of CURRENT)
  test(`a deploy that names no version finds the one that ${name}`, (t) => {
    const found = currentRelease(hosts);
    if (typeof chosen === "string") t.is("release" in found ? found.release.version : found.problem, chosen);
    else t.regex("problem" in found ? found.problem : found.release.version, chosen);
  });

test("the last line of a run counts, and half a line is none", (t) => {
  const line = (one: Entry) => JSON.stringify(one);
  const text = [
    line(entry(1, "1.0", "begun")),
    line(entry(1, "1.0", "good")),
    line(entry(2, "1.1", "begun")),
    '{"run": "r3", "ima',
  ];
  t.deepEqual(
    readLedger(text.join("\n")).map(({ version, result }) => `${version} ${result}`),
    ["1.0 good", "1.1 begun"],
  );
});

test("lines of another format are no entry, or one without what they do not say", (t) => {
  const whole = entry(1, "1.0", "good");
  const bare = { run: "r2", image: image("1.1") };
  const odd = { ...whole, run: "r3", when: 7, hosts: "a", by: null, version: {}, more: 1 };
  const read = readLedger([[], 7, null, bare, odd].map((line) => JSON.stringify(line)).join("\n"));
  const empty = { kind: "deploy", version: "", git: "", when: "", by: "", hosts: [], result: "begun" };
  t.deepEqual(read, [
    { ...empty, ...bare },
    { ...whole, run: "r3", when: "", hosts: [], by: "", version: "" },
  ] as Entry[]);
  // nothing that is made of them fails on what is not there
  const hosts = [{ ...host("a", [], { runs: "1.1" }), entries: read, images: read.map((one) => one.image) }];
  t.notThrows(() => chooseRelease(hosts, undefined));
  t.notThrows(() => currentRelease(hosts));
});

test("which release was good last is said by the ledgers' order, not by the clocks of who deployed", (t) => {
  const early = { ...entry(1, "1.0", "good"), when: "2027-01-01T00:00:00Z" };
  const late = { ...entry(2, "1.1", "good"), when: "2026-01-01T00:00:00Z" };
  const images = [early.image, late.image];
  const hosts = [
    { ...host("a", [], { runs: "1.1" }), entries: [early, late], images },
    { ...host("b", [], { runs: "1.0" }), entries: [early], images },
  ];
  t.like(currentRelease(hosts), { release: { version: "1.1" } });
  t.like(currentRelease([...hosts].reverse()), { release: { version: "1.1" } });
  // a rollback that was broken off
  const back = { ...entry(3, "1.0", "good"), when: "2025-01-01T00:00:00Z" };
  const half = [
    { ...host("a", [], { runs: "1.0" }), entries: [early, late, back], images },
    { ...host("b", [], { runs: "1.1" }), entries: [early, late], images },
  ];
  t.like(currentRelease(half), { release: { version: "1.0" } });
});

test("a version that was good twice is one release, as of its last time", (t) => {
  const { entries } = host("a", ["1.0 good", "1.1 good", "1.0 good"]);
  t.deepEqual(
    goodReleases(entries).map(({ version, run }) => `${version} ${run}`),
    ["1.0 r3", "1.1 r2"],
  );
});

test("with roles one host of each proves the release before any other", (t) => {
  const hosts = ["w1", "w2", "w3", "q1", "q2"];
  const roles = [["w1", "w2", "w3"], ["q1", "q2"], []];
  t.deepEqual(batchesOf(hosts, ["1", "100%"], roles), [
    ["w1", "q1"],
    ["w2", "w3", "q2"],
  ]);
  t.deepEqual(batchesOf(["a", "b"], ["1"], [["a"], ["a", "b"]]), [["a"], ["b"]]);
});

test("what is pruned is older than the last releases, and named by nobody else", (t) => {
  const ledger = ["0.8 good", "0.9 returned", "1.0 good", "1.1 good", "1.2 good"];
  const one = {
    ...host("a", ledger, { runs: "1.2" }),
    foreign: ["other/name@sha256:".concat("08".padEnd(64, "0"))],
  };
  const versions = (kept: HostReleases, keep: number) =>
    superfluous(kept, keep).map((gone) => gone.slice(20, 22));
  t.deepEqual(
    versions(one, 2),
    ["09", "10"],
    "0.8 is another environment's too, whatever it is called there",
  );
  t.deepEqual(versions({ ...one, foreign: [] }, 2), ["08", "09", "10"]);
  t.deepEqual(versions({ ...one, foreign: [] }, 9), ["09"]);
  const old = {
    ...one,
    foreign: [],
    containers: [{ slot: "a", version: "0.8", image: image("0.8"), state: "running" }],
  };
  t.deepEqual(versions(old, 1), ["09", "10", "11"], "what runs stays, however old it is");
});

const BATCHES: readonly [hosts: number, sizes: string[], batches: number[]][] = [
  [4, ["1", "100%"], [1, 3]],
  [5, ["1"], [1, 1, 1, 1, 1]],
  [10, ["1", "25%"], [1, 2, 2, 2, 2, 1]],
  [3, ["10%"], [1, 1, 1]],
  [2, ["5"], [2]],
  [0, ["1"], []],
];

for (const [count, sizes, wanted] of BATCHES)
  test(`${count} hosts in batches of ${sizes.join(", ")}: ${wanted.join(", ")}`, (t) => {
    const hosts = Array.from({ length: count }, (_, index) => `h${index}`);
    const batches = batchesOf(hosts, sizes);
    t.deepEqual(
      batches.map(({ length }) => length),
      wanted,
    );
    t.deepEqual(batches.flat(), hosts);
  });

const outcome = (name: string, more: Partial<Outcome>): Outcome => ({
  host: name,
  done: false,
  back: false,
  why: {},
  stuck: "",
  releases: {
    entries: [],
    slot: "a",
    containers: [{ slot: "a", version: "1.0", image: "", state: "running" }],
  },
  ...more,
});

test("one block says who failed, why, who is back on what, and how to look further", (t) => {
  const text = reportText({
    ...{ service: "web", environment: "prod", kind: "deploy", version: "1.1", image: "", failed: true },
    hosts: [
      outcome("a", { done: true, back: true }),
      outcome("b", { back: true, why: { task: "Wait until it is ready", msg: "status 503\nlast line" } }),
      outcome("c", {}),
      outcome("d", { releases: {} }),
      outcome("e", { done: true, stuck: "Switch back: no engine" }),
    ],
  });
  t.is(
    text,
    `web 1.1 was not deployed in prod: b, d failed
b: Wait until it is ready
  status 503
  last line
a is back on 1.0
b is back on 1.0
e COULD NOT BE RETURNED: Switch back: no engine
not begun, on what they were: c
lost on the way, nobody knows what runs there: d
to look further: tera logs --limit b --failed`,
  );
});

const LEAST = "service: web\nimage: r/web\nproxy: {image: caddy}\n";
const SPECS: readonly [text: string, fault: RegExp][] = [
  ["- web", /must be a mapping/],
  ["service: web\nimage: r/web", /proxy is required/],
  [`${LEAST}batch: 1`, /there is no `batch`[\s\S]*release\.yml:4:1[\s\S]*batches/],
  [`${LEAST}batches: [0]`, /batches must be numbers[\s\S]*release\.yml:4/],
  [`${LEAST}batches: ["120%"]`, /batches must be numbers/],
  [`${LEAST}keep: 0`, /keep must be 1/],
  [`${LEAST}port: web`, /port must be/],
  [`${LEAST}ports: [1, 1]`, /ports must be two/],
  [`${LEAST}container: {name: x}`, /a release sets it itself/],
  ["service: We b\nimage: r/web\nproxy: {image: caddy}", /service must be of/],
  ["service: web\nimage: r/web:1.0\nproxy: {image: caddy}", /no tag and no digest/],
];

for (const [text, fault] of SPECS)
  test(`a release file is refused: ${JSON.stringify(text.replace(LEAST, "… "))}`, (t) => {
    const error = t.throws(() =>
      readSpec(readYaml(text, "release.yml"), { path: "release.yml", environment: "prod" }),
    );
    const faults = error instanceof Faults ? error.faults : error instanceof Fault ? [error] : [];
    t.regex(faults.map((one) => one.format()).join("\n"), fault);
  });

test("two environments of a service share nothing on a host", (t) => {
  const read = (environment: string) =>
    readSpec(readYaml(LEAST, "release.yml"), { path: "release.yml", environment });
  const ports = [...read("prod").ports, ...read("dev").ports];
  t.is(new Set(ports).size, 4);
});

const digest = `sha256:${"ab".repeat(32)}`;
const IMAGES: readonly [image: string, word: string, whole: string | RegExp][] = [
  ["r.example/web", `1.0@${digest}`, `r.example/web@${digest}`],
  ["", `r.example:5000/web:1.0@${digest}`, `r.example:5000/web@${digest}`],
  ["r.example/web", `r.example/web:1.0@${digest}`, `r.example/web@${digest}`],
  ["r.example/web", `other.example/web:1.0@${digest}`, /is for r\.example\/web, not for other\.example\/web/],
  ["", `1.0@${digest}`, /whose image is 1\.0/],
  ["r.example/web", "1.0", /by its digest/],
];

for (const [of, word, whole] of IMAGES)
  test(`the image of \`${word.slice(0, 40)}\` where the file says \`${of}\``, (t) => {
    const spec = readSpec(readYaml(LEAST.replace("r/web", `"${of}"`), "release.yml"), {
      path: "release.yml",
      environment: "prod",
    });
    const found = () => imageOf(spec, wantedOf(word));
    if (typeof whole === "string") t.is(found(), whole);
    else t.regex(t.throws(found).message, whole);
  });

const WANTED: readonly [word: string, version: string | RegExp][] = [
  [`1.2.0@${digest}`, "1.2.0"],
  [digest, "abababababab"],
  [`registry.example:5000/web:1.2.0@${digest}`, "1.2.0"],
  ["1.2.0", "1.2.0"],
  ["1.2.0@sha256:ab", /no digest/],
  [`a b@${digest}`, /no version/],
];

for (const [word, version] of WANTED)
  test(`what \`${word.slice(0, 40)}\` asks for`, (t) => {
    if (typeof version === "string") t.is(wantedOf(word).version, version);
    else t.regex(t.throws(() => wantedOf(word)).message, version);
  });
