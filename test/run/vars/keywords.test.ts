import test from "ava";
import { runFiles } from "../../helpers/play.js";

test("attempts counts the retries when they ran out, and the tries when one succeeded", async (t) => {
  const { results } = await runFiles({
    "play.yml": `
- hosts: localhost
  gather_facts: false
  tasks:
    - name: never
      command: "false"
      retries: 2
      delay: 0
      until: false
      ignore_errors: true
    - name: at once
      command: "true"
      register: done
      retries: 2
      delay: 0
      until: done.rc == 0
`,
  });
  t.is(results("never")[0]?.attempts, 2);
  t.is(results("at once")[0]?.attempts, 1);
});

const failing = (said: string) => `
- hosts: localhost
  gather_facts: false
  ${said}
  tasks:
    - command: "true"
      notify: cleanup
    - fail:
  handlers:
    - name: cleanup
      debug: msg=handled
`;

test("force_handlers of the play wins over --force-handlers", async (t) => {
  const options = ["-i", "localhost,", "-c", "local", "--force-handlers"];
  const forced = await runFiles({ "play.yml": failing("become: false") }, options);
  const refused = await runFiles({ "play.yml": failing("force_handlers: false") }, options);
  t.is(forced.results("cleanup").length, 1);
  t.is(refused.results("cleanup").length, 0);
});

test("a play imported under a false condition gathers no facts", async (t) => {
  const { code, results } = await runFiles({
    "play.yml": `
- import_playbook: other.yml
  when: false
`,
    "other.yml": `
- hosts: localhost
  tasks:
    - name: not done
      debug: msg=x
`,
  });
  t.is(code, 0);
  for (const name of ["Gathering Facts", "not done"])
    t.is(results(name)[0]?.skip_reason, "Conditional result was False");
});

test("-vvv shows what a module was given, but neither secrets nor the content of files", async (t) => {
  const { results, stdout } = await runFiles(
    {
      "play.yml": `
- hosts: localhost
  gather_facts: false
  tasks:
    - name: said
      ping: data=hello
    - name: written
      copy: { dest: /nonexistent/file, content: "{{ word }}" }
      check_mode: true
      ignore_errors: true
`,
    },
    ["-i", "localhost,", "-c", "local", "-vvv", "-e", "word=unspeakable"],
  );
  t.like(results("said")[0], { invocation: { module_args: { data: "hello" } } });
  t.like(results("written")[0], {
    invocation: { module_args: { content: "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER" } },
  });
  t.false(stdout.includes("unspeakable"));
});
