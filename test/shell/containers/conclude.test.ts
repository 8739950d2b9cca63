import test from "ava";
import type { Controller } from "../../../src/model/module.js";
import type { Answer, ResultValues } from "../../../src/model/result.js";
import { concluded } from "../../../src/shell/containers/conclude.js";
import type { Inspected } from "../../../src/shell/containers/inspected.js";

const answer = (said: Inspected, more: Partial<Answer> = {}): Answer =>
  ({
    code: 0,
    changed: false,
    said,
    warnings: [],
    differences: [],
    stdout: Buffer.alloc(0),
    stderr: Buffer.alloc(0),
    ...more,
  }) as unknown as Answer;

interface Sent {
  vars: Record<string, unknown>;
  uses: readonly { name: string }[];
}

/** A task's end: its result, and what the host was then told. */
async function ended(args: Inspected, first: Answer, then = answer({}), mode: Partial<Controller> = {}) {
  const sent: Sent[] = [];
  const send = async (script: Sent) => {
    sent.push(script);
    return then;
  };
  const controller = { check: false, diff: false, ...mode, send } as unknown as Controller;
  const values = await concluded(first, { name: "web", state: "started", ...args }, controller);
  return { values, told: sent[0]?.vars, uses: sent[0]?.uses.map(({ name: library }) => library) };
}

const web = { Name: "/web", Image: "1", Config: { Image: "a:1" }, State: { Running: true } };
const there = { found: [web], image_id: "1" };
const none = { found: [], image_id: "1" };
const image = { image: "a:1" };

/** [what, arguments, the host's first answer, the result, what the host is then told of acts] */
const ENDS: readonly [string, Inspected, Answer, ResultValues, string | undefined][] = [
  ["a look that failed", image, answer(none, { failure: "no" }), {}, undefined],
  ["a look that ended badly", image, answer(none, { code: 1 }), {}, undefined],
  ["no engine", image, answer({ engine: "none" }), { changed: true }, undefined],
  [
    "no engine, and nothing wanted",
    { state: "absent" },
    answer({ engine: "none" }),
    { changed: false },
    undefined,
  ],
  ["all as wanted", image, answer(there), { changed: false, container: web }, undefined],
  [
    "a new image alone",
    image,
    answer(there, { changed: true }),
    { changed: true, container: web },
    undefined,
  ],
  ["nothing there", image, answer(none), { changed: true }, "create"],
  ["nothing there to remove", { state: "absent" }, answer(none), { changed: false }, undefined],
  ["one to remove", { state: "absent" }, answer(there), { changed: true, container: web }, "remove"],
  [
    "health to wait for",
    { ...image, state: "healthy" },
    answer(there),
    { changed: false, container: web },
    "",
  ],
  [
    "no image for a new one",
    {},
    answer(none),
    { changed: false, failed: true, msg: "Cannot create container when image is not specified!" },
    undefined,
  ],
  [
    "what is left of another run",
    image,
    answer({ found: [web, { Name: "/web.tera-next" }], image_id: "1" }),
    { changed: true, container: web },
    "",
  ],
];

for (const [what, args, first, values, act] of ENDS)
  test(`of a host with ${what} the result is ${JSON.stringify(values)}`, async (t) => {
    const end = await ended(args, first);
    t.deepEqual(end.values, values);
    t.is(end.told?.act, act);
  });

test("in check mode nothing is done, and the difference is what would be", async (t) => {
  const { values, told } = await ended(image, answer(none), answer({}), { check: true, diff: true });
  t.is(told, undefined);
  t.deepEqual(values, {
    changed: true,
    diff: { before: { exists: false, running: false }, after: { exists: true, running: true } },
  });
});

const labelled = { ...none, image: { Config: { Labels: { a: "1", b: "2" } } } };
const strict = { ...image, labels: { a: "x" }, comparisons: { labels: "strict" } };
const LABELS: readonly [args: Inspected, refused: boolean][] = [
  [{ ...strict, image_label_mismatch: "fail" }, true],
  [{ ...strict, image_label_mismatch: "ignore" }, false],
  [{ ...strict, image_label_mismatch: "fail", labels: { a: "x", b: "y" } }, false],
  [{ ...strict, image_label_mismatch: "fail", comparisons: {} }, false],
];

for (const [args, refused] of LABELS)
  test(`labels of the image beside ${JSON.stringify(args)} are ${refused ? "refused" : "accepted"}`, async (t) => {
    const { values } = await ended(args, answer(labelled));
    t.is(values.failed, refused ? true : undefined);
    if (refused) t.regex(String(values.msg), /present in the base image.* Labels: b$/);
  });

const inspected = { Id: "2" };
/** [the answer to what was done, what of the result is then otherwise] */
const DONE: readonly [Answer, ResultValues][] = [
  [answer({}), {}],
  [answer({ container: inspected }), { container: inspected }],
  [answer({ container: inspected }, { warnings: ["hm"] }), { container: inspected, warnings: ["hm"] }],
  [answer({}, { failure: "no room" }), { changed: false, failed: true, msg: "no room" }],
  [
    answer({}, { failure: "no", warnings: ["hm"] }),
    { changed: false, failed: true, msg: "no", warnings: ["hm"] },
  ],
  [
    answer({}, { code: 3, stderr: Buffer.from(" oops\n") }),
    { changed: false, failed: true, msg: "ended with status 3: oops" },
  ],
  [
    answer({ container: inspected, status: "0", output: "said\n" }),
    { status: 0, container: { ...inspected, Output: "said\n" } },
  ],
  [answer({ status: "4", output: "x" }), { status: 4, container: { Output: "x" }, failed: true, msg: "x" }],
  [
    answer({ status: "4", output: "" }),
    { status: 4, container: { Output: "" }, failed: true, msg: "web ended with status 4" },
  ],
];

for (const [then, values] of DONE)
  test(`what was done and said ${JSON.stringify(then.said)} ${then.failure ?? then.code} is ${JSON.stringify(values)}`, async (t) => {
    const end = await ended(image, answer(none), then);
    t.deepEqual(end.values, { changed: true, ...values });
  });

/** [arguments, some of what the host is told to do] */
const TOLD: readonly [args: Inspected, told: Inspected, first?: Inspected][] = [
  [
    {},
    { name: "web", docker_host: "", goal: "start", healthy: "", attached: false, image: "a:1", pause: "" },
  ],
  [{ detach: false }, { attached: true }],
  [{ detach: true }, { attached: false }],
  [{ state: "healthy", healthy_wait_timeout: 10.6 }, { healthy: "11" }],
  [
    { removal_wait_timeout: 1.5, stop_timeout: 4, kill_signal: "HUP" },
    { removal_wait_timeout: "2", stop_timeout: "4", kill_signal: "HUP" },
  ],
  [
    { cleanup: true, auto_remove: true, keep_volumes: true, force_kill: true },
    { cleanup: true, auto_remove: true, keep_volumes: true, force_kill: true },
  ],
  [{ cleanup: false }, { cleanup: false, auto_remove: false, keep_volumes: false, force_kill: false }],
  [
    { image: "a b", command: ["c d"] },
    { image: "'a b'", program: "'c d'" },
  ],
  [
    { env: { A: "1", "B.C": "x\ny", D: "x\ny" } },
    { env_lines: "A=1\n", exports: "export D='x\ny'\n", words: "--env 'B.C=x\ny' --env D" },
  ],
  [{ env_file: "/f" }, { env_lines: "A=1\n" }, { ...none, env_file: "A=1\n" }],
  [
    { ipc_mode: "container:db" },
    { words: "--ipc container:db" },
    { ...none, peers: "id1 db,web/db\nid2 x\n" },
  ],
  [{ user: null, cap_drop: [] }, { words: "" }],
  [{ cpus: 2 }, { act: "", update: "--cpus 2", goal: "" }, there],
  [
    { networks: [{ name: "n 1" }, { name: "o", aliases: ["p"] }, { name: "q" }] },
    {
      act: "create",
      joins: 'docker network connect --alias p o "$made" &&\ndocker network connect q "$made" &&\n',
      leaves: "",
    },
  ],
  [
    { networks: [], purge_networks: true },
    {
      leaves: 'docker network disconnect \'b c\' "$made" &&\ndocker network disconnect d "$made" &&\n',
      joins: "",
    },
    { ...there, found: [{ ...web, NetworkSettings: { Networks: { "b c": {}, d: {} } } }] },
  ],
  [
    { container_default_behavior: "compatibility" },
    {
      words:
        "--rm=false --init=false --interactive=false --memory 0 --privileged=false --read-only=false --tty=false",
    },
  ],
  [
    { container_default_behavior: "compatibility", tty: true, memory: "1K" },
    {
      words:
        "--rm=false --init=false --interactive=false --memory 1024 --privileged=false --read-only=false --tty=true",
    },
  ],
  [{ container_default_behavior: "no_defaults" }, { words: "" }],
];

for (const [args, told, first = none] of TOLD)
  test(`of ${JSON.stringify(args)} the host is told ${JSON.stringify(told)}`, async (t) => {
    const end = await ended({ ...image, ...args }, answer(first));
    t.deepEqual(Object.fromEntries(Object.keys(told).map((name) => [name, end.told?.[name]])), told);
  });

test("what is done on the host uses the library of containers, by its name", async (t) => {
  t.deepEqual((await ended(image, answer(none))).uses, ["containers"]);
});

test("a container that others are linked to is known by each of its names", async (t) => {
  const peer = { HostConfig: { IpcMode: "container:id1" } };
  const first = answer({ ...there, found: [{ ...web, ...peer }], peers: "id1 db,web/db\nid2 x\n" });
  const { values } = await ended({ ...image, ipc_mode: "container:web/db" }, first);
  t.is(values.changed, false);
});
