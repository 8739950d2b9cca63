import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import test from "ava";

const MAIN = resolve("build/src/cli/main.js");
const folder = mkdtempSync(join(tmpdir(), "tera-stop-"));
/** takes connections, and never answers */
const sockets = new Set<Socket>();
const silent = createServer((socket) => sockets.add(socket.on("error", () => undefined)));

test.before(() => new Promise<void>((done) => silent.listen(0, "127.0.0.1", done)));
test.after.always(() => {
  for (const socket of sockets) socket.destroy();
  silent.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Ctrl-C as soon as `ready` is true; the end has to come long before the time limits of what is waited for. */
async function interrupted(
  words: string[],
  ready: (output: string) => boolean,
  signal: "SIGINT" | "SIGTERM" = "SIGINT",
) {
  const child = spawn(process.execPath, [MAIN, ...words], {
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: "123456789012",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_REGION: "eu-west-1",
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  const ended = new Promise<number | null>((done) => child.on("close", done));
  for (let waited = 0; !ready(output) && waited < 1200; waited++) await sleep(50);
  // the task is shown a moment before it waits
  await sleep(200);
  const started = performance.now();
  child.kill(signal);
  const code = await Promise.race([ended, sleep(40_000, "it goes on", { ref: false })]);
  child.kill("SIGKILL");
  return { code, output, seconds: (performance.now() - started) / 1000 };
}

let asked = 0;
const isAsked = () => {
  const more = sockets.size > asked;
  if (more) asked = sockets.size;
  return more;
};

/** Seconds: half of the shortest wait that is broken off, so that a busy machine changes nothing. */
const SOON = 30;

function playbook(name: string, task: string): string[] {
  const path = join(folder, name);
  writeFileSync(path, `- {hosts: all, gather_facts: false, tasks: [${task}]}\n`);
  return ["playbook", "-i", "localhost,", "-c", "local", path];
}

const inventory = (): string => {
  const path = join(folder, "x.aws_ec2.yml");
  writeFileSync(path, "plugin: amazon.aws.aws_ec2\nregions: [eu-west-1]\n");
  return path;
};

const CASES: readonly (readonly [string, () => string[]])[] = [
  ["an inventory", () => ["provision", "-i", inventory()]],
  ["a lookup", () => playbook("lookup.yml", `debug: {msg: "{{ lookup('tera.aws.ecr_digest', 'a:1') }}"}`)],
  ["a module", () => playbook("module.yml", "community.aws.ecs_service_info: {service: web}")],
  [
    "a target group",
    () =>
      playbook(
        "group.yml",
        "community.aws.elb_target: {state: absent, target_group_name: web, target_id: i-1}",
      ),
  ],
  ["a token", () => playbook("token.yml", `tera.aws.ecr_login: {config_path: "${folder}/docker"}`)],
  [
    "the doctor",
    () =>
      "doctor ecs-agent localhost -i localhost, -c local --cluster a --region eu-west-1 --service web".split(
        " ",
      ),
  ],
  ["a digest", () => ["ecr", "digest", "webapp:1"]],
];

for (const [what, words] of CASES)
  test.serial(`Ctrl-C does not wait for AWS: ${what}`, async (t) => {
    const { code, output, seconds } = await interrupted(words(), isAsked);
    t.is(code, 130, output);
    t.true(seconds < SOON);
    t.notRegex(output, /defect|AbortError/);
  });

const WAITS = [
  ["pause", "{debug: {msg: soon}}, {pause: {seconds: 60}}", /soon/],
  ["until", "{command: /bin/false, register: r, until: r is succeeded, delay: 60}", /RETRYING/],
  [
    "endless tries",
    "{command: /bin/false, register: r, until: r is succeeded, retries: 1000000, delay: 0}",
    /RETRYING/,
  ],
  ["loop_control", "{command: echo, loop: [1, 2], loop_control: {pause: 60}}", /item=1/],
  ["a command", "{debug: {msg: soon}}, {command: sleep 60}", /soon/],
  [
    "a block with rescue",
    "{block: [{debug: {msg: soon}}, {command: sleep 60}], rescue: [{debug: {msg: rescued}}], always: [{debug: {msg: rescued}}]}",
    /soon/,
  ],
  [
    "an ignored task",
    "{debug: {msg: soon}}, {command: sleep 60, ignore_errors: true}, {debug: {msg: rescued}}",
    /soon/,
  ],
] as const;

for (const [signal, expected] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)
  for (const [what, task, ready] of WAITS)
    test.serial(`${signal} ends ${what}: named once, and nothing has failed`, async (t) => {
      const { code, output, seconds } = await interrupted(
        playbook("wait.yml", task),
        (text) => ready.test(text),
        signal,
      );
      t.is(code, expected, output);
      t.true(seconds < SOON);
      t.is(output.match(/stopped by/g)?.length, 1, output);
      t.regex(output, /^localhost +: .*failed=0 .*rescued=0 .* interrupted$/m);
      t.notRegex(output, /defect|AbortError|FAILED!|UNREACHABLE|rescued"/);
    });

test.serial("a signal ends a template that would compute for hours", async (t) => {
  const endless =
    "{% for i in range(100000) %}{% for j in range(100000) %}{% if i * j < 0 %}x{% endif %}{% endfor %}{% endfor %}";
  const words = playbook("hours.yml", `{debug: {msg: soon}}, {debug: {msg: "${endless}"}}`);
  const { code, seconds } = await interrupted(words, (text) => text.includes("TASK [debug]"), "SIGTERM");
  // by the signal itself where it computes already, which a shell makes 143 of
  t.true(code === null || code === 143, String(code));
  t.true(seconds < SOON);
});

test.serial("a product that would not fit in memory is the task's failure", async (t) => {
  const words = playbook(
    "big.yml",
    '{debug: {msg: "{{ range(9999) | product(range(9999)) | list | length }}"}}',
  );
  const { code, output } = await interrupted(words, (text) => text.includes("PLAY RECAP"), "SIGTERM");
  t.is(code, 2, output);
  t.regex(output, /product\(\) is limited to 5000000 items/);
});
