import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import {
  currentEngine,
  dockerLogin,
  dockerWith,
  lastLine,
  must,
  noEngine,
} from "../../../src/cli/ecr/docker.js";
import { Secret } from "../../../src/model/secret.js";
import { scratchFolder } from "../../helpers/scratch.js";
import { shown } from "../../helpers/typed.js";

const folder = scratchFolder("ecr-docker");

/** Docker's client: notes what it is told, and does what the test wants. */
function client(does: string): { PATH: string } {
  writeFileSync(join(folder, "docker"), `#!/bin/sh\necho "$DOCKER_HOST: $*" >>${folder}/log\n${does}\n`);
  chmodSync(join(folder, "docker"), 0o755);
  writeFileSync(join(folder, "log"), "");
  return { PATH: `${folder}:${process.env.PATH}` };
}

const told = (): string[] => readFileSync(join(folder, "log"), "utf8").split("\n").filter(Boolean);

/** What work gives beside such a client. */
async function beside<T>(env: Record<string, string | undefined>, work: () => Promise<T>): Promise<T> {
  let found: T | undefined;
  let failure: unknown;
  await shown(
    async () => {
      try {
        found = await work();
      } catch (error) {
        failure = error;
      }
      return 0;
    },
    { env: { DOCKER_HOST: undefined, ...env } },
  );
  if (failure !== undefined) throw failure;
  return found as T;
}

/** What the client prints, and its code; the engine that is meant. */
const ENGINES: readonly (readonly [does: string, engine: string | undefined])[] = [
  ["echo unix:///run/docker.sock", "unix:///run/docker.sock"],
  ["echo tcp://1.2.3.4:2375; exit 1", undefined],
  ["echo no context", undefined],
  ["echo; exit 0", undefined],
];

for (const [does, engine] of ENGINES)
  test.serial(`the user's own engine, where docker does: ${does}`, async (t) => {
    t.is(await beside(client(does), currentEngine), engine);
    t.deepEqual(told(), [": context inspect --format {{.Endpoints.docker.Host}}"]);
  });

test.serial("an engine that the environment names is left to it", async (t) => {
  const env = { ...client("echo unix:///other"), DOCKER_HOST: "tcp://named" };
  t.is(await beside(env, currentEngine), undefined);
  t.deepEqual(told(), []);
});

test.serial(
  "docker is told a configuration and an engine where there is one; its password comes by stdin",
  async (t) => {
    const env = client('echo out; echo err >&2; case "$*" in *stdin*) cat ;; esac; exit 3');
    const both = await beside(env, () => dockerWith("/c", "tcp://h")(["ps", "-a"]));
    t.is(both.code, 3);
    t.deepEqual(both.text.trim().split("\n").sort(), ["err", "out"]);
    await beside(env, () => dockerWith(undefined)(["ps"]));
    t.deepEqual(told(), ["tcp://h: --config /c ps -a", ": ps"]);
    const good = client('[ "$(cat)" = pw ]');
    await t.notThrowsAsync(
      beside(good, () => dockerLogin(dockerWith("/c"), "r.example", "AWS", new Secret("pw"))),
    );
    t.deepEqual(told(), [": --config /c login --username AWS --password-stdin r.example"]);
    const bad = client("cat; echo; echo not you; exit 1");
    await t.throwsAsync(
      beside(bad, () => dockerLogin(dockerWith("/c"), "r.example", "AWS", new Secret("pw"))),
      {
        code: "AWS_FAILED",
        message: "not logged in to r.example: not you",
      },
    );
  },
);

test.serial("what docker prints is shown where it is asked for, and only there", async (t) => {
  const env = client("echo layer");
  const say = (options: { shown?: boolean }) =>
    shown(async () => (await dockerWith(undefined)(["push"], options)).code, { env });
  t.deepEqual(await say({ shown: true }), { code: 0, stdout: "", stderr: "layer\n" });
  t.deepEqual(await say({}), { code: 0, stdout: "", stderr: "" });
});

test.serial("where there is no docker, it is said", async (t) => {
  await t.throwsAsync(
    beside({ PATH: "/nonexistent" }, () => dockerWith(undefined)(["ps"])),
    { code: "FILE_MISSING", message: "docker cannot be started here" },
  );
});

/** What docker has said last; the fault that is made of it, and its way out. */
const FAILURES: readonly (readonly [text: string, message: RegExp, hint: RegExp | undefined])[] = [
  ["first\nlast\n\n", /^it failed: last$/, undefined],
  ["WARNING: x\nlast\nWARNING: y\n", /^it failed: last$/, undefined],
  ["", /^it failed: docker said nothing$/, undefined],
  [
    "Cannot connect to the Docker daemon at unix:///x. Is it running?",
    /does not reach its engine/,
    /start the engine/,
  ],
  ["error: docker daemon is not running", /does not reach its engine/, /start the engine/],
  ["failed to connect to the docker API at tcp://x", /does not reach its engine/, /start the engine/],
  [
    "permission denied while trying to\nconnect to the docker socket",
    /docker may not use its engine: connect to the docker socket/,
    /group docker/,
  ],
  ["permission denied: /etc/x", /^it failed: permission denied: \/etc\/x$/, undefined],
];

for (const [text, message, hint] of FAILURES)
  test(`what is made of docker's ${JSON.stringify(text.slice(0, 50))}`, async (t) => {
    const fault = await t.throwsAsync(must(Promise.resolve({ code: 1, text }), "it failed"), {
      code: "AWS_FAILED",
      message,
    });
    const found = (fault as Error & { hint?: string }).hint;
    if (hint) t.regex(found ?? "", hint);
    else t.is(found, undefined);
    t.is(await must(Promise.resolve({ code: 0, text }), "it failed"), text);
    t.is(noEngine(text) === undefined, hint === undefined);
  });

test("the last line is trimmed", (t) => {
  t.is(lastLine("a\n  b  \n \n"), "b");
});
