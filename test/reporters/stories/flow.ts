import type { Stories } from "./story.js";

/** How a play goes on: blocks, handlers, includes, strategies. */
export const FLOW: Stories = {
  "a block is rescued": {
    tasks: `
    - block:
        - name: break
          fail: {msg: on purpose}
        - name: never reached
          ping:
      rescue:
        - name: repair
          debug: {msg: "after {{ ansible_failed_task.name }}"}
      always:
        - name: at any rate
          command: "true"`,
    says: ["break", "on purpose", "repair", "after break", "at any rate", "rescued"],
    never: ["never reached"],
  },
  "a rescue fails too": {
    tasks: `
    - block:
        - name: break
          fail: {msg: first reason}
      rescue:
        - name: repair
          fail: {msg: second reason}
      always:
        - name: at any rate
          command: "true"`,
    says: ["break", "first reason", "repair", "second reason", "at any rate"],
  },
  "handlers run": {
    tasks: `
    - name: configure
      command: "true"
      notify: restart it
  handlers:
    - name: restart it
      command: "true"`,
    says: ["configure", "restart it"],
  },
  "a handler fails": {
    tasks: `
    - command: "true"
      notify: restart it
  handlers:
    - name: restart it
      shell: "echo bad configuration >&2; exit 1"`,
    says: ["restart it", "bad configuration"],
  },
  "tasks are included": {
    tasks: `
    - include_tasks: more.yml
    - name: with items
      include_tasks: each.yml
      loop: [eins, zwei]`,
    files: {
      "more.yml": "- name: of another file\n  command: 'true'\n",
      "each.yml": "- name: for one\n  debug: {msg: 'number {{ item }}'}\n",
    },
    says: ["more.yml", "of another file", "each.yml", "eins", "zwei", "number zwei"],
  },
  "a file to include is not there": {
    tasks: `
    - set_fact: {which: nowhere}
    - name: include
      include_tasks: "{{ which }}.yml"`,
    says: ["include", "nowhere.yml"],
  },
  "a role is run": {
    keywords: "roles: [web]",
    files: { "roles/web/tasks/main.yml": "- name: set up\n  command: 'true'\n" },
    says: ["set up", "web"],
  },
  "some items change, some are skipped": {
    tasks: `
    - name: items
      command: echo {{ item }}
      changed_when: item == 2
      when: item != 3
      loop: [1, 2, 3]`,
    says: ["items", "changed"],
  },
  "nothing is to be done": {
    tasks: `
    - name: windows only
      command: "true"
      when: false
    - name: done
      command: "true"`,
    says: ["windows only", "done", "skipp"],
  },
  "a host ends early": {
    hosts: ["a", "b"],
    tasks: `
    - meta: end_host
      when: inventory_hostname == "a"
    - name: for the others
      command: "true"`,
    says: ["for the others", "b"],
  },
  "two plays": {
    files: {
      "play.yml":
        "- {name: the first, hosts: all, gather_facts: false, tasks: [{name: one, ping: }]}\n" +
        "- {name: the second, hosts: all, gather_facts: false, tasks: [{name: two, fail: {msg: not two}}]}\n",
    },
    says: ["the first", "one", "the second", "two", "not two"],
  },
  "only a look": {
    check: true,
    tasks: `
    - name: touch
      file: {path: "{{ playbook_dir }}/new", state: touch}
    - name: run
      command: "true"`,
    says: ["touch", "changed", "run", "skipp"],
  },
  "only a look fails": {
    check: true,
    tasks: `
    - name: read
      slurp: {src: /no/such/file}`,
    says: ["read", "/no/such/file"],
  },
  "a difference": {
    diff: true,
    tasks: `
    - name: write
      copy: {content: "new line\\n", dest: "{{ playbook_dir }}/conf"}`,
    files: { conf: "old line\n" },
    says: ["write", "old line", "new line", "conf"],
  },
  "differences of items": {
    diff: true,
    tasks: `
    - name: write
      copy: {content: "{{ item }} is new\\n", dest: "{{ playbook_dir }}/{{ item }}"}
      loop: [one, two]`,
    says: ["one is new", "two is new"],
  },
  "a job in the background": {
    tasks: `
    - name: job
      command: "true"
      async: 20
      poll: 1`,
    says: ["job", "a"],
    varies: true,
  },
  "something is told": {
    hosts: ["a", "b"],
    tasks: `
    - debug: {msg: "hello there"}
    - debug: {msg: "I am {{ inventory_hostname }}"}
    - debug: {var: my_list}
      vars: {my_list: [tomato, 2]}
    - debug: {msg: "item {{ item }}"}
      loop: [x, y]`,
    says: ["hello there", "I am a", "I am b", "my_list", "tomato", "item x", "item y"],
  },
  "a place to visit": {
    tasks: `
    - set_fact: {tera_url: "http://127.0.0.1:8080/"}`,
    says: ["http://127.0.0.1:8080/"],
  },
};
