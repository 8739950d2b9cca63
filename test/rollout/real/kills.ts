import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { tera } from "../../e2e/cli.js";
import type { DockerHost } from "../../e2e/docker_host.js";
import { type Ground, type RealTest, said } from "./ground.js";
import { underLoad } from "./load.js";

/** How often, from which seed, and how many requests in a second meanwhile. */
export interface Kills {
  kills: number;
  seed: number;
  rate: number;
}

/** The controller is killed by -9 at random moments; one command more, and all is well. */
export function killTests(test: RealTest, ground: Ground, { kills, seed, rate }: Kills): void {
  test(`the controller is killed ${kills} times (seed ${seed}): one deploy or rollback brings every host to one version`, async (t) => {
    t.timeout(60_000 + kills * 120_000);
    ground.writeFile();
    const random = mulberry(seed);
    const urls = ground.fleet.hosts.map((_, index) => ground.url(index));
    const begun = performance.now();
    t.is((await ground.deploy("1.1.0")).code, 0);
    const whole = performance.now() - begun;
    for (let number = 0; number < kills; number++) {
      const [runs] = await ground.versions();
      // another one than what runs: nothing to do is soon done
      const version = ["1.0.0", "2.0.0", "1.1.0"].filter((one) => one !== runs)[Math.floor(random() * 2)]!;
      const isRollback = random() < 0.3;
      const words = isRollback ? ["rollback"] : ["deploy", ground.wanted(version)];
      const after = random() * whole;
      const mends = ["deploy the same", "roll back", "deploy another"][Math.floor(random() * 3)]!;
      const done = await underLoad(t, { urls, rate }, async () => {
        const phase = await killed(ground.words(words[0]!, ...words.slice(1)), ground.env, after);
        t.log(
          `${number}: ${isRollback ? "rollback" : version}, killed after ${(after / 1000).toFixed(1)} s (${phase}), then ${mends}`,
        );
        if (mends === "roll back") return ground.run("rollback");
        return ground.deploy(mends === "deploy the same" ? version : "1.1.0");
      });
      t.is(done.code, 0, said(done));
      const versions = new Set(await ground.versions());
      t.is(versions.size, 1, `${[...versions]} after ${mends}\n${said(done)}`);
      for (const host of ground.fleet.hosts) t.deepEqual(await leftOn(host), [], said(done));
    }
  });

  test("of two deployers at once one waits, or is told who has the lock; both end on one version", async (t) => {
    t.timeout(300_000);
    t.is((await ground.deploy("1.1.0")).code, 0);
    const other = { XDG_STATE_HOME: `${ground.folder}/other` };
    const impatient = await Promise.all([
      ground.deploy("2.0.0", "--lock-wait", "0"),
      tera(ground.words("deploy", ground.wanted("1.0.0"), "--lock-wait", "0"), { env: other }),
    ]);
    const codes = impatient.map(({ code }) => code);
    const texts = impatient.map(said).join("\n");
    t.true(codes.filter((code) => code === 0).length === 1, texts);
    t.regex(texts, /the lock is taken by \S+ since \S+ \(run /);
    t.is(new Set(await ground.versions()).size, 1, texts);
    const patient = await Promise.all([
      ground.deploy("1.1.0", "--lock-wait", "120"),
      tera(ground.words("deploy", ground.wanted("1.0.0"), "--lock-wait", "120"), { env: other }),
    ]);
    t.deepEqual(
      patient.map(({ code }) => code),
      [0, 0],
      patient.map(said).join("\n"),
    );
    t.is(new Set(await ground.versions()).size, 1);
    for (const host of ground.fleet.hosts) t.deepEqual(await leftOn(host), []);
  });

  test("a lock that is held is told of, and is taken with a reason", async (t) => {
    t.timeout(180_000);
    t.is((await ground.run("lock", "take", "--reason", "the database is moved")).code, 0);
    const refused = await ground.deploy("2.0.0", "--lock-wait", "0");
    t.not(refused.code, 0);
    t.regex(said(refused), /the lock is taken by [\s\S]*the database is moved/);
    const taken = await ground.deploy("2.0.0", "--break-lock", "--reason", "it is moved");
    t.is(taken.code, 0, said(taken));
    t.regex(said(taken).replace(/\s+/g, " "), /the lock was taken from .*it is moved/);
    t.regex((await ground.run("audit")).stdout, /took the lock from .*it is moved/);
    t.deepEqual(new Set(await ground.versions()), new Set(["2.0.0"]));
  });

  test("a lock that a host's restart has left is taken over with a word", async (t) => {
    t.timeout(120_000);
    const left = "bob@laptop|r0|2026-11-27T10:00:00Z|999999|999999.1|taken|deploy 9.9.9";
    await ground.fleet.hosts[0]!.run(`ln -s '${left}' /var/lib/tera/releases/prod-web/lock`);
    const done = await ground.deploy("1.0.0", "--lock-wait", "0");
    t.is(done.code, 0, said(done));
    t.regex(
      said(done).replace(/\s+/g, " "),
      /left by bob@laptop since \S+ \(run r0.*\), whose session has ended: taken over/,
    );
    t.deepEqual(await leftOn(ground.fleet.hosts[0]!), []);
  });
}

/** Runs the command line and kills it after some milliseconds, or at a task; gives the task that it was at. */
export async function killed(
  words: string[],
  env: Record<string, string>,
  when: number | { task: string },
): Promise<string> {
  const child = spawn(process.execPath, [`${process.cwd()}/dist/cli.js`, ...words], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "ignore"],
  });
  let text = "";
  const ended = new Promise<unknown>((resolve) => child.once("close", resolve));
  const reached = new Promise<void>((resolve) => {
    child.stdout.on("data", (data) => {
      text += String(data);
      if (typeof when !== "number" && text.includes(`TASK [${when.task}]`)) resolve();
    });
  });
  await Promise.race([ended, typeof when === "number" ? sleep(when) : reached]);
  const isOver = child.exitCode !== null;
  child.kill("SIGKILL");
  await ended;
  const task = [...text.matchAll(/^TASK \[(.*)\]/gm)].at(-1)?.[1] ?? "before the first task";
  return isOver ? "it had ended" : task;
}

/** What should not be on a host when nobody works at it; it may take a moment to go. */
export async function leftOn(host: DockerHost): Promise<string[]> {
  let left: string[] = [];
  for (let tries = 0; tries < 60; tries++) {
    left = (await host.run(LOOK)).split("\n").filter(Boolean);
    if (left.length === 0) break;
    await sleep(500);
  }
  return left;
}

const LOOK = `
live=a; [ ! -e /var/lib/tera/proxy/live/prod-web/b ] || live=b
docker ps -a --format '{{.Names}} {{.State}}' | while read -r name state; do
  case $name:$state in tera-proxy:running|web-prod-$live:running|web-prod-[ab]:exited) ;; *) echo "container $name is $state, live is $live" ;; esac
done
docker ps --format '{{.Names}}' | grep -qx "web-prod-$live" || echo "web-prod-$live does not run"
for file in lock taking alive; do
  ! { [ -e /var/lib/tera/releases/prod-web/$file ] || [ -L /var/lib/tera/releases/prod-web/$file ]; } || echo "there is a $file"
done
ps -eo args | grep '^sshd: deploy' || :
find /tmp /home /root /run/tera -name '*tera*' -newer /etc/hostname 2>/dev/null || :
`;

/** A small generator of numbers that is the same everywhere. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
