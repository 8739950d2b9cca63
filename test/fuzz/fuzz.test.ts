import { readFileSync } from "node:fs";
import test from "ava";
import { Fault, Faults } from "../../src/model/errors.js";
import { mutated, randomFrom } from "./mutate.js";
import { TARGETS } from "./targets.js";

const corpus = JSON.parse(readFileSync("test/fixtures/fuzz.json", "utf8")) as Record<string, string[]>;
const { FUZZ_TARGET, FUZZ_SECONDS, FUZZ_SEED = "1", FUZZ_CASES = "300" } = process.env;
/** milliseconds: a machine that has much else to do is slow, a hang is much slower; templates end themselves at 2 s */
const HANG: Record<string, number> = { template: 4000 };
const USUAL_HANG = 2000;

interface Ran {
  cases: number;
  slowest: number;
  crashes: string[];
}

function fuzz(name: string): Ran {
  const random = randomFrom(Number(FUZZ_SEED));
  const end = FUZZ_SECONDS === undefined ? undefined : performance.now() + Number(FUZZ_SECONDS) * 1000;
  const ran: Ran = { cases: 0, slowest: 0, crashes: [] };
  while (end === undefined ? ran.cases < Number(FUZZ_CASES) : performance.now() < end) {
    const text = mutated(corpus[name]!, random);
    ran.cases += 1;
    const started = process.cpuUsage();
    try {
      TARGETS[name]!(text);
    } catch (error) {
      if (!(error instanceof Fault || error instanceof Faults))
        ran.crashes.push(`${JSON.stringify(text)}: ${(error as Error).stack}`);
    }
    const { user, system } = process.cpuUsage(started);
    const took = (user + system) / 1000;
    ran.slowest = Math.max(ran.slowest, took);
    if (took > (HANG[name] ?? USUAL_HANG))
      ran.crashes.push(`${JSON.stringify(text)}: took ${Math.round(took)} ms`);
    if (ran.crashes.length >= 5) break;
  }
  return ran;
}

for (const name of Object.keys(TARGETS).filter((one) => FUZZ_TARGET === undefined || one === FUZZ_TARGET))
  test.serial(`${name}: mutated texts are read or refused by a fault, and in time`, (t) => {
    const { cases, slowest, crashes } = fuzz(name);
    t.log(`${cases} cases, the slowest took ${Math.round(slowest)} ms of computing`);
    t.deepEqual(crashes, []);
  });
