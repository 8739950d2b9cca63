import test from "ava";
import { runFiles } from "../../helpers/play.js";

const role = { "roles/one/tasks/main.yml": "- name: said\n  debug: msg=\"{{ word | default('none') }}\"\n" };
const words = (run: Awaited<ReturnType<typeof runFiles>>) => run.results("one : said").map(({ msg }) => msg);

test("a role runs once for each set of parameters, variables and conditions", async (t) => {
  const run = await runFiles({
    ...role,
    "play.yml": `
- hosts: localhost
  gather_facts: false
  roles:
    - one
    - one
    - { role: one, word: a }
    - { role: one, vars: { word: b } }
    - { role: one, vars: { word: b } }
    - { role: one, when: true, word: a }
`,
  });
  t.deepEqual(words(run), ["none", "a", "b", "a"]);
});

test("an included role of a collection knows its name with and without the collection", async (t) => {
  const run = await runFiles({
    "collections/ansible_collections/my/tools/roles/one/tasks/main.yml":
      '- name: said\n  debug: msg="{{ role_name }} {{ ansible_role_name }}"\n',
    "play.yml": `
- hosts: localhost
  gather_facts: false
  collections: [my.tools]
  tasks:
    - include_role: { name: one }
`,
  });
  t.deepEqual(
    run.events.flatMap((event) => (event.type === "task-result" ? [event.result.values.msg] : [])),
    ["one my.tools.one"],
  );
});
