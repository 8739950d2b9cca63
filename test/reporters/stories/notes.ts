import type { Stories } from "./story.js";

/** What is said beside the results, and what hosts print. */
export const NOTES: Stories = {
  "a module warns": {
    tasks: `
    - name: by hand
      command: {cmd: "true", executable: /bin/sh}
    - name: lookup
      debug: {msg: "{{ lookup('file', 'nowhere', errors='warn') }}"}`,
    says: ["by hand", "executable", "lookup", "nowhere"],
  },
  "an item warns": {
    tasks: `
    - name: each
      command: {cmd: "true", executable: /bin/sh}
      loop: [1]`,
    says: ["each", "executable"],
  },
  "a program prints bytes": {
    tasks: `
    - name: bytes
      shell: "printf '\\\\033[2J\\\\000\\\\377 after it'; exit 1"`,
    says: ["bytes", "\\u001b", "after it"],
    never: ["\u001b[2J"],
  },
  "a program prints far too much": {
    tasks: `
    - name: long
      shell: "seq 1 200; echo the end of it; exit 1"`,
    says: ["long", "the end of it"],
  },
  "bytes that do not end": {
    tasks: `
    - name: long
      shell: "head -c 3000 /dev/zero | tr '\\\\0' '\\\\1'; exit 1"`,
    says: ["long"],
  },
  "names that go on and on": {
    tasks: `
    - name: "a very long name of a task that goes on and on until it is wider than any terminal is, and then a bit more, to be sure that it is"
      fail: {msg: "a very long message too, which has a lot to say of what went wrong and where, so that it cannot stand in one row of a terminal"}`,
    says: ["and then a bit more, to be sure that it is", "so that it cannot stand in one row of a terminal"],
  },
};
