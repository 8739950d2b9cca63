import test from "ava";
import { runFiles } from "../../helpers/play.js";

test("a variable that is null is defined, whoever sets it", async (t) => {
  const { results } = await runFiles({
    "play.yml": `
- hosts: localhost
  gather_facts: false
  vars: {of_the_play: null}
  tasks:
    - set_fact: {of_a_fact: null}
    - name: seen
      debug: msg="{{ [of_the_play, of_the_task, of_a_fact] | map('type_debug') | join(' ') }}"
      vars: {of_the_task: ~}
`,
  });
  t.is(results("seen")[0]?.msg, "NoneType NoneType NoneType");
});
