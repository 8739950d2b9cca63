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
  "which failure was one too many depended on who was first": {
    hosts: 2,
    forks: 5,
    unreachable: 0,
    plays: [
      {
        maxFail: 60,
        anyErrorsFatal: true,
        forceHandlers: false,
        gatherFacts: false,
        become: false,
        preTasks: [],
        tasks: [
          {
            kind: "block",
            body: [
              {
                kind: "block",
                body: [{ kind: "read", file: 0, by: "lookup", keywords: { register: "r0" } }],
                rescue: [],
                always: [],
                keywords: {},
              },
            ],
            rescue: [],
            always: [
              {
                kind: "run",
                fails: 1,
                lost: 0,
                flaky: 0,
                keywords: { register: "r0", ignoreErrors: "{{ f0 is defined }}", changedWhen: false },
              },
            ],
            keywords: {},
          },
          { kind: "file", fails: 0, keywords: {} },
        ],
        postTasks: [],
        handlers: [],
      },
      {
        serial: [1],
        anyErrorsFatal: false,
        forceHandlers: true,
        gatherFacts: true,
        become: false,
        preTasks: [],
        tasks: [{ kind: "spec", good: false, keywords: { ignoreErrors: true } }],
        postTasks: [],
        handlers: [],
      },
    ],
  },
  "a host cleaned up after a block, or not, as another one failed for all in it": {
    hosts: 2,
    forks: 5,
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
            kind: "block",
            body: [
              {
                kind: "block",
                body: [{ kind: "template", file: "missing", keywords: {} }],
                rescue: [{ kind: "group_by", keywords: { notify: "handler 1", runOnce: true } }],
                always: [],
                keywords: { when: "inventory_hostname != 'h2'" },
              },
            ],
            rescue: [],
            always: [{ kind: "debug", condition: "hostvars['h2'].r0 is defined", keywords: {} }],
            keywords: {},
          },
        ],
        postTasks: [],
        handlers: [],
      },
    ],
  },
  "a host that waited for others kept its place among the forks for a step that it had begun": {
    hosts: 2,
    forks: 1,
    unreachable: 0,
    plays: [
      {
        anyErrorsFatal: false,
        forceHandlers: false,
        gatherFacts: false,
        become: false,
        preTasks: [
          {
            kind: "block",
            body: [
              {
                kind: "write",
                file: 0,
                via: "delegate",
                oneHost: false,
                fails: 1,
                keywords: { register: "r0" },
              },
              { kind: "group_by", keywords: { failedWhen: false, vars: "{{ r0.stdout | default('v') }}" } },
              { kind: "run", fails: 0, lost: 0, flaky: 0, keywords: {} },
            ],
            rescue: [
              {
                kind: "assert",
                condition: "nobody_knows == 1",
                keywords: { register: "r0", ignoreErrors: true, changedWhen: "hostvars['h2'].r0 is defined" },
              },
              { kind: "copy", file: 0, keywords: { timeout: true } },
            ],
            always: [],
            keywords: {},
          },
        ],
        tasks: [
          {
            kind: "read",
            file: 0,
            by: "lookup",
            keywords: { when: "r0 is defined and r0 is changed", ignoreErrors: true },
          },
        ],
        postTasks: [],
        handlers: [],
      },
      {
        anyErrorsFatal: false,
        forceHandlers: false,
        gatherFacts: true,
        become: false,
        preTasks: [],
        tasks: [{ kind: "run", fails: 0, lost: 0, flaky: 2, keywords: {} }],
        postTasks: [],
        handlers: [],
      },
    ],
  },
  "a host read a file before another one's rescue wrote it": {
    hosts: 2,
    forks: 5,
    unreachable: 0,
    plays: [
      {
        anyErrorsFatal: false,
        forceHandlers: false,
        gatherFacts: true,
        become: false,
        preTasks: [],
        tasks: [
          {
            kind: "block",
            body: [
              {
                kind: "block",
                body: [
                  {
                    kind: "run",
                    fails: 0,
                    lost: 0,
                    flaky: 2,
                    keywords: { when: "inventory_hostname != 'h2'" },
                  },
                ],
                rescue: [],
                always: [],
                keywords: {},
              },
            ],
            rescue: [
              {
                kind: "write",
                file: 0,
                via: "delegate",
                oneHost: false,
                fails: 0,
                keywords: { register: "r0", when: "true", changedWhen: "r0 is defined and r0 is changed" },
              },
            ],
            always: [],
            keywords: {},
          },
          { kind: "copy", file: 0, keywords: { register: "r0", when: "true" } },
        ],
        postTasks: [],
        handlers: [],
      },
      {
        anyErrorsFatal: false,
        forceHandlers: false,
        gatherFacts: false,
        become: false,
        preTasks: [],
        tasks: [
          {
            kind: "run",
            fails: 1,
            lost: 0,
            flaky: 0,
            keywords: { register: "r0", loop: 2, runOnce: true, noLog: true },
          },
        ],
        postTasks: [],
        handlers: [],
      },
    ],
  },
  "a host that had failed read a file in its rescue before another one wrote it in the block": {
    hosts: 2,
    forks: 5,
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
            kind: "block",
            body: [
              { kind: "run", fails: 1, lost: 0, flaky: 0, keywords: {} },
              { kind: "run", fails: 0, lost: 0, flaky: 0, keywords: {} },
              {
                kind: "write",
                file: 0,
                via: "delegate",
                oneHost: false,
                fails: 0,
                keywords: { when: "inventory_hostname != 'h1'" },
              },
            ],
            rescue: [{ kind: "copy", file: 0, keywords: {} }],
            always: [],
            keywords: {},
          },
        ],
        postTasks: [],
        handlers: [],
      },
    ],
  },
  "the same in always": {
    hosts: 2,
    forks: 5,
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
            kind: "block",
            body: [
              { kind: "run", fails: 1, lost: 0, flaky: 0, keywords: {} },
              { kind: "run", fails: 0, lost: 0, flaky: 0, keywords: {} },
              {
                kind: "write",
                file: 0,
                via: "delegate",
                oneHost: false,
                fails: 0,
                keywords: { when: "inventory_hostname != 'h1'" },
              },
            ],
            rescue: [],
            always: [{ kind: "copy", file: 0, keywords: {} }],
            keywords: {},
          },
        ],
        postTasks: [],
        handlers: [],
      },
    ],
  },
  "a host that had failed was rescued before another one ended the batch in the block": {
    hosts: 2,
    forks: 5,
    unreachable: 0,
    plays: [
      {
        anyErrorsFatal: false,
        forceHandlers: false,
        gatherFacts: false,
        become: false,
        preTasks: [
          {
            kind: "block",
            body: [
              { kind: "file", fails: 1, keywords: { register: "r0" } },
              {
                kind: "block",
                body: [{ kind: "meta", action: "end_batch", keywords: { when: "r0.rc == 0" } }],
                rescue: [],
                always: [],
                keywords: {},
              },
            ],
            rescue: [{ kind: "template", file: "good", keywords: { when: "true", ignoreErrors: true } }],
            always: [],
            keywords: {},
          },
        ],
        tasks: [{ kind: "include", how: "include_tasks", body: [], keywords: { when: "r0.rc == 0" } }],
        postTasks: [],
        handlers: [],
      },
      {
        anyErrorsFatal: false,
        forceHandlers: false,
        gatherFacts: true,
        become: false,
        preTasks: [],
        tasks: [{ kind: "meta", action: "flush_handlers", keywords: {} }],
        postTasks: [],
        handlers: [],
      },
    ],
  },
  "errors were cleared by a host in its rescue, for another one that was ahead and failed later in the play":
    {
      hosts: 2,
      forks: 5,
      unreachable: 0,
      plays: [
        {
          anyErrorsFatal: false,
          forceHandlers: true,
          gatherFacts: false,
          become: false,
          preTasks: [],
          tasks: [
            {
              kind: "block",
              body: [
                {
                  kind: "assert",
                  condition: "inventory_hostname != 'h2'",
                  keywords: {
                    register: "r0",
                    ignoreErrors: "{{ f0 is defined }}",
                    delegateTo: "h1",
                    vars: "{{ r0.stdout | default('v') }}",
                  },
                },
              ],
              rescue: [
                { kind: "copy", file: 0, keywords: { ignoreErrors: true } },
                { kind: "meta", action: "clear_host_errors", keywords: {} },
              ],
              always: [],
              keywords: {},
            },
            {
              kind: "include",
              how: "import_tasks",
              body: [{ kind: "copy", file: 0, keywords: { becomeUser: "u1" } }],
              keywords: { ignoreUnreachable: true, delegateTo: "h1" },
            },
            {
              kind: "assert",
              condition: "hostvars['h2'].r0 is defined",
              keywords: { when: "f0 is defined", failedWhen: "f0 is defined" },
            },
          ],
          postTasks: [],
          handlers: [],
        },
        {
          maxFail: 0,
          anyErrorsFatal: false,
          forceHandlers: true,
          gatherFacts: false,
          become: false,
          preTasks: [],
          tasks: [{ kind: "read", file: 0, by: "lookup", keywords: { register: "r0", failedWhen: false } }],
          postTasks: [],
          handlers: [],
        },
      ],
    },
  "a pause in a rescue failed for all hosts, and those ahead had gone on": {
    hosts: 2,
    forks: 5,
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
            kind: "block",
            body: [
              {
                kind: "write",
                file: 0,
                via: "delegate",
                oneHost: false,
                fails: 1,
                keywords: { changedWhen: "true", until: true },
              },
            ],
            rescue: [{ kind: "pause", keywords: { changedWhen: "me.nothing" } }],
            always: [],
            keywords: {},
          },
          {
            kind: "block",
            body: [
              { kind: "read", file: 0, by: "lookup", keywords: { when: "hostvars['h2'].r0 is defined" } },
            ],
            rescue: [],
            always: [],
            keywords: {},
          },
        ],
        postTasks: [],
        handlers: [],
      },
      {
        anyErrorsFatal: false,
        forceHandlers: false,
        gatherFacts: false,
        become: false,
        preTasks: [],
        tasks: [{ kind: "file", fails: 0, keywords: { register: "r0", loop: 2 } }],
        postTasks: [],
        handlers: [],
      },
    ],
  },
  "a host passed over an include in which another one failed for all": {
    hosts: 2,
    forks: 5,
    unreachable: 0,
    plays: [
      {
        anyErrorsFatal: false,
        forceHandlers: false,
        gatherFacts: true,
        become: false,
        preTasks: [],
        tasks: [
          {
            kind: "include",
            how: "include_tasks",
            body: [
              {
                kind: "file",
                fails: 0,
                keywords: { register: "r0", when: "r0.rc == 0", anyErrorsFatal: true },
              },
            ],
            keywords: { when: "inventory_hostname != 'h2'" },
          },
          { kind: "read", file: 0, by: "lookup", keywords: { register: "r0", when: "r0.rc == 0" } },
        ],
        postTasks: [],
        handlers: [],
      },
    ],
  },
  "a host had nothing to rescue while another one ends the batch in its rescue": {
    hosts: 2,
    forks: 5,
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
            kind: "block",
            body: [
              { kind: "run", fails: 1, lost: 0, flaky: 2, keywords: { when: "inventory_hostname != 'h2'" } },
            ],
            rescue: [
              {
                kind: "block",
                body: [{ kind: "meta", action: "end_batch", keywords: { delegateTo: "h1" } }],
                rescue: [],
                always: [],
                keywords: {},
              },
            ],
            always: [
              {
                kind: "assert",
                condition: "r0.rc == 0",
                keywords: { failedWhen: "r0 is defined and r0 is changed" },
              },
            ],
            keywords: { when: "r0 is undefined" },
          },
          { kind: "read", file: 0, by: "lookup", keywords: { noLog: true } },
        ],
        postTasks: [],
        handlers: [],
      },
    ],
  },
  "an include waits for others while the only step on its way, and with it the need of a place, ends": {
    hosts: 2,
    forks: 1,
    unreachable: 0,
    plays: [
      {
        anyErrorsFatal: false,
        forceHandlers: true,
        gatherFacts: false,
        become: false,
        preTasks: [],
        tasks: [
          { kind: "file", fails: 13, keywords: { delegateTo: "{{ f0 | default('h1') }}" } },
          { kind: "include", how: "include_tasks", body: [], keywords: {} },
          { kind: "copy", file: 1, keywords: {} },
        ],
        postTasks: [],
        handlers: [],
      },
    ],
  },
};
