import test from "ava";
import { typedBeside } from "../../helpers/typed.js";

const NOTIFIES = '{command: "true", notify: nobody}';

/** What is wrong with a play that also notifies a handler that is not there; are both told? */
const PLAYS: readonly (readonly [what: string, play: string, first: RegExp, both: boolean])[] = [
  ["nothing else", `- {hosts: all, tasks: [${NOTIFIES}]}`, /nobody/, true],
  [
    "a wrong argument: all names are known",
    `- {hosts: all, tasks: [{ping: {dta: x}}, ${NOTIFIES}]}`,
    /there is no argument|dta/,
    true,
  ],
  [
    "a role that is missing, which may have the handler",
    `- {hosts: all, roles: [nowhere], tasks: [${NOTIFIES}]}`,
    /the role 'nowhere' was not found/,
    false,
  ],
  [
    "a file that is missing",
    `- {hosts: all, tasks: [{import_tasks: nowhere.yml}, ${NOTIFIES}]}`,
    /nowhere\.yml/,
    false,
  ],
  [
    "a file that is no YAML",
    `- {hosts: all, tasks: [{import_tasks: broken.yml}, ${NOTIFIES}]}`,
    /broken\.yml:2:1/,
    false,
  ],
];

for (const [what, play, first, both] of PLAYS)
  test(`a handler that is not there is ${both ? "told" : "not told"} beside ${what}`, async (t) => {
    const files = {
      "play.yml": `${play.replace("{hosts: all", "{hosts: all, gather_facts: false")}\n`,
      "broken.yml": "a: [\n",
    };
    const { stderr, code } = await typedBeside(files, ["playbook", "-i", "h1,", "-c", "local", "play.yml"]);
    t.regex(stderr, first);
    t.is(/handler[^\n]*nobody|nobody[^\n]*handler/i.test(stderr), both, stderr);
    t.not(code, 0);
  });
