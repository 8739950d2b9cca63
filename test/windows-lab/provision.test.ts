import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import test from "ava";
import type { Event } from "../../src/model/event.js";
import { played } from "../helpers/in_process.js";
import { scratchFolder } from "../helpers/scratch.js";
import { startHost } from "./serve.js";

/** The product's main job on a fresh Windows host: genuine Node and Garnet as services, by NTLM with sealing. */
const archives = spawnSync("bash", ["test/windows-lab/extras/archives.sh", "--check"], { encoding: "utf8" });
const folder = scratchFolder("windows-provision");
const inventory = join(folder, "inventory");

let started: Awaited<ReturnType<typeof startHost>>;
test.before(async (t) => {
  if (archives.status !== 0)
    return t.log(
      "what the roles download is not there: skipped (test/windows-lab/extras/archives.sh brings it)",
    );
  started = await startHost(archives.stdout.trim(), (text) => t.log(text));
  if (!started) return;
  mkdirSync(join(inventory, "group_vars"), { recursive: true });
  const hosts = { windows: { hosts: { windows1: started.vars } } };
  writeFileSync(join(inventory, "hosts.yml"), JSON.stringify(hosts));
  const vars = readFileSync("inventory/lab-windows/group_vars/windows.yml");
  writeFileSync(join(inventory, "group_vars/windows.yml"), vars);
});
test.after.always(() => started?.stop());

/** Plays a book; what came of each task, by its name. */
async function play(book: string) {
  const events: Event[] = await played(resolve(book), { cwd: process.cwd(), inventory });
  const results = events.flatMap((event) => (event.type === "task-result" ? [event] : []));
  const named = (status: string) =>
    results.filter(({ result }) => result.status === status).map(({ task }) => task.name);
  return { changed: named("changed"), failed: named("failed"), ok: named("ok"), count: results.length };
}

async function smoke() {
  const { ok, failed } = await play("playbooks/smoke.yml");
  return { checks: ok.filter((name) => /Check \d: /.test(name)).length, failed };
}

test.serial(
  "a fresh host becomes the service; a restart keeps it, and a second run changes nothing",
  async (t) => {
    if (!started) return t.pass("no lab");
    const first = await play("playbooks/site.yml");
    t.deepEqual(first.failed, []);
    t.true(first.changed.includes("redis : Run Garnet with the host"));
    t.true(first.changed.includes("webapp : Run the app with the host"));
    const reboot = [{ hosts: "all", gather_facts: false, tasks: [{ name: "restart", reboot: {} }] }];
    writeFileSync(join(folder, "reboot.yml"), JSON.stringify(reboot));
    t.deepEqual((await play(join(folder, "reboot.yml"))).changed, ["restart"]);
    t.deepEqual(await smoke(), { checks: 9, failed: [] });

    const second = await play("playbooks/site.yml");
    t.deepEqual([second.changed, second.failed], [[], []]);
  },
);

test.serial(
  "the engine's role adds the feature, unpacks, registers and starts; Docker and the feature are doubles",
  async (t) => {
    if (!started) return t.pass("no lab");
    const role = [{ hosts: "all", roles: [resolve("roles/docker")] }];
    writeFileSync(join(folder, "docker.yml"), JSON.stringify(role));
    const first = await play(join(folder, "docker.yml"));
    t.deepEqual(first.failed, []);
    for (const name of [
      "Add the feature that containers need",
      "Unpack the engine",
      "Make it a service",
      "Write the engine's settings",
    ])
      t.true(first.changed.includes(`docker : ${name}`), name);
    t.true(first.ok.includes("docker : Wait until the engine answers"));
  },
);
