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
  vars: {middle: unset}
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

/** Where a text is taken for an expression; what the host printed is in `said.stdout`. */
const CONDITIONS: Record<string, string> = {
  when: '- debug:\n  when: "{{ said.stdout }}"\n',
  "when, in a list": '- debug:\n  when: [true, "{{ said.stdout }}"]\n',
  changed_when: '- debug:\n  changed_when: "{{ said.stdout }}"\n',
  failed_when: '- debug:\n  failed_when: "{{ said.stdout }}"\n',
  until: '- command: "true"\n  until: "{{ said.stdout }}"\n  retries: 1\n  delay: 0\n',
  break_when: '- debug:\n  loop: [1]\n  loop_control: {break_when: "{{ said.stdout }}"}\n',
  that: '- assert: {that: "{{ said.stdout }}"}\n',
  "that, in a list": '- assert: {that: ["{{ said.stdout }}"]}\n',
  "that of a list of the host": '- assert: {that: "{{ [said.stdout] }}"}\n',
  "that of arguments": "- assert:\n  args: \"{{ {'that': [said.stdout]} }}\"\n",
  "that of module_defaults": '- assert: {}\n  module_defaults: {assert: {that: "{{ said.stdout }}"}}\n',
  "var of arguments": "- debug:\n  args: \"{{ {'var': said.stdout} }}\"\n",
  "var of module_defaults": '- debug: {}\n  module_defaults: {debug: {var: "{{ said.stdout }}"}}\n',
};

const EXPRESSIONS = [
  "lookup('pipe', 'touch pwned')",
  "(lookup)('pipe', 'touch pwned')",
  "q ('pipe', 'touch pwned') | length > 0",
  "[query('pipe', 'touch pwned')][0]",
  "'a' is match(lookup('pipe', 'touch pwned'))",
  "('a' if lookup('pipe', 'touch pwned') else 'b') == 'a'",
];

test.serial(
  "an expression of a host asks the controller for nothing, wherever a condition is made of it",
  async (t) => {
    for (const expression of EXPRESSIONS) {
      const tasks = Object.values(CONDITIONS)
        .map((task) =>
          task
            .replace(/^(?=- )/gm, "\n")
            .trim()
            .replace(/$/, "\n  ignore_errors: true\n"),
        )
        .join("");
      const command = `- command: {argv: [printf, "%s", ${JSON.stringify(expression)}]}\n  register: said\n`;
      const outcome = await runCase({ name: expression, tasks: command + tasks, leaves: ["pwned"] });
      t.deepEqual(outcome.files, { pwned: null }, `${expression}: ${outcome.output}`);
      t.regex(outcome.recap.one ?? "", /ignored=[1-9]/, outcome.output);
    }
  },
);
