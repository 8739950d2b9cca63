import test from "ava";
import { typedBeside } from "../../helpers/typed.js";

const files = {
  "play.yml": `- hosts: all
  gather_facts: false
  tags: [whole]
  roles: [one]
  tasks:
    - {name: first thing, debug: {msg: 1}, tags: [usual]}
    - {name: second thing, debug: {msg: 2}, tags: [never, rarely]}
    - block: [{name: tried, debug: {msg: 3}}]
      rescue: [{name: only in trouble, debug: {msg: 4}}]
      always: [{name: in any case, debug: {msg: 5}}]
`,
  "named.yml":
    "- hosts: all\n  gather_facts: false\n  tasks: [{name: \"{{ 'a' }}\", debug: }, {include_tasks: x.yml, when: false}]\n",
  "roles/one/tasks/main.yml":
    "- {name: of the role, debug: {msg: 0}}\n- include_tasks: more.yml\n- {name: More, include_tasks: more.yml}\n- {name: Install, include_role: {name: one}, when: false}\n- debug:\n",
  "roles/one/tasks/more.yml": "- debug:\n",
  "where.yml":
    "- name: p\n  hosts: \"{{ target | default('h1') }}\"\n  tasks: [{import_tasks: \"{{ playbook_dir }}/{{ 'x' | lower }}.yml\"}]\n",
  "tags.yml": `- hosts: all
  tags: whole
  vars: {text: "f , e", list: [q, r]}
  tasks:
    - {name: x, debug: , tags: "b , a"}
    - {name: y, debug: , tags: ["{{ list }}", s]}
    - {name: z, debug: , tags: "{{ text }}"}
`,
  "x.yml": "- debug: {msg: imported}\n",
};

const run = (...args: string[]) => typedBeside(files, ["playbook", "-i", "h1,h2", "-c", "local", ...args]);

const STARTS: readonly (readonly [name: string, playbook: string, refused: RegExp | undefined])[] = [
  ["first thing", "play.yml", undefined],
  ["second*", "play.yml", undefined],
  ["one : of the role", "play.yml", undefined],
  ["of the role", "play.yml", undefined],
  ["frist thing", "play.yml", /No matching task "frist thing" found.*did you mean `first thing`/s],
  ["nothing like it", "play.yml", /No matching task.*--list-tasks/s],
  ["known later", "named.yml", undefined],
];

for (const [name, playbook, refused] of STARTS)
  test(`--start-at-task "${name}" of ${playbook} is ${refused ? "refused" : "accepted"}`, async (t) => {
    const { code, stderr, stdout } = await run(playbook, "--start-at-task", name);
    if (refused) {
      t.regex(stderr, refused);
      t.is(code, 2);
      t.is(stdout, "");
    } else t.is(code, 0, stderr);
  });

const TAGS: readonly (readonly [args: string[], playbook: string, warning: RegExp | undefined])[] = [
  [["-t", "rarely"], "where.yml", /has the tag `rarely`: there are no tags at all/],
  [["-t", "all,tagged,untagged"], "where.yml", undefined],
  [["--skip-tags", "never"], "where.yml", undefined],
  [["-t", "nosuch"], "play.yml", undefined],
];

for (const [args, playbook, warning] of TAGS)
  test(`${args.join(" ")} of ${playbook} ${warning ? "is told" : "is not judged"}`, async (t) => {
    const { stderr, code } = await run(playbook, ...args);
    t.is(code, 0);
    if (warning) t.regex(stderr.replace(/\s+/g, " "), warning);
    else t.is(stderr, "");
  });

test("a tag that is near to another one is told with it", async (t) => {
  const { stderr } = await typedBeside(
    { "play.yml": "- hosts: all\n  gather_facts: false\n  tasks: [{debug: , tags: [deploy]}]\n" },
    ["playbook", "-i", "h1,", "-c", "local", "play.yml", "-t", "depoly"],
  );
  t.regex(stderr.replace(/\s+/g, " "), /has the tag `depoly`: did you mean `deploy`\?/);
});

/** Recorded from ansible-playbook 2.18. */
const LISTED: readonly (readonly [args: string[], out: string])[] = [
  [
    ["play.yml", "--list-tasks"],
    `
playbook: play.yml

  play #1 (all): all	TAGS: [whole]
    tasks:
      one : of the role	TAGS: [whole]
      include_tasks	TAGS: [whole]
      one : More	TAGS: [whole]
      Install	TAGS: [whole]
      debug	TAGS: [whole]
      first thing	TAGS: [usual, whole]
      tried	TAGS: [whole]
`,
  ],
  [
    ["play.yml", "--list-tags"],
    `
playbook: play.yml

  play #1 (all): all	TAGS: [whole]
      TASK TAGS: [never, rarely, usual, whole]
`,
  ],
  [
    ["where.yml", "--list-hosts", "--list-tasks"],
    `
playbook: where.yml

  play #1 (h1): p	TAGS: []
    pattern: ['h1']
    hosts (1):
      h1
    tasks:
      debug	TAGS: []
`,
  ],
];

test("tags that are a text are several, and those of a template as they come", async (t) => {
  const { stdout } = await run("tags.yml", "--list-tasks");
  t.deepEqual(stdout.match(/TAGS: .*/g), [
    ...["TAGS: [whole]", "TAGS: [a, b, whole]", "TAGS: [q, r, s, whole]", "TAGS: [f , e, whole]"],
  ]);
});

for (const [args, out] of LISTED)
  test(`tera playbook ${args.join(" ")} prints what ansible-playbook prints`, async (t) => {
    const { stdout, stderr } = await run(...args);
    t.is(stdout, out, stderr);
  });
