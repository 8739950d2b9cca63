import test from "ava";
import { isUnsafe, type PlainDict, type Value } from "../../src/model/value.js";
import { readPlay } from "../../src/playbook/play.js";
import { namesOf, oddHost } from "../../src/rollout/names.js";
import { literal } from "../../src/rollout/parts.js";
import { releasePlays } from "../../src/rollout/plays.js";
import { type At, execPlays, lockPlays, maintenancePlays } from "../../src/rollout/service_plays.js";
import { readSpec } from "../../src/rollout/spec.js";
import { readYaml } from "../../src/yaml/read.js";

/** What somebody types who means no template, or does. */
const TYPED = "{{ planted }}{% endraw %}";
const spec = readSpec(
  readYaml("service: web\nimage: r/web\nproxy: {image: caddy}\nsecrets: {TOKEN: x}\n", "release.yml"),
  {
    path: "release.yml",
    environment: "prod",
  },
);
const at: At = {
  spec,
  hosts: ["a"],
  roles: [],
  secrets: () => ({}),
  names: namesOf(spec),
  by: "ann",
  run: "r1",
};

const PLAYS: Readonly<Record<string, PlainDict[]>> = {
  "words of exec": execPlays(at, [TYPED, "-f", TYPED]),
  "the reason of a lock": lockPlays(at, "held", TYPED),
  "the reason to free a lock": lockPlays(at, "free", TYPED),
  "the message of maintenance": maintenancePlays(at, true, TYPED),
  "the reason to break a lock, and a secret": releasePlays({
    ...{
      spec,
      hosts: ["a"],
      roles: [],
      secrets: literal<PlainDict>({ TOKEN: TYPED }, ["TOKEN"]),
      kind: "deploy",
      version: "1",
      image: "r/web@sha256:0",
      run: "r1",
      by: "ann",
    },
    ...{ git: "", when: "", lock: { wait: 0, breakReason: TYPED, reason: TYPED }, playbook: [] },
  }),
};

/** Places of a value where the text stands as a template. */
function templates(value: unknown, path: string, seen = new Set<unknown>()): string[] {
  if (typeof value !== "object" || value === null || seen.has(value)) return [];
  seen.add(value); // a task knows its block, and a block its tasks
  return Object.entries(value).flatMap(([key, inner]) => {
    const name = Array.isArray(value) ? Number(key) : key;
    if (typeof inner === "string")
      return inner.includes("planted") && !isUnsafe(value, name) ? [`${path}.${key}`] : [];
    return templates(inner as Value, `${path}.${key}`, seen);
  });
}

for (const [what, plays] of Object.entries(PLAYS))
  test(`${what} stays text`, (t) => {
    t.true(JSON.stringify(plays).includes("planted"));
    const context = { folder: "/", loading: {} as never, faults: [], imports: [] };
    for (const play of plays) {
      const read = readPlay(play, context, { path: "release.yml", line: 1, column: 1 });
      t.deepEqual(templates(read.tasks, what), []);
    }
  });

const HOSTS: readonly [name: string, isOdd: boolean][] = [
  ["web1", false],
  ["web-1.example.com", false],
  ["10.0.0.1", false],
  ["prod-wéb_1", false],
  ["a'] ~ lookup('pipe', 'id') ~ hostvars['b", true],
  ["{{ 7 * 7 }}", true],
  ['a"b', true],
  ["web:db", true],
  ["web*", true],
  ["!web", true],
  ["-l", true],
  ["a b", true],
  ["", true],
];

for (const [name, isOdd] of HOSTS)
  test(`a host called \`${name}\` ${isOdd ? "is refused" : "can have a release"}`, (t) => {
    t.is(oddHost(["web1", name]), isOdd ? name : undefined);
  });
