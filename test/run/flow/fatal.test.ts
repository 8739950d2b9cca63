import test from "ava";
import { runFiles } from "../../helpers/play.js";

const TWO = ["-i", "one,two,", "-c", "local"];
const shown = (run: Awaited<ReturnType<typeof runFiles>>) =>
  run.events.flatMap((event) =>
    event.type === "task-result" && event.task.module === "debug"
      ? [`${event.host}: ${event.result.values.msg}`]
      : [],
  );

test("a failure under any_errors_fatal is every host's: each rescues it, cleans up and goes on", async (t) => {
  const run = await runFiles(
    {
      "play.yml": `
- hosts: all
  gather_facts: false
  any_errors_fatal: true
  tasks:
    - block:
        - fail: msg=no
          when: inventory_hostname == 'one'
        - debug: msg=skipped
      rescue:
        - debug: msg=rescued
      always:
        - debug: msg=cleaned
    - debug: msg="went on"
`,
    },
    TWO,
  );
  t.is(run.code, 0);
  const all = (msg: string) => [`one: ${msg}`, `two: ${msg}`];
  t.deepEqual(shown(run).sort(), ["rescued", "cleaned", "went on"].flatMap(all).sort());
});

test("a failure under any_errors_fatal that nobody rescues stops all hosts after their always", async (t) => {
  const run = await runFiles(
    {
      "play.yml": `
- hosts: all
  gather_facts: false
  any_errors_fatal: true
  tasks:
    - block:
        - fail: msg=no
          when: inventory_hostname == 'one'
      always:
        - debug: msg=cleaned
    - debug: msg=never
`,
    },
    TWO,
  );
  t.is(run.code, 2);
  t.deepEqual(shown(run).sort(), ["one: cleaned", "two: cleaned"]);
});

test("meta clear_host_errors brings failed hosts back in the next play", async (t) => {
  const run = await runFiles(
    {
      "play.yml": `
- hosts: all
  gather_facts: false
  tasks:
    - fail: msg=no
      when: inventory_hostname == 'one'
    - meta: clear_host_errors
- hosts: all
  gather_facts: false
  tasks:
    - debug: msg=here
`,
    },
    TWO,
  );
  t.deepEqual(shown(run).sort(), ["one: here", "two: here"]);
});

test("hosts that the run added are still there when the inventory was read anew", async (t) => {
  const run = await runFiles(
    {
      "play.yml": `
- hosts: one
  gather_facts: false
  tasks:
    - add_host: { name: three, groups: [added] }
    - meta: refresh_inventory
    - debug: msg="{{ groups.added | join }}"
`,
    },
    TWO,
  );
  t.deepEqual(shown(run), ["one: three"]);
});

test("the output of a command that becomes part of a condition is never run as a lookup", async (t) => {
  const run = await runFiles({
    "play.yml": `
- hosts: localhost
  gather_facts: false
  tasks:
    - command: echo "lookup('pipe', 'touch ran')"
      register: said
    - name: judged
      debug: msg=x
      when: '"a" in {{ said.stdout }}'
      ignore_errors: true
    - stat: path=ran
      register: ran
    - debug: msg="{{ ran.stat.exists }}"
`,
  });
  t.regex(String(run.results("judged")[0]?.msg), /marked as unsafe/);
  t.deepEqual(shown(run), [
    "localhost: Conditional is marked as unsafe, and cannot be evaluated.",
    "localhost: false",
  ]);
});

test("set_fact takes the words true, false, yes and no for booleans", async (t) => {
  const run = await runFiles({
    "play.yml": `
- hosts: localhost
  gather_facts: false
  tasks:
    - set_fact: a=yes b="False" c="maybe"
    - debug: msg="{{ [a, b, c] | to_json }}"
`,
  });
  t.deepEqual(shown(run), ['localhost: [true, false, "maybe"]']);
});
