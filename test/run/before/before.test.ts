import test from "ava";
import { runFiles } from "../../helpers/play.js";

const head = "- hosts: all\n  gather_facts: false\n";
const tasks = (text: string): string => `${head}  tasks:\n${text.replace(/^/gm, "    ")}`;

type Files = Readonly<Record<string, string>>;

/** What a file says, and each fault in the order of its lines. */
const FAULTS: readonly (readonly [
  what: string,
  files: Files,
  found: readonly (readonly [string, RegExp])[],
])[] = [
  [
    "faults of every kind come together, and none hides another",
    {
      "play.yml": tasks(`- copi: {src: a, dest: /b}
- file: {path: /x, stat: absent}
- file: {path: /x, mode: hello}
- debug: {msg: "{{ 1 | uper }}"}
  whenn: true
- debug: {msg: hi}
  loop_control: {loopvar: a}
  tags: {a: b}
  register: 1x
- debug: {mgs: hi}
  ignore_erors: true`),
    },
    [
      ["play.yml:4:7", /copi/],
      ["play.yml:5:24", /stat/],
      ["play.yml:6:30", /`mode` of file/],
      ["play.yml:7:28", /No filter named 'uper'.*did you mean `upper`/s],
      ["play.yml:8:7", /'whenn' is not a valid attribute/],
      ["play.yml:10:22", /'loopvar'.*did you mean `loop_var`/s],
      ["play.yml:11:13", /tags must be specified as a list/],
      ["play.yml:12:17", /Invalid variable name in 'register'/],
      ["play.yml:13:15", /mgs.*did you mean `msg`/s],
      ["play.yml:14:7", /'ignore_erors'.*did you mean `ignore_errors`/s],
    ],
  ],
  [
    "filters, tests and lookups by name, wherever a text stands",
    {
      "play.yml": tasks(`- debug: {msg: "{{ lookup('fiel', 'x') }} {{ 1 is evn }}"}
- debug: {msg: hi}
  loop: "{{ [1] | flaten }}"
- debug: {msg: hi}
  with_itmes: [1]
- debug: {msg: hi}
  when: x | defalt(true)
- assert: {that: [1 is evn]}
- debug: {msg: "{{ [1] | map('uper') | select('evn') }}"}
- debug: {msg: "{{ 1 | no_such_filter_at_all }}"}`),
    },
    [
      ["play.yml:4:31", /No lookup named 'fiel'/],
      ["play.yml:4:55", /No test named 'evn'/],
      ["play.yml:6:23", /No filter named 'flaten'/],
      ["play.yml:8:19", /finding the lookup named 'itmes'.*did you mean `items`/s],
      ["play.yml:10:17", /No filter named 'defalt'/],
      ["play.yml:11:27", /No test named 'evn'/],
      ["play.yml:12:34", /No filter named 'uper'/],
      ["play.yml:12:51", /No test named 'evn'/],
      ["play.yml:13:28", /No filter named 'no_such_filter_at_all'.*Python/s],
    ],
  ],
  [
    "files of this machine that are not there, or are no templates",
    {
      "play.yml": `${head}  vars_files: [vars/no.yml]\n  tasks:
    - copy: {src: no.txt, dest: /x}
    - template: {src: no.j2, dest: /x}
    - template: {src: bad.j2, dest: /x}
    - template: {src: unknown.j2, dest: /x}
    - script: no.sh a b
    - include_tasks: no.yml
    - include_vars: no.yml
    - include_role: {name: norole}
    - include_tasks: more.yml
`,
      "more.yml": "- copi: {}\n- debug: {mgs: hi}\n  whenn: true\n",
      "templates/bad.j2": "one\n{% if x %}\n",
      "templates/unknown.j2": "a\n  {{ b | uper }}\n",
    },
    [
      ["play.yml:3:16", /vars file vars\/no.yml was not found/],
      ["play.yml:5:19", /'no.txt'.*searched in/s],
      ["play.yml:6:23", /'no.j2'/],
      ["play.yml:9:15", /'no.sh'/],
      ["play.yml:10:7", /'no.yml'/],
      ["play.yml:11:21", /'no.yml'/],
      ["play.yml:12:7", /the role 'norole' was not found/],
      ["templates/bad.j2:2:11", /Unexpected end of template/],
      ["templates/unknown.j2:2:10", /No filter named 'uper'/],
      ["more.yml:1:3", /copi/],
      ["more.yml:2:11", /mgs/],
      ["more.yml:3:3", /whenn/],
    ],
  ],
  [
    "words of which only some mean anything",
    {
      "play.yml": `- hosts: all
  strategy: linaer
  serial: abc
  order: sortd
  max_fail_percentage: some
  connection: shh
  become: true
  become_method: sudu
  tasks:
    - meta: flsh_handlers
    - ping:
      connection: dokcer
      become_method: soo
      notify: [restrat, here]
  handlers:
    - {name: restart, ping: }
    - {name: other, ping: , listen: here}
`,
    },
    [
      ["play.yml:2:13", /Invalid play strategy specified: linaer.*did you mean `linear`/s],
      ["play.yml:3:11", /`serial` must be/],
      ["play.yml:4:10", /Invalid 'order'.*did you mean `sorted`/s],
      ["play.yml:5:24", /'max_fail_percentage' has an invalid value/],
      ["play.yml:6:15", /connection plugin 'shh' was not found.*did you mean `ssh`/s],
      ["play.yml:8:18", /Invalid become method.*did you mean `sudo`/s],
      ["play.yml:10:13", /invalid meta action.*did you mean `flush_handlers`/s],
      ["play.yml:12:19", /'dokcer'.*did you mean `docker`/s],
      ["play.yml:13:22", /'soo'/],
      ["play.yml:14:16", /handler 'restrat' was not found.*did you mean `restart`/s],
    ],
  ],
  [
    "imports that lead back to themselves",
    {
      "play.yml": `- import_playbook: play.yml\n- hosts: all\n  roles: [one]\n  tasks:\n    - import_tasks: a.yml\n`,
      "a.yml": "- import_tasks: b.yml\n",
      "b.yml": "- import_tasks: a.yml\n",
      "roles/one/meta/main.yml": "dependencies: [two]\n",
      "roles/two/meta/main.yml": "dependencies: [one]\n",
    },
    [
      ["play.yml:1:20", /imports itself/],
      ["roles/two/meta/main.yml:1:16", /recursion loop/],
      ["b.yml:1:17", /imports itself/],
    ],
  ],
];

/** The faults of an error output, each with its place. */
function told(stderr: string): { at: string; text: string }[] {
  return stderr
    .split(/^ERROR! /m)
    .slice(1)
    .map((text) => ({ at: /^ {2}at \S*?\/tera-play-\w+\/(\S+)$/m.exec(text)?.[1] ?? "", text }));
}

for (const [what, files, expected] of FAULTS)
  test(`before the first connection: ${what}`, async (t) => {
    const { code, stderr, events } = await runFiles(files, ["-i", "web1,"]);
    t.true(code === 1 || code === 4, stderr);
    t.deepEqual(events, [], "nothing has run");
    const found = told(stderr);
    t.deepEqual(
      found.map(({ at }) => at),
      expected.map(([at]) => at),
    );
    for (const [index, [at, pattern]] of expected.entries()) t.regex(found[index]!.text, pattern, at);
    for (const { at, text } of found) t.regex(text, /^ *\d* \| *\^$/m, `${at} is shown`);
  });

/** Plays that are right, or may be: none of them is refused before it runs. */
const ACCEPTED: readonly (readonly [what: string, files: Files, args?: readonly string[]])[] = [
  [
    "a file that a task before writes",
    {
      "play.yml": tasks(`- copy: {content: hi, dest: "{{ playbook_dir }}/made.txt"}
- copy: {src: made.txt, dest: "{{ playbook_dir }}/copied.txt"}
- include_vars: "{{ playbook_dir }}/made.yml"
  when: false`),
    },
  ],
  [
    "a file that a delegated task before writes",
    {
      "play.yml": tasks(`- command: touch made.txt
  args: {chdir: "{{ playbook_dir }}"}
  delegate_to: localhost
- copy: {src: made.txt, dest: "{{ playbook_dir }}/copied.txt"}`),
    },
  ],
  [
    "a file that an earlier play writes",
    {
      "play.yml": `${tasks('- copy: {content: "a: 1", dest: "{{ playbook_dir }}/made.yml"}')}\n- hosts: all\n  vars_files: [made.yml]\n  tasks: [{include_tasks: no.yml, when: false}]\n`,
    },
  ],
  [
    "what a condition leaves out",
    {
      "play.yml": tasks(`- copy: {src: no, dest: /x}
  when: false
- include_tasks: no.yml
  when: false
- include_role: {name: norole}
  when: false
- debug: {msg: "{{ 1 | company.only.known_elsewhere }}"}
  when: false
- debug: {msg: "{{ 1 | company.only.known_elsewhere if false else 2 }}"}`),
    },
  ],
  [
    "what a loop without items or another tag leaves out",
    {
      "play.yml": tasks(`- copy: {src: no, dest: /x}
  loop: []
- template: {src: no, dest: /x}
  tags: never
- include_tasks: no.yml
  loop: []`),
    },
  ],
  [
    "what fails on purpose",
    {
      "play.yml": tasks(`- copy: {src: no, dest: /x}
  ignore_errors: true
- debug: {msg: "{{ 1 | uper }}"}
  ignore_errors: true
- block:
    - include_tasks: no.yml
  rescue:
    - debug: {msg: rescued}
- debug: {msg: "{{ lookup('fiel', 'x', errors='ignore') }}"}`),
    },
  ],
  ["what comes after the end", { "play.yml": tasks("- meta: end_play\n- copy: {src: no, dest: /x}") }],
  [
    "a play without hosts",
    {
      "play.yml": `${tasks("- ping:")}\n- hosts: nobody\n  vars_files: [no.yml]\n  tasks: [{copy: {src: no, dest: /x}}]\n`,
    },
  ],
  [
    "names that only a variable tells",
    {
      "play.yml": `- hosts: all
  gather_facts: false
  strategy: "{{ 'free' }}"
  serial: "{{ 1 }}"
  vars: {kind: local, method: sudo, unused: "{{ 1 | company.only.known_elsewhere }}"}
  vars_files: [["no.yml", "there.yml"]]
  tasks:
    - ping:
      connection: "{{ kind }}"
      become_method: "{{ method }}"
    - meta: "{{ 'noop' }}"
`,
      "there.yml": "a: 1\n",
    },
  ],
  [
    "a handler whose name is a template, is listened to, or comes with an included role",
    {
      "play.yml": `- hosts: all
  gather_facts: false
  vars: {what: web}
  tasks:
    - command: "true"
      notify: [restart web, topic, "one : of the role", of the role, "one : topics of the role"]
    - include_role: {name: one}
    - command: "true"
      notify: nobody
      changed_when: false
  handlers:
    - {name: "restart {{ what }}", ping: }
    - {name: other, ping: , listen: [topic]}
`,
      "roles/one/tasks/main.yml": "- ping:\n",
      "roles/one/handlers/main.yml":
        "- {name: of the role, ping: }\n- {name: another, ping: , listen: topics of the role}\n",
    },
  ],
  ["become methods where nobody is become", { "play.yml": tasks("- ping:\n  become_method: enable") }],
];

for (const [what, files, args = []] of ACCEPTED)
  test(`not refused before the run: ${what}`, async (t) => {
    const { events, stderr, code } = await runFiles(files, ["-i", "localhost,", "-c", "local", ...args]);
    t.false(stderr.includes("ERROR!"), stderr);
    t.true(code === 0 || code === 2);
    t.true(events.some(({ type }) => type === "play-start"));
  });
