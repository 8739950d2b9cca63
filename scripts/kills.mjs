// Kills the controller at random moments of uploads and commands, and looks at what is left.
// Usage: npm run kills -- [how many]
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const WANTED = Number(process.argv[2] ?? 100);
const SIGNALS = ["SIGKILL", "SIGTERM", "SIGINT"];
const CLI = resolve("dist/cli.js");
const sum = (data) => createHash("sha1").update(data).digest("hex");
const OLD = Buffer.alloc(3_000_000, "old\n");
const NEW = Buffer.alloc(3_000_000, "new\n");

const PLAY = `- hosts: all
  gather_facts: false
  tasks:
    - {copy: {src: new, dest: "{{ here }}/{{ inventory_hostname }}.{{ item }}"}, loop: [1, 2, 3], notify: noted}
    - {command: echo one, register: r}
    - {shell: "sleep 0.2; echo {{ r.stdout }} > {{ here }}/{{ inventory_hostname }}.ran"}
    - {copy: {src: new, dest: "{{ here }}/{{ inventory_hostname }}.4"}}
  handlers:
    - {name: noted, shell: "echo > {{ here }}/{{ inventory_hostname }}.noted"}
`;

/** One run that is killed, and what is wrong with what it left. */
async function once(number) {
  const here = mkdtempSync(join(tmpdir(), "tera-kills-"));
  const env = { ...process.env, XDG_STATE_HOME: join(here, "state"), TMPDIR: join(here, "tmp") };
  mkdirSync(env.TMPDIR);
  writeFileSync(join(here, "play.yml"), PLAY);
  writeFileSync(join(here, "new"), NEW);
  for (const host of ["h1", "h2"])
    for (const index of [1, 2, 3, 4]) writeFileSync(join(here, `${host}.${index}`), OLD);
  const words = [CLI, "playbook", "play.yml", "-i", "h1,h2", "-c", "local", "-e", `here=${here}`];
  const child = spawn(process.execPath, words, { cwd: here, env, stdio: "ignore" });
  const signal = SIGNALS[number % SIGNALS.length];
  const ended = new Promise((done) => child.once("close", (code) => done(code)));
  // the start of the program is of no interest: its first mark is the journal
  while (!existsSync(join(here, "state/tera/runs")) && child.exitCode === null) await pause(5);
  await pause(Math.random() * 1200);
  const wasRunning = child.kill(signal);
  const code = await ended;
  await pause(700);
  const wrong = [];
  if (wasRunning && child.exitCode !== null && code === 0 && !existsSync(join(here, "h2.noted")))
    wrong.push("ended with 0");
  for (const name of readdirSync(here).filter((one) => /^h\d\.\d$/.test(one)))
    if (![sum(OLD), sum(NEW)].includes(sum(readFileSync(join(here, name))))) wrong.push(`${name} is half`);
  const left = readdirSync(here).filter((one) => one.startsWith(".tera-"));
  if (left.length > 0 && signal !== "SIGKILL") wrong.push(`left: ${left}`);
  wrong.push(...processesIn(here).map((text) => `runs on: ${text}`));
  wrong.push(...journals(join(here, "state/tera/runs")));
  const resumed = spawnSync(process.execPath, [...words, "--resume"], { cwd: here, env, encoding: "utf8" });
  const isOver = /came to its end|no earlier run/.test(resumed.stderr);
  if (resumed.status !== 0 && !isOver) wrong.push(`--resume: ${resumed.stderr.slice(0, 300)}`);
  if (resumed.status === 0)
    for (const host of ["h1", "h2"]) {
      if (sum(readFileSync(join(here, `${host}.4`))) !== sum(NEW))
        wrong.push(`${host}.4 is old after --resume`);
      if (!existsSync(join(here, `${host}.noted`))) wrong.push(`the handler of ${host} has not run`);
    }
  rmSync(here, { recursive: true, force: true });
  return { signal, code, resumed: resumed.status === 0, wrong };
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

function processesIn(here) {
  const { stdout } = spawnSync("ps", ["-eo", "args"], { encoding: "utf8" });
  return stdout.split("\n").filter((line) => line.includes(here));
}

/** Every line but the last one must be whole. */
function journals(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .flatMap((name) => {
      try {
        for (const line of readFileSync(join(folder, name), "utf8").split("\n").slice(0, -1))
          JSON.parse(line);
        return [];
      } catch (error) {
        return [`journal: ${error.message}`];
      }
    });
}

const counts = new Map();
let held = 0;
for (let number = 0; number < WANTED; number++) {
  const { signal, code, resumed, wrong } = await once(number);
  const key = `${signal} -> ${code ?? "killed"}${resumed ? ", resumed" : ""}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
  if (wrong.length === 0) held += 1;
  else console.log(`${number} ${signal}: ${wrong.join("; ")}`);
}
for (const [key, count] of [...counts].sort()) console.log(`${String(count).padStart(4)}  ${key}`);
console.log(`${held} of ${WANTED} held`);
process.exit(held === WANTED ? 0 : 1);
