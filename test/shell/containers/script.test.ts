import test from "ava";
import { ACT, containers } from "../../../src/shell/containers/script.js";
import { type RunText, withPrograms } from "../../helpers/fake_programs.js";

/** Docker's client: what is asked of a container is answered from the environment, the rest succeeds unless it says. */
const DOCKER = `
case $1 in
inspect)
  [ "\${GONE-}" != "$5" ] || exit 1
  case $5 in
  '{{.State.Running}}') echo "\${RUNNING-true}" ;;
  '{{.State.Paused}}') echo "\${PAUSED-false}" ;;
  '{{.Config.StopTimeout}}') echo "\${STOP_TIMEOUT-<nil>}" ;;
  '{{.State.StartedAt}}') echo "\${STARTED-2026-01-01T00:00:00Z}" ;;
  '{{.State.ExitCode}}') echo 7 ;;
  '{{.HostConfig.AutoRemove}}') echo "\${AUTO_REMOVE-false}" ;;
  *State.Health}}*none*) echo "\${HEALTH-running healthy}" ;;
  *Health*) echo "1 not yet" ;;
  *OOMKilled*) echo "\${LIVES-running 0 0 false}" ;;
  esac ;;
logs) echo "last words" ;;
esac
for one in \${FAILS-}; do
  if [ "$one" = "$1" ] || [ "$one" = "$1:$2" ]; then echo "no $1" >&2; exit 1; fi
done
[ "$1" != start ] || [ -z "\${SAYS-}" ] || { echo "$SAYS"; exit "\${STATUS-0}"; }
exit 0`;

interface Case {
  what: string;
  vars: Record<string, string | boolean | number>;
  env?: Record<string, string>;
  /** what docker was told, but the questions */
  told: string[];
  failure?: RegExp;
  warning?: RegExp;
  said?: object;
}

const RENAMED = ["rename web.tera-next web"];
const TO_REPLACE = { act: "replace", words: "--tty", image: "img" };
const MADE_NEXT = "create --name web.tera-next --tty img";

const CASES: readonly Case[] = [
  { what: "nothing", vars: {}, told: [] },
  { what: "removed where it runs", vars: { act: "remove" }, told: ["stop web", "rm -v web"] },
  {
    what: "removed where it does not run",
    vars: { act: "remove" },
    env: { RUNNING: "false" },
    told: ["rm -v web"],
  },
  {
    what: "removed with its volumes kept, by force",
    vars: { act: "remove", keep_volumes: true, force_kill: true, kill_signal: "HUP" },
    told: ["kill -s HUP web", "rm -f web"],
  },
  {
    what: "not removed, as it does not stop",
    vars: { act: "remove" },
    env: { FAILS: "stop" },
    told: ["stop web"],
    failure: /^no stop$/,
  },
  {
    what: "removed though docker cannot, as it went by itself",
    vars: { act: "remove" },
    env: { FAILS: "rm", GONE: "." },
    told: ["stop web", "rm -v web"],
  },
  {
    what: "not removed",
    vars: { act: "remove", removal_wait_timeout: 2 },
    env: { FAILS: "rm" },
    told: ["stop web", "rm -v web"],
    failure: /^no rm$/,
  },
  {
    what: "stopped in its own time",
    vars: { goal: "stop", stop_timeout: "9" },
    env: { STOP_TIMEOUT: "30" },
    told: ["stop web"],
  },
  { what: "stopped in ours", vars: { goal: "stop", stop_timeout: "9" }, told: ["stop -t 9 web"] },
  {
    what: "stopped while it is paused",
    vars: { goal: "stop" },
    env: { PAUSED: "true" },
    told: ["unpause web", "stop web"],
  },
  {
    what: "not stopped",
    vars: { goal: "stop" },
    env: { FAILS: "stop" },
    told: ["stop web"],
    failure: /^no stop$/,
  },
  { what: "restarted", vars: { goal: "restart" }, told: ["restart web"] },
  { what: "restarted in a time", vars: { goal: "restart", stop_timeout: "3" }, told: ["restart -t 3 web"] },
  { what: "started", vars: { goal: "start" }, told: ["start web"] },
  {
    what: "not started",
    vars: { goal: "start" },
    env: { FAILS: "start" },
    told: ["start web", "logs --tail 20 web"],
    failure: /^the container web cannot be started: no start\nits last lines:\nlast words$/,
  },
  { what: "started until it is healthy", vars: { goal: "start", healthy: "5" }, told: ["start web"] },
  {
    what: "started, and not healthy in time",
    vars: { goal: "start", healthy: "0" },
    env: { HEALTH: "running starting" },
    told: ["start web", "logs --tail 20 web"],
    failure: /web was not healthy within 0 seconds; the last probe: 1 not yet\nits last/,
  },
  {
    what: "started, and ended before it was healthy",
    vars: { goal: "start", healthy: "5" },
    env: { HEALTH: "exited none" },
    told: ["start web", "logs --tail 20 web"],
    failure: /web ended with status 7 before it was healthy/,
  },
  { what: "looked at until it is healthy", vars: { healthy: "5" }, told: [] },
  {
    what: "looked at, and not healthy",
    vars: { healthy: "0" },
    env: { HEALTH: "running unhealthy" },
    told: [],
    failure: /^the container web was not healthy within 0 seconds/,
  },
  { what: "restarted until it is healthy", vars: { goal: "restart", healthy: "5" }, told: ["restart web"] },
  {
    what: "restarted, and not healthy",
    vars: { goal: "restart", healthy: "0" },
    env: { HEALTH: "running starting" },
    told: ["restart web"],
    failure: /not healthy within 0 seconds/,
  },
  { what: "paused", vars: { pause: "pause" }, told: ["pause web"] },
  {
    what: "made",
    vars: { act: "create", words: "--tty --env A=b", image: "img", program: "run 'two words'" },
    told: ["create --name web --tty --env A=b img run two words"],
  },
  {
    what: "made with networks",
    vars: { act: "create", image: "img", joins: 'docker network connect n "$made" &&\n' },
    told: ["create --name web img", "network connect n web"],
  },
  {
    what: "not made, and nothing is left",
    vars: { act: "create", image: "img", goal: "start" },
    env: { FAILS: "create" },
    told: ["create --name web img", "rm -f -v web"],
    failure: /^the container web cannot be made: no create$/,
  },
  {
    what: "not made, as a network fails",
    vars: { act: "create", image: "img", joins: 'docker network connect n "$made" &&\n' },
    env: { FAILS: "network" },
    told: ["create --name web img", "network connect n web", "rm -f -v web"],
    failure: /cannot be made: no network/,
  },
  {
    what: "made, and never ran",
    vars: { act: "create", image: "img", goal: "start" },
    env: { FAILS: "start", STARTED: "0001-01-01T00:00:00Z" },
    told: ["create --name web img", "start web", "logs --tail 20 web", "rm -f -v web"],
    failure: /cannot be started: no start/,
  },
  {
    what: "made, and ran before it ended",
    vars: { act: "create", image: "img", goal: "start" },
    env: { FAILS: "start" },
    told: ["create --name web img", "start web", "logs --tail 20 web"],
    failure: /cannot be started/,
  },
  {
    what: "made, and its output told",
    vars: { act: "create", image: "img", goal: "start", attached: true, cleanup: true },
    env: { SAYS: "done", STATUS: "3" },
    told: ["create --name web img", "start -a web", "rm -v web"],
    said: { status: "3", output: "done" },
  },
  {
    what: "made, and its program cannot be started",
    vars: { act: "create", image: "img", goal: "start", attached: true },
    env: { SAYS: "Error response from daemon: no such program", STATUS: "127" },
    told: ["create --name web img", "start -a web", "logs --tail 20 web"],
    failure: /cannot be started: Error response from daemon: no such program/,
  },
  { what: "changed while it runs", vars: { update: "--memory 5" }, told: ["update --memory 5 web"] },
  {
    what: "changed in its networks",
    vars: {
      leaves: 'docker network disconnect o "$made" &&\n',
      joins: 'docker network connect n "$made" &&\n',
    },
    told: ["network disconnect o web", "network connect n web"],
  },
  {
    what: "not changed in its networks",
    vars: { joins: 'docker network connect n "$made" &&\n' },
    env: { FAILS: "network" },
    told: ["network connect n web"],
    failure: /^the networks of web cannot be changed: no network$/,
  },
  {
    what: "replaced where it runs",
    vars: { ...TO_REPLACE, goal: "start" },
    told: [
      MADE_NEXT,
      "stop web",
      "rename web web.tera-previous",
      ...RENAMED,
      "start web",
      "rm -v web.tera-previous",
    ],
  },
  {
    what: "replaced where it does not run",
    vars: TO_REPLACE,
    env: { RUNNING: "false" },
    told: [MADE_NEXT, "rename web web.tera-previous", ...RENAMED, "rm -v web.tera-previous"],
  },
  {
    what: "replaced where it goes by itself",
    vars: TO_REPLACE,
    env: { AUTO_REMOVE: "true", GONE: "." },
    told: [MADE_NEXT, "stop web", ...RENAMED],
  },
  {
    what: "not replaced, as the old one does not stop",
    vars: TO_REPLACE,
    env: { FAILS: "stop" },
    told: [MADE_NEXT, "stop web", "rm -f -v web.tera-next"],
    failure: /^the old container web cannot be stopped: no stop$/,
  },
  {
    what: "not replaced, as the old one keeps its name: it runs again",
    vars: TO_REPLACE,
    env: { FAILS: "rename:web" },
    told: [MADE_NEXT, "stop web", "rename web web.tera-previous", "rm -f -v web.tera-next", "start web"],
    failure: /^the old container web cannot be renamed: no rename$/,
  },
  {
    what: "not replaced, as the new one does not get the name: the old one runs again",
    vars: TO_REPLACE,
    env: { FAILS: "rename:web.tera-next" },
    told: [
      ...[MADE_NEXT, "stop web", "rename web web.tera-previous", ...RENAMED, "rm -f -v web.tera-next"],
      ...["logs --tail 20 web", "rm -f -v web", "rename web.tera-previous web", "start web"],
    ],
    failure:
      /^the new container web cannot take its name: no rename\nits last lines:\nlast words\nthe old one runs again$/,
  },
  {
    what: "not replaced, as the new one ends: the old one runs again",
    vars: { ...TO_REPLACE, goal: "start" },
    env: { LIVES: "exited 3 0 true" },
    told: [
      ...[MADE_NEXT, "stop web", "rename web web.tera-previous", ...RENAMED, "start web"],
      ...["logs --tail 20 web", "rm -f -v web", "rename web.tera-previous web", "start web"],
    ],
    failure:
      /^the new container web ended at once with status 3 \(out of memory\)\n[\s\S]*the old one runs again$/,
  },
  {
    what: "not replaced, as the new one ends again and again",
    vars: { ...TO_REPLACE, goal: "start" },
    env: { LIVES: "running 3 2 false" },
    told: [
      ...[MADE_NEXT, "stop web", "rename web web.tera-previous", ...RENAMED, "start web"],
      ...["logs --tail 20 web", "rm -f -v web", "rename web.tera-previous web", "start web"],
    ],
    failure: /ends again and again\n/,
  },
  {
    what: "replaced, with the old one left over",
    vars: TO_REPLACE,
    env: { FAILS: "rm" },
    told: [MADE_NEXT, "stop web", "rename web web.tera-previous", ...RENAMED, "rm -v web.tera-previous"],
    failure: /^the new container web is in place, the old one is still there as web\.tera-previous: no rm$/,
  },
  {
    what: "undone first, what was interrupted",
    vars: { undo: "drop_next drop_current rename_previous" },
    told: ["rm -f -v web.tera-next", "stop web", "rm -f -v web", "rename web.tera-previous web"],
    warning: /a replacement of web was interrupted earlier/,
  },
  {
    what: "undone first, with the old one gone",
    vars: { undo: "drop_previous" },
    told: ["stop web.tera-previous", "rm -v web.tera-previous"],
    warning: /interrupted/,
  },
];

test("what docker is told of a container, and what is told of docker", (t) =>
  withPrograms({ docker: DOCKER, sleep: "exit 0" }, async (run: RunText) => {
    const usual = { name: "web", removal_wait_timeout: 1 };
    for (const { what, vars, env = {}, told, failure, warning, said } of CASES) {
      const given = { uses: [containers], vars: { ...VARS, ...usual, ...vars }, env };
      const { answer, told: all } = await run(ACT, given);
      const acts = all.filter((line) => !/^(docker inspect|sleep) /.test(line));
      t.deepEqual(
        acts,
        told.map((line) => `docker ${line}`),
        `${what}: ${acts.join(" | ")} ${answer.failure ?? ""}`,
      );
      if (failure) t.regex(answer.failure ?? "", failure, what);
      else t.is(answer.failure, undefined, what);
      if (warning) t.regex(answer.warnings.join(), warning, what);
      else t.deepEqual(answer.warnings, [], what);
      if (said) t.like(answer.said, said);
    }
  }));

/** All that a request names, so that none is left from the one before. */
const VARS = Object.fromEntries(
  "act goal undo update leaves joins healthy pause cleanup words image program env_lines exports stop_timeout force_kill kill_signal keep_volumes auto_remove attached docker_host"
    .split(" ")
    .map((name) => [name, null]),
);

test("an engine that is named is asked; without a client it is said", (t) =>
  withPrograms({ docker: 'echo "$DOCKER_HOST" >>"$0.hosts"' }, async (run, folder) => {
    await run(ACT, {
      uses: [containers],
      vars: { ...VARS, name: "web", docker_host: "tcp://h", pause: "pause" },
    });
    const { readFileSync } = await import("node:fs");
    t.regex(readFileSync(`${folder}/bin/docker.hosts`, "utf8"), /^(tcp:\/\/h\n)+$/);
  }));

test("the environment of a container is in a file that is gone, and in no argument", (t) =>
  withPrograms(
    {
      docker:
        'while [ $# -gt 0 ]; do [ "$1" != --env-file ] || { echo "$2"; cat "$2"; } >>"$0.env"; shift; done',
    },
    async (run, folder) => {
      const vars = { ...VARS, name: "web", act: "create", image: "img", env_lines: "A=secret\nB=2" };
      const { told } = await run(ACT, { uses: [containers], vars });
      t.false(told.join().includes("secret"));
      const { existsSync, readFileSync } = await import("node:fs");
      const [path = "", ...lines] = readFileSync(`${folder}/bin/docker.env`, "utf8").split("\n");
      t.deepEqual(lines.filter(Boolean), ["A=secret", "B=2"]);
      t.false(existsSync(path));
    },
  ));
