import test from "ava";
import { runFiles } from "../../helpers/play.js";

test("what is kept or looped over are lists, what a variable's template gives may be tuples", async (t) => {
  const { results } = await runFiles({
    "play.yml": `
- hosts: localhost
  gather_facts: false
  vars:
    zipped: "{{ [1] | zip([2]) | list }}"
  tasks:
    - set_fact: {groups_of: "{{ [{'a': 1}] | groupby('a') }}"}
    - name: kept
      debug: msg="{{ groups_of }} {{ zipped }}"
    - name: looped
      debug: msg="{{ item }}"
      loop: "{{ [1] | zip([2]) | list }}"
    - name: nested
      debug: msg="{{ item | type_debug }}"
      with_subelements: ["{{ [{'a': [1]}] }}", a]
`,
  });
  t.is(results("kept")[0]?.msg, "[[1, [{'a': 1}]]] [(1, 2)]");
  const first = (task: string): unknown =>
    (results(task)[0] as { results?: { msg: unknown }[] } | undefined)?.results?.[0]?.msg;
  t.deepEqual(first("looped"), [1, 2]);
  t.is(first("nested"), "list");
});
