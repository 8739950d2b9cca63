import type { Story } from "./plays.js";

/** Plays that differed once: they are tried before the random ones. */
export const FOUND: Readonly<Record<string, Story>> = {
  "hosts at a throttled task kept all places among the forks, and waited for one that needed a place": {
    hosts: 4,
    forks: 2,
    unreachable: 0,
    plays: [
      {
        anyErrorsFatal: false,
        forceHandlers: false,
        gatherFacts: false,
        become: false,
        preTasks: [],
        tasks: [
          {
            kind: "include",
            how: "import_role",
            body: [
              {
                kind: "run",
                fails: 0,
                lost: 0,
                flaky: 0,
                keywords: { when: "r0 is defined and r0 is changed", changedWhen: false, becomeUser: "u1" },
              },
              { kind: "write", file: 0, via: "delegate", oneHost: true, fails: 0, keywords: {} },
            ],
            keywords: {},
          },
          {
            kind: "block",
            body: [],
            rescue: [],
            always: [
              { kind: "copy", file: 1, keywords: { register: "r0", throttle: 1 } },
              { kind: "pipe", file: 0, keywords: {} },
            ],
            keywords: {},
          },
        ],
        postTasks: [
          { kind: "read", file: 0, by: "lookup", keywords: { notify: "topic", timeout: true } },
          { kind: "run", fails: 0, lost: 0, flaky: 0, keywords: {} },
        ],
        handlers: [],
      },
    ],
  },
};
