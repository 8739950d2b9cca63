import type { Stories } from "./story.js";

/** One task fails: what failed, why, and the way out. */
export const FAILURES: Stories = {
  "a command fails": {
    tasks: `
    - name: mount the data
      shell: "echo trying; echo 'mount: no such device' >&2; exit 32"`,
    says: [
      "the play",
      "mount the data",
      "a",
      "non-zero return code",
      "mount: no such device",
      "trying",
      "32",
    ],
  },
  "a command of a list of words fails": {
    tasks: `
    - command: {argv: [sh, -c, "exit $1", sh, "9"]}`,
    says: ["non-zero return code", "sh", "exit $1", "9"],
  },
  "there is no such program": {
    tasks: `
    - name: build
      command: no-such-program --now`,
    says: ["build", "no-such-program --now", "No such file or directory"],
  },
  "a command ends where it may not": {
    tasks: `
    - name: migrate
      command: echo 3 rows are wrong
      register: done
      failed_when: "'wrong' in done.stdout"`,
    says: ["migrate", "3 rows are wrong", "echo"],
  },
  "nobody answers at an address": {
    tasks: `
    - name: ask
      uri: {url: "http://127.0.0.1:1/hello"}`,
    says: ["ask", "http://127.0.0.1:1/hello", "onnect", "Status code was -1"],
  },
  "a condition does not hold": {
    tasks: `
    - name: room
      vars: {free_mb: 12}
      assert: {that: ["free_mb > 1", "free_mb > 100"]}`,
    says: ["room", "Assertion failed", "free_mb > 100", "false"],
  },
  "a condition with words of its own does not hold": {
    tasks: `
    - assert: {that: "1 > 2", fail_msg: "one is not\\nmore than two"}`,
    says: ["one is not", "more than two", "1 > 2"],
  },
  "fail has several lines to say": {
    tasks: `
    - fail: {msg: "first\\nsecond: ünïcode 日本"}`,
    says: ["first", "second: ünïcode 日本"],
  },
  "a template is broken": {
    tasks: `
    - name: render
      template: {src: "{{ which }}.j2", dest: "{{ playbook_dir }}/a"}
      vars: {which: "{{ 'a' + '' }}"}`,
    files: { "a.j2": "one\n{% if one %}\n" },
    says: ["render", "a.j2:", "endif"],
  },
  "a template lacks a variable": {
    tasks: `
    - set_fact: {web_port: 1}
    - name: render
      template: {src: a.j2, dest: "{{ playbook_dir }}/a"}`,
    files: { "a.j2": "port {{ webport }}\n" },
    says: ["render", "webport", "a.j2:1", "web_port"],
  },
  "a source is not there": {
    tasks: `
    - name: put
      copy: {src: "{{ which }}.conf", dest: /tmp/x}
      vars: {which: "{{ 'no' + 'where' }}"}`,
    says: ["put", "nowhere.conf", "files/nowhere.conf"],
  },
  "an argument has a wrong type": {
    tasks: `
    - set_fact: {mode: "rwx rwx"}
    - name: mode
      file: {path: "{{ playbook_dir }}/x", state: touch, mode: "{{ mode }}"}`,
    says: ["mode", "rwx rwx"],
  },
  "an item of a loop fails": {
    tasks: `
    - name: packages
      shell: "test {{ item }} != nginx || { echo no such package >&2; exit 4; }"
      loop: [curl, nginx, vim]`,
    says: ["packages", "nginx", "no such package", "4"],
  },
  "items with labels fail": {
    tasks: `
    - name: users
      fail: {msg: "{{ item.name }} may not"}
      loop: [{name: ann, key: 1}, {name: bob, key: 2}]
      loop_control: {label: "user {{ item.name }}"}`,
    says: ["user ann", "user bob", "ann may not", "bob may not"],
  },
  "a failure is ignored": {
    tasks: `
    - name: old service
      shell: "echo not loaded >&2; exit 5"
      ignore_errors: true
    - name: go on
      command: "true"`,
    says: ["old service", "ignor", "not loaded", "5", "go on"],
  },
  "failures of items are ignored": {
    tasks: `
    - name: old ones
      fail: {msg: "{{ item }} is not loaded"}
      loop: [telnet, ftp]
      ignore_errors: true`,
    says: ["old ones", "ignor", "telnet", "telnet is not loaded", "ftp is not loaded"],
  },
  "a condition is ignored": {
    tasks: `
    - assert: {that: "1 > 2"}
      ignore_errors: true`,
    says: ["ignor", "Assertion failed", "1 > 2"],
  },
  "what failed is nobody's business": {
    tasks: `
    - name: token
      fail: {msg: "hunter2-secret"}
      no_log: true`,
    says: ["token", "no_log"],
    never: ["hunter2"],
  },
  "items that are nobody's business": {
    tasks: `
    - name: tokens
      command: "false {{ item }}"
      loop: [hunter2-secret]
      no_log: true`,
    says: ["tokens", "no_log"],
    never: ["hunter2"],
  },
  "it is tried again, and works": {
    tasks: `
    - name: wait for it
      shell: "echo x >> {{ playbook_dir }}/n; test $(wc -l < {{ playbook_dir }}/n) -ge 3"
      register: r
      until: r is success
      retries: 5
      delay: 0`,
    says: ["wait for it", "a"],
  },
  "it is tried again in vain": {
    tasks: `
    - name: wait for it
      shell: "echo still starting; exit 7"
      register: r
      until: r is success
      retries: 2
      delay: 0`,
    says: ["wait for it", "still starting", "7", "a"],
  },
  "an exception of a value": {
    tasks: `
    - name: count
      debug: {msg: "{{ 'x' | int + [1] }}"}`,
    says: ["count", "int"],
  },
  "a job in the background fails": {
    tasks: `
    - name: job
      shell: "echo gone wrong >&2; exit 3"
      async: 20
      poll: 1`,
    says: ["job", "gone wrong", "3"],
    varies: true,
  },
  "a job takes too long": {
    tasks: `
    - name: job
      command: sleep 20
      async: 1
      poll: 1`,
    says: ["job", "async task did not complete within the requested time"],
    varies: true,
  },
  "a task takes too long": {
    tasks: `
    - name: slow
      command: sleep 20
      timeout: 1`,
    says: ["slow", "time frame"],
  },
};
