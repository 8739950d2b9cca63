import { readFileSync } from "node:fs";
import test from "ava";
import { Fault, Faults } from "../../src/model/errors.js";
import { readFiles } from "./reading.js";

/** The columns of the table. */
const VALUES: unknown[] = [
  null,
  "",
  "text",
  "5",
  "1.5",
  5,
  1.5,
  true,
  "yes",
  [],
  ["a"],
  [null],
  [1],
  [{ a: 1 }],
  {},
  { a: 1 },
];

type Given = Record<string, unknown>;
const playOf = (part: Given): Given => ({ hosts: "all", gather_facts: false, ...part });

/** Something that has a keyword, each on a line of its own. */
const OWNERS: Readonly<Record<string, (given: Given) => Given>> = {
  task: (given) => playOf({ tasks: [{ ping: null, ...given }] }),
  block: (given) => playOf({ tasks: [{ block: [{ ping: null }], ...given }] }),
  play: (given) => ({ hosts: "all", tasks: [{ ping: null }], ...given }),
  handler: (given) => playOf({ handlers: [{ ping: null, ...given }] }),
  include_tasks: (given) => playOf({ tasks: [{ include_tasks: "a.yml", ...given }] }),
  import_tasks: (given) => playOf({ tasks: [{ import_tasks: "a.yml", ...given }] }),
  include_role: (given) => playOf({ tasks: [{ include_role: { name: "r" }, ...given }] }),
  import_role: (given) => playOf({ tasks: [{ import_role: { name: "r" }, ...given }] }),
  role: (given) => playOf({ roles: [{ role: "r", ...given }] }),
  import_playbook: (given) => ({ import_playbook: "p.yml", ...given }),
};

const OTHERS = {
  "a.yml": "- ping:\n",
  "roles/r/tasks/main.yml": "- ping:\n",
  "p.yml": "- hosts: all\n  gather_facts: false\n  tasks: [{ping: }]\n",
};

/** The lines of a playbook that are refused, from 1 on. */
function refusedLines(entries: readonly Given[]): Set<number> {
  const text = entries.map((entry) => `- ${JSON.stringify(entry)}\n`).join("");
  try {
    readFiles({ "site.yml": text, ...OTHERS });
    return new Set();
  } catch (error) {
    const faults = error instanceof Faults ? error.faults : error instanceof Fault ? [error] : undefined;
    if (!faults) throw error;
    return new Set(faults.map(({ at }) => at!.line));
  }
}

const path = "test/playbook/keyword_values.txt";
const rows = readFileSync(path, "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => line.split(/\s+/));

for (const [keyword = "", verdicts = "", ...owners] of rows)
  test(`${keyword} of ${owners.join(", ")}`, (t) => {
    const wanted = verdicts.replaceAll("~", "-").replaceAll("=", "+");
    for (const owner of owners) {
      const refused = refusedLines(VALUES.map((value) => OWNERS[owner]!({ [keyword]: value })));
      t.is(VALUES.map((_, index) => (refused.has(index + 1) ? "-" : "+")).join(""), wanted, owner);
    }
  });

/** What Ansible calls those that have keywords. */
const NAMES: Readonly<Record<string, string>> = {
  task: "Task",
  block: "Block",
  play: "Play",
  handler: "Handler",
  include_tasks: "TaskInclude",
  import_tasks: "TaskInclude",
  include_role: "IncludeRole",
  import_role: "IncludeRole",
  import_playbook: "PlaybookInclude",
  role: "RoleInclude",
};

const KEYWORDS: Readonly<Record<string, string>> = {
  play: "delegate_to",
  include_tasks: "become",
  include_role: "become",
};

test("what cannot stand there is told with the name of what it stands in", (t) => {
  const told = (given: Given): string => {
    const { message } = t.throws(() => readFiles({ "site.yml": `- ${JSON.stringify(given)}\n`, ...OTHERS }))!;
    return message;
  };
  for (const [owner, name] of Object.entries(NAMES)) {
    const make = OWNERS[owner]!;
    const keyword = KEYWORDS[owner] ?? "fact_path";
    // a role takes any other key as its parameter
    if (owner !== "role")
      t.is(told(make({ [keyword]: true })), `'${keyword}' is not a valid attribute for a ${name}`);
    t.is(told(make({ vars: 5 })), `Vars in a ${name} must be specified as a dictionary`);
    t.is(told(make({ vars: { "a-b": 1 } })), `Invalid variable name in vars specified for ${name}: 'a-b'`);
  }
});
