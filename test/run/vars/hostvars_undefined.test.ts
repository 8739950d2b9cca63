import test from "ava";
import { runFiles } from "../../helpers/play.js";

test("hostvars leave texts as they are written that read something undefined", async (t) => {
  const { results } = await runFiles({
    "more.yml": `
lst: ["a{{ nope }}", "{{ 1 + 1 }}", plain]
d: {x: "{{ nope }}", y: "{{ 2 }}"}
`,
    "play.yml": `
- hosts: localhost
  gather_facts: false
  tasks:
    - include_vars: more.yml
    - name: seen
      debug: msg="{{ hostvars['localhost']['lst'] | join('|') }} {{ hostvars['localhost'].d.x }}"
    - name: whole
      debug: msg="{{ hostvars['localhost'] | dict2items | selectattr('key', 'equalto', 'd') | map(attribute='value.y') | join }}"
`,
  });
  t.is(results("seen")[0]?.msg, "a{{ nope }}|2|plain {{ nope }}");
  t.is(results("whole")[0]?.msg, "2");
});
