import type { Stories } from "./story.js";

const DOWN = "down ansible_connection=ssh ansible_host=127.0.0.1 ansible_port=1 ansible_user=nobody\n";
const LOCAL = "a ansible_connection=local\n";
const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `web${index + 1}`);

/** Several hosts, and how they are reached. */
export const HOSTS: Stories = {
  "a host is not reached": {
    inventory: LOCAL + DOWN,
    tasks: `
    - name: reach
      command: "true"`,
    says: ["reach", "down", "127.0.0.1", "onnection refused", "unreachable"],
  },
  "that a host is not reached is ignored": {
    inventory: LOCAL + DOWN,
    tasks: `
    - name: reach
      command: "true"
      ignore_unreachable: true
    - name: go on
      debug: {msg: on}`,
    says: ["reach", "down", "onnection refused", "go on"],
  },
  "nobody is reached": {
    inventory: DOWN,
    tasks: `
    - name: reach
      command: "true"
    - name: never
      command: "true"`,
    says: ["reach", "down", "onnection refused"],
  },
  "a user cannot be become": {
    tasks: `
    - name: act
      command: "true"
      become: true
      become_user: no-such-user-here`,
    says: ["act", "no-such-user-here"],
  },
  "hosts fail for reasons of their own": {
    hosts: ["a", "b", "c"],
    tasks: `
    - name: check
      fail: {msg: "{{ 'one reason' if inventory_hostname == 'a' else 'another reason' }}"}
      when: inventory_hostname != "c"
    - name: go on
      command: "true"`,
    says: ["check", "one reason", "another reason", "a", "b", "go on"],
  },
  "fifty hosts fail alike": {
    hosts: many(50),
    tasks: `
    - name: disk
      fail: {msg: no space left on device}`,
    says: ["disk", "no space left on device", "50"],
  },
  "another host does it": {
    hosts: ["a", "b"],
    tasks: `
    - name: load balancer
      command: "true"
      delegate_to: b
      run_once: true
    - name: in vain
      fail: {msg: not there}
      delegate_to: b
      when: inventory_hostname == "a"`,
    says: ["load balancer", "in vain", "not there"],
  },
  "one does it for all": {
    hosts: ["a", "b"],
    tasks: `
    - name: migrate
      debug: {msg: "once"}
      run_once: true`,
    says: ["migrate", "once"],
  },
  "in batches": {
    hosts: ["a", "b", "c"],
    keywords: "serial: 1",
    tasks: `
    - name: roll
      debug: {msg: "at {{ inventory_hostname }}"}`,
    says: ["the play", "at a", "at b", "at c"],
  },
  "a batch fails, and the others are left alone": {
    hosts: ["a", "b", "c"],
    keywords: "serial: 1",
    tasks: `
    - name: roll
      fail: {msg: "bad release"}
      when: inventory_hostname == "b"`,
    says: ["roll", "bad release", "b"],
  },
  "one fails, and all stop": {
    hosts: ["a", "b", "c"],
    keywords: "any_errors_fatal: true",
    tasks: `
    - name: check
      fail: {msg: "stop all"}
      when: inventory_hostname == "b"
    - name: never
      command: "true"`,
    says: ["check", "stop all", "b"],
    never: ["never"],
  },
  "too many fail": {
    hosts: many(4),
    keywords: "max_fail_percentage: 25",
    tasks: `
    - name: check
      fail: {msg: "too many"}
      when: inventory_hostname in ["web1", "web2"]
    - name: never
      command: "true"`,
    says: ["check", "too many", "web1", "web2"],
    never: ["never"],
  },
  "some at a time": {
    hosts: ["a", "b", "c"],
    tasks: `
    - name: gently
      command: "true"
      throttle: 1`,
    says: ["gently"],
  },
  "each on its own": {
    hosts: ["a", "b"],
    keywords: "strategy: free",
    tasks: `
    - name: first
      command: "true"
    - name: second
      fail: {msg: "free to fail"}
      when: inventory_hostname == "b"`,
    says: ["first", "second", "free to fail", "b"],
  },
  "nobody is meant": {
    files: { "play.yml": "- {name: for windows, hosts: windows, tasks: [{ping: }]}\n" },
    says: ["for windows", "windows", "hosts"],
  },
  "it is broken off": {
    hosts: ["a", "b"],
    tasks: `
    - name: at first
      command: "true"
    - name: long one
      command: sleep 20`,
    stopAt: "long one",
    says: ["at first", "interrupted", "a", "b"],
    varies: true,
  },
};
