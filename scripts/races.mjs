// Another user of the host against root's tasks, over a real sshd: he swaps names in the folders that they write to,
// reads whatever he may, and wins if anything of root's is read, changed, made or given away.
// Usage: npm run races -- [--become] [--fifos] [--tries N, default 200] [WORDS OF A CASE]. Needs Linux, root, sshd, perl.
// --become: the tasks come as a user who becomes root by sudo. --fifos: he puts FIFOs there too, at which no task may
// wait for ever; a task is ended after 10 s, so that they take long.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { becoming } from "./races/become.mjs";
import { CASES } from "./races/cases.mjs";
import { makeKey, startSshd } from "./sshd.mjs";

const RIVAL = 65534;
const PASSWD = "nobody";
const needed = ["/usr/sbin/sshd", "/usr/bin/perl", "/usr/bin/unshare"].find((path) => !existsSync(path));
if (process.getuid?.() !== 0 || needed) {
  console.log(`races: left out, ${needed ? `${needed} is not there` : "they need root"}`);
  process.exit(0);
}
const words = process.argv.slice(2);
const flagged = (name) => words.includes(name) && words.splice(words.indexOf(name), 1).length > 0;
const becomes = flagged("--become");
const fifos = flagged("--fifos");
const tries = words[0] === "--tries" ? Number(words.splice(0, 2)[1]) : 200;

const top = mkdtempSync(join(tmpdir(), "tera-races-"));
chmodSync(top, 0o755);
const [mine, open, closed, own] = ["rival", "shared", "closed", "controller"].map((name) => join(top, name));
const rivalProgram = resolve("scripts/races/rival.pl");

function prepare() {
  for (const folder of [mine, open, closed, own]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
  }
  chownSync(mine, RIVAL, RIVAL);
  chmodSync(open, 0o1777);
  chmodSync(closed, 0o711);
  for (const folder of ["tree", "parts"]) {
    mkdirSync(join(closed, folder));
    writeFileSync(join(closed, folder, "f"), "SECRET of a tree\n", { mode: 0o600 });
  }
  writeFileSync(join(closed, "secret"), "SECRET of root\n", { mode: 0o600 });
  mkdirSync(join(own, "tree"));
  writeFileSync(join(own, "tree/f"), "SECRET of a tree\n");
  spawnSync("ln", ["-s", "f", join(own, "tree/l")]);
  spawnSync("tar", ["czf", "tree.tgz", "tree"], { cwd: own });
  spawnSync("zip", ["-qr", "tree.zip", "tree"], { cwd: own });
  writeFileSync(join(own, "secret.j2"), "SECRET {{ item }}\n");
  writeFileSync(join(own, "secret.sh"), "#!/bin/sh\n# SECRET\n:\n");
}

/** All of root's that must stay: names, owners, permissions, times of files, contents. */
function described(path, at = "") {
  const found = lstatSync(path);
  const kind = found.isDirectory() ? "d" : found.isSymbolicLink() ? readlinkSync(path) : sum(path);
  const time = found.isFile() ? found.mtimeMs : "";
  const line = `${at || "."} ${kind} ${found.uid}:${found.gid} ${found.mode.toString(8)} ${time}`;
  const below = found.isDirectory() ? readdirSync(path).sort() : [];
  return [line, ...below.flatMap((name) => described(join(path, name), `${at}/${name}`))];
}
const sum = (path) => createHash("sha1").update(readFileSync(path)).digest("hex");

const label = ({ name, label: given, args }) => given ?? (args.backup ? `${name}, backup` : name);

/** One case, `tries` times; what was won, and how the tasks and the rival fared. */
async function race(one, _sshd) {
  prepare();
  const fill = (value) =>
    JSON.parse(
      JSON.stringify(value)
        .replace(/\b([ASVC])(?=[/"])/g, (_, letter) => ({ A: mine, S: open, V: closed, C: own })[letter])
        .replaceAll("USER", PASSWD)
        .replaceAll("KEY", readFileSync(`${hostKey}.pub`, "utf8").split(" ")[1]),
    );
  const reset = one.isSame
    ? [{ file: { path: join(mine, "f"), state: "absent" }, loop: "{{ range(1) }}" }]
    : [];
  const task = {
    [one.name]: fill(one.args),
    ...one.keywords,
    loop: `{{ range(${tries}) | list }}`,
    loop_control: { label: "{{ item }}" },
    register: "r",
    ignore_errors: true,
    timeout: 120,
  };
  const told = {
    copy: { content: "{{ r | to_json }}", dest: join(own, "results.json") },
    delegate_to: "localhost",
    vars: { ansible_connection: "local" },
    become: false,
  };
  const play = [
    {
      hosts: "all",
      gather_facts: false,
      become: becomes,
      environment: one.async ? { ANSIBLE_ASYNC_DIR: fill(`${one.async}/`).replace(/\/$/, "") } : {},
      tasks: [...reset.slice(1), task, ...(one.async ? [{ command: "sleep 2" }] : []), told],
    },
  ];
  writeFileSync(join(top, "play.json"), JSON.stringify(play));
  const before = described(closed);
  const names = one.names ?? [];
  const rival = spawn(
    "/usr/bin/perl",
    [
      rivalProgram,
      one.folder === "S" ? open : mine,
      closed,
      fifos ? `${one.states},fifo` : one.states,
      ...names,
    ],
    {
      uid: RIVAL,
      gid: RIVAL,
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let heard = "";
  rival.stdout.on("data", (data) => {
    heard += data;
  });
  const run = spawn(
    process.execPath,
    [resolve("dist/cli.js"), "playbook", "-T", "120", "-i", join(top, "hosts.ini"), join(top, "play.json")],
    { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, XDG_STATE_HOME: join(top, "state") } },
  );
  let output = "";
  for (const stream of [run.stdout, run.stderr])
    stream.on("data", (data) => {
      output += data;
    });
  await new Promise((done) => run.once("close", done));
  rival.kill("SIGTERM");
  await new Promise((done) => rival.once("close", done));
  const won = [];
  const after = described(closed).filter(
    (line) => one.label !== "the session's folder, validate" || !line.includes("/out"),
  );
  for (const line of after)
    if (!one.isLed && !before.includes(line) && !/^\. /.test(line)) won.push(`changed: ${line}`);
  if (lstatSync(closed).uid !== 0 || (lstatSync(closed).mode & 0o777) !== 0o711)
    won.push(`the folder: ${after[0]}`);
  if (after.length < before.length) won.push("something is gone");
  if (!one.isOpen) won.push(...heard.split("\n").filter((line) => line.startsWith("read")));
  let results = [];
  try {
    results = JSON.parse(readFileSync(join(own, "results.json"), "utf8")).results;
  } catch {
    won.push(`no results: ${output.slice(-600)}`);
  }
  if (one.made)
    for (const result of results.filter(({ failed }) => !failed)) {
      const found = lstatSync(result[one.made], { throwIfNoEntry: false });
      if (found?.uid !== 0 || (found.mode & 0o077) !== 0) won.push(`${result[one.made]} is not root's`);
    }
  const failed = results.filter((result) => result.failed).length;
  if (results.length !== tries) won.push(`only ${results.length} tries`);
  for (const { msg } of results)
    if (/expected time frame/.test(msg)) won.push("a task waited until its time-out");
  const reasons = new Map();
  for (const { failed: isFailed, msg } of results)
    if (isFailed) reasons.set(String(msg).slice(0, 90), (reasons.get(String(msg).slice(0, 90)) ?? 0) + 1);
  return { won, tried: results.length, failed, swaps: heard, reasons };
}

const hostKey = makeKey(top, "host");
const clientKey = makeKey(top, "client");
prepare();
const sshd = await startSshd({
  folder: top,
  name: "sshd",
  hostKey,
  clientKey,
  lines: [`SetEnv TMPDIR=${open}`],
  inside: becomes ? becoming.prepare(top) : ":",
});
writeFileSync(
  join(top, "hosts.ini"),
  `h ansible_host=127.0.0.1 ansible_port=${sshd.port} ansible_user=${becomes ? becoming.user : "root"} ansible_ssh_private_key_file=${clientKey} ansible_ssh_known_hosts_file=${top}/known_hosts ansible_ssh_args="-F none"\n`,
);
let all = 0;
let lost = 0;
try {
  for (const one of CASES.filter((each) => words.every((word) => label(each).includes(word)))) {
    const { won, tried, failed, reasons } = await race(one, sshd);
    all += tried;
    lost += won.length;
    console.log(`${label(one).padEnd(32)} ${tried} tried, ${failed} made to fail, ${won.length} won`);
    for (const text of won.slice(0, 4)) console.log(`    ${text}`);
    if (process.env.RACES_TOLD)
      for (const [reason, count] of reasons) console.log(`      ${count} ${reason}`);
  }
} finally {
  sshd.child.kill();
  if (!process.env.RACES_KEEP) rmSync(top, { recursive: true, force: true });
}
console.log(`${all} tried, ${lost} won`);
process.exit(lost === 0 && all > 0 ? 0 : 1);
