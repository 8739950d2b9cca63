import test from "ava";
import { changedTasks } from "../e2e/cli.js";
import { ENGINE_TIMEOUT, missingForEngine } from "../helpers/docker_engine.js";
import { balancedTests } from "./real/balanced.js";
import { Ground, type RealTest, said } from "./real/ground.js";
import { hookTests } from "./real/hooks.js";
import { killTests } from "./real/kills.js";
import { loadTests } from "./real/loads.js";
import { rollbackFaultTests } from "./real/rollback_faults.js";
import { sayTests } from "./real/says.js";
import { secretTests } from "./real/secrets.js";
import { Before, takeoverTests } from "./real/takeover.js";

/** `npm run e2e:releases`: four hosts, everything; `two`: on two hosts; `lean`: on one, what CI has time for. */
const how = process.env.E2E_RELEASES;
const isFull = how === "1";
const isLean = how === "lean";
/** E2E_PARTS=kills: only these */
const parts = process.env.E2E_PARTS?.split(",") ?? (isLean ? ["takeover", "loads"] : undefined);
const has = (part: string): boolean => parts === undefined || parts.includes(part);
const rate = Number(process.env.E2E_RATE ?? (isFull ? 200 : 20));
const seed = Number(process.env.E2E_SEED ?? 1);
const kills = Number(process.env.E2E_KILLS ?? (isFull ? 20 : 3));

const missing = missingForEngine([
  ["debootstrap", "debootstrap"],
  ["docker-registry", "docker-registry"],
  ["openssl", "openssl"],
  ["caddy", "caddy"],
]);
const isAsked = how !== undefined;
const real: RealTest = missing || !isAsked ? test.serial.skip : test.serial;
if (missing && isAsked) test("releases on real engines can be tested", (t) => t.fail(missing));
const within = isLean ? 5 : 20;
const ground = isFull
  ? new Ground(4, { within, stays: 3, watch: 1 })
  : new Ground(isLean ? 1 : 2, { within, stays: 0.5, watch: 0.5 });
if (isLean) ground.versionsWanted = ["1.0.0", "1.1.0", "never"];

test.after.always(() => ground.stop());

real("the fleet starts", async (t) => {
  t.timeout(ENGINE_TIMEOUT);
  await ground.start();
  t.is(ground.fleet.hosts.length, ground.count);
});

const takesOver = has("takeover");
const before = new Before(ground, rate);
if (takesOver) {
  real("a container of the role has the port", async (t) => {
    await before.start();
    t.deepEqual(new Set(await before.left()), new Set(["rules 0, webapp running always"]));
  });
  if (!isLean) takeoverTests(real, ground, before);
}

real("the first release: check mode predicts what is then done", async (t) => {
  t.timeout(240_000);
  const predicted = await ground.deploy("1.0.0", "--check", "--diff");
  t.is(predicted.code, 0, said(predicted));
  const deploy = () => ground.deploy("1.0.0");
  const done = takesOver ? await before.load(t, deploy) : await deploy();
  t.is(done.code, 0, said(done));
  t.deepEqual(changedTasks(done.stdout), changedTasks(predicted.stdout));
  t.deepEqual(new Set(await ground.versions()), new Set(["1.0.0"]));
  if (takesOver) t.deepEqual(new Set(await before.left()), new Set(["rules 0, webapp exited no"]));
  if (takesOver) await before.remove();
});

real("the same release again changes nothing", async (t) => {
  t.timeout(120_000);
  const again = await ground.deploy("1.0.0");
  t.is(again.code, 0, said(again));
  t.deepEqual(changedTasks(again.stdout), []);
});

if (has("says")) sayTests(real, ground);
if (has("loads")) loadTests(real, ground, { rate, isLean });
if (has("balanced")) balancedTests(real, ground, { rate });
if (has("hooks")) hookTests(real, ground);
if (has("secrets")) secretTests(real, ground);
if (has("rollback")) rollbackFaultTests(real, ground, { rate: isFull ? 20 : 10 });
if (has("kills")) killTests(real, ground, { kills, seed, rate: isFull ? 20 : 10 });
