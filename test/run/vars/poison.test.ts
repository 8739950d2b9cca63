import test from "ava";
import { runCase } from "../../helpers/case.js";
import { FILES, HOST_PATHS, PATHS, POISON } from "../../helpers/poison_paths.js";

interface Trip {
  name: string;
  tasks: string;
  to: string;
}

/** Plays the trips; gives the names of those at whose end the text is another one. */
async function lostOn(trips: readonly Trip[]): Promise<string[]> {
  const names = trips.map(({ to }) => `'${to}': ${to} | default('nothing')`).join(", ");
  const indent = (text: string) => text.replace(/^(?=.)/gm, "    ");
  const play = `- hosts: all
  gather_facts: false
  tasks:
    - command: {argv: [printf, "%s", !unsafe ${JSON.stringify(POISON)}]}
      register: said
    - set_fact: {start: "{{ said.stdout }}"}
${indent(trips.map(({ tasks }) => tasks).join(""))}    - copy:
        dest: "{{ playbook_dir }}/out.json"
        content: ${JSON.stringify(`{{ {${names}} | to_json }}`)}
`;
  const outcome = await runCase({ name: "trips", play, files: FILES, leaves: ["out.json", "pwned"] });
  const ends = JSON.parse(outcome.files?.["out.json"] ?? "null") as Record<string, string> | null;
  if (ends === null) throw new Error(outcome.output.slice(-3000));
  const lost = trips.filter(({ to }) => ends[to] !== POISON).map(({ name, to }) => `${name}: ${ends[to]}`);
  return outcome.files?.pwned == null ? lost : [...lost, "it was evaluated"];
}

test.serial("a text of a host stays a text on every path", async (t) => {
  const all = Object.entries({ ...PATHS, ...HOST_PATHS });
  for (let at = 0; at < all.length; at += 30) {
    const trips = all
      .slice(at, at + 30)
      .map(([name, way], index) => ({ name, tasks: way("start", `end_${index}`), to: `end_${index}` }));
    t.deepEqual(await lostOn(trips), []);
  }
});

test.serial("a text of a host stays a text on pairs of paths", async (t) => {
  for (const [first, before] of Object.entries(PATHS)) {
    const trips = Object.entries(PATHS).map(([second, after], index) => ({
      name: `${first}, then ${second}`,
      tasks: after("middle", `end_${index}`),
      to: `end_${index}`,
    }));
    trips[0]!.tasks = before("start", "middle") + trips[0]!.tasks;
    t.deepEqual(await lostOn(trips), []);
  }
});
