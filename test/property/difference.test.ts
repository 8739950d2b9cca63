import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import test from "ava";
import fc from "fast-check";
import { inOrder, type Outcome, runCase, runWithAnsible } from "../helpers/case.js";
import { besideAnsible, besideStory } from "./beside.js";

// ANSIBLE_PLAYBOOK names the program; without it the machine's own is used
const program = process.env.ANSIBLE_PLAYBOOK ?? "ansible-playbook";
const plays = Number(process.env.DIFFERENCE_PLAYS ?? 30);
const seed = Number(process.env.DIFFERENCE_SEED ?? 2);
const skip = Number(process.env.DIFFERENCE_SKIP ?? 0);

/** ansible-core that is meant where it says "Ansible", and the oldest that is compared with. */
const MEASURE = 2.18;
const OLDEST = 2.14;
/** how Ansible ends where it meets a defect of its own */
const BROKEN = 250;

test("random plays end as with Ansible", async (t) => {
  const version = versionOf(program);
  if (version === undefined || version < OLDEST) {
    t.log(
      `skipped: ansible-core ${OLDEST} or newer is wanted (ANSIBLE_PLAYBOOK), found ${version ?? "none"}`,
    );
    return t.pass();
  }
  t.timeout(30 * 60_000);
  t.log(`${plays} plays, seed ${seed}, beside ${program}`);
  const cases = fc.sample(besideStory, { numRuns: plays, seed }).slice(skip).map(besideAnsible);
  const theirs = ahead(cases.map((one) => () => runWithAnsible(one, program)));
  const differences: string[] = [];
  for (const [index, one] of cases.entries()) {
    const expected = await theirs[index]!;
    const got = await runCase(one);
    // an older one that has broken down itself
    if (version < MEASURE && expected.exit === BROKEN) continue;
    const alike = (outcome: Outcome) => {
      const known = version < MEASURE ? withoutNews(outcome) : outcome;
      return one.free ? withoutHeads(inOrder(one, known)) : metaSorted(known);
    };
    const difference = differenceOf(alike(expected), alike(got));
    if (difference)
      differences.push(
        `play ${index + skip}:\n${difference}\n${one.args?.join(" ")}\n${one.play}\n${JSON.stringify(one.files)}`,
      );
    if (differences.length >= Number(process.env.DIFFERENCE_SHOWN ?? 3)) break;
  }
  t.is(differences.length, 0, differences.join("\n\n"));
});

/** Without what is told and counted otherwise since versions before the measure: the end of the hosts, includes. */
function withoutNews({ story, recap, ...outcome }: Outcome): Outcome {
  const counts = Object.entries(recap).map(([host, text]) => [host, text.replace(/\bok=\d+ ?/, "")]);
  return {
    ...outcome,
    story: story.filter((line) => line !== "no more hosts" && !line.includes(": included ")),
    recap: Object.fromEntries(counts),
  };
}

/** A meta task that is left out has a title for each host: Ansible decides them in turn. */
function metaSorted(outcome: Outcome): Outcome {
  const story: string[] = [];
  for (const line of outcome.story) {
    let at = story.length;
    while (isMetaAlike(story[at - 1], line) && story[at - 1]! > line) at -= 1;
    story.splice(at, 0, line);
  }
  return { ...outcome, story };
}

function isMetaAlike(one: string | undefined, two: string): boolean {
  const title = /^meta \d+: /.exec(two)?.[0];
  return title !== undefined && one?.startsWith(title) === true;
}

/** Where hosts run free, what stands between the results says nothing: each title may come again, or be another one's. */
function withoutHeads(outcome: Outcome): Outcome {
  const said = outcome.story.filter((line) => !/: included |^include \d+: h\d$| retrying$/.test(line));
  return { ...outcome, story: [...new Set(said)] };
}

function versionOf(name: string): number | undefined {
  try {
    const said = execFileSync(name, ["--version"], { encoding: "utf8", stdio: "pipe" });
    return Number(/core (\d+\.\d+)/.exec(said)?.[1]);
  } catch {
    return undefined;
  }
}

/** Begins each piece of work when there is a core for it. */
function ahead<T>(work: readonly (() => Promise<T>)[]): Promise<T>[] {
  const lanes = Array.from({ length: cpus().length }, () => Promise.resolve() as Promise<unknown>);
  return work.map((one, index) => {
    const lane = index % lanes.length;
    const done = lanes[lane]!.then(one, one);
    lanes[lane] = done;
    return done;
  });
}

/** What differs, part by part; undefined where nothing does. */
function differenceOf(expected: Outcome, got: Outcome): string | undefined {
  const parts = (["exit", "recap", "story", "files"] as const).flatMap((key) => {
    const [one, two] = [expected[key], got[key]].map((part) => JSON.stringify(part, null, 1) ?? "");
    return one === two ? [] : [`${key}\n--- Ansible\n${one}\n--- here\n${two}`];
  });
  if (parts.length === 0) return undefined;
  return [...parts, ...(expected.exit === got.exit ? [] : [got.output.slice(-1500)])].join("\n");
}
