// Time and peak memory of `tera inventory --list` for 5,000 instances in 5 regions, next to ansible-inventory with the
// collection amazon.aws where both are there. See bench/README.md. Usage: node bench/ec2_inventory.mjs [runs]
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

const RUNS = Number(process.argv[2] ?? 5);
/** An instance of the fleet. */
const ONE = "i-00000000000000007";
const CONFIG = `plugin: amazon.aws.aws_ec2
hostnames: [instance-id]
compose:
  ansible_host: public_ip_address | default(private_ip_address, true)
groups:
  production: tags.Environment is match('prod')
keyed_groups:
  - {key: placement.region, prefix: region}
  - {key: tags.Role, prefix: role}
  - {key: instance_type, prefix: type}
`;

/** The server has a thread of its own, so that it does not wait for this one. */
const SERVER = `
const { parentPort } = require("node:worker_threads");
(async () => {
  const { startEc2 } = await import(${JSON.stringify(new URL("../build/test/helpers/ec2_server.js", import.meta.url).href)});
  const { ec2Fleet } = await import(${JSON.stringify(new URL("../build/test/helpers/ec2_fleet.js", import.meta.url).href)});
  const { env } = await startEc2({ data: ec2Fleet(5000) });
  parentPort.postMessage(env);
  // the server alone would not keep the thread alive
  parentPort.on("message", () => {});
})();`;

/** Runs a program; seconds, peak MiB of its own process, and the number of hosts it printed. */
function measure([command, ...args], env) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = [];
    let peak = 0;
    child.stdout.on("data", (chunk) => output.push(chunk));
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    const poll = setInterval(() => {
      peak = Math.max(peak, peakOf(child.pid));
    }, 5);
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(poll);
      const seconds = (performance.now() - started) / 1000;
      if (code !== 0) return reject(new Error(`${command} ended with ${code}: ${said}`));
      const { _meta } = JSON.parse(Buffer.concat(output).toString("utf8"));
      resolve({ seconds, peak, hosts: _meta ? Object.keys(_meta.hostvars).length : 1 });
    });
  });
}

function peakOf(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

function hasAnsible() {
  const ask = ["-t", "inventory", "amazon.aws.aws_ec2"];
  try {
    // where the collection is missing, it prints nothing and ends well
    return execFileSync("ansible-doc", ask, { stdio: ["ignore", "pipe", "ignore"] }).length > 0;
  } catch {
    return false;
  }
}

const folder = mkdtempSync(join(tmpdir(), "ec2-bench-"));
const plain = join(folder, "plain.aws_ec2.yml");
const cached = join(folder, "cached.aws_ec2.yml");
writeFileSync(plain, CONFIG);
writeFileSync(cached, `${CONFIG}cache: true\ncache_plugin: jsonfile\ncache_connection: ${folder}/kept\n`);

const programs = [
  ["tera", ["node", "dist/cli.js", "inventory", "-i", plain, "--list"]],
  ["tera, one host printed", ["node", "dist/cli.js", "inventory", "-i", plain, "--host", ONE]],
  ["tera, cached", ["node", "dist/cli.js", "inventory", "-i", cached, "--list"]],
];
if (hasAnsible()) {
  programs.push(["ansible-inventory", ["ansible-inventory", "-i", plain, "--list"]]);
  programs.push(["ansible-inventory, cached", ["ansible-inventory", "-i", cached, "--list"]]);
}

const worker = new Worker(SERVER, { eval: true });
const env = await new Promise((resolve) => worker.once("message", resolve));
const results = new Map(programs.map(([name]) => [name, []]));
for (const [, command] of programs) await measure(command, env); // fills the caches
for (let run = 0; run < RUNS; run++)
  for (const [name, command] of programs) results.get(name).push(await measure(command, env));

const first = median(results.get("tera").map((one) => one.seconds));
console.log(
  "| program | hosts printed | seconds, median (all) | peak MiB | times tera |\n|---|---:|---:|---:|---:|",
);
for (const [name, runs] of results) {
  const seconds = runs.map((one) => one.seconds);
  const all = seconds.map((one) => one.toFixed(2)).join(" ");
  const peak = Math.round(median(runs.map((one) => one.peak)));
  console.log(
    `| ${name} | ${runs[0].hosts} | ${median(seconds).toFixed(2)} (${all}) | ${peak} | ${(median(seconds) / first).toFixed(1)} |`,
  );
}
await worker.terminate();
rmSync(folder, { recursive: true });
