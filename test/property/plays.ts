import fc from "fast-check";

/** A random playbook as plain data, small when it is shrunk. `render.ts` makes YAML of it. */
export interface Story {
  hosts: number;
  forks: number;
  /** hosts that cannot be reached, as bits */
  unreachable: number;
  plays: PlayStory[];
}

export interface PlayStory {
  strategy?: "linear" | "free" | undefined;
  serial?: (number | string)[] | undefined;
  maxFail?: number | undefined;
  anyErrorsFatal: boolean;
  forceHandlers: boolean;
  gatherFacts: boolean;
  become: boolean;
  preTasks: Step[];
  tasks: Step[];
  postTasks: Step[];
  handlers: HandlerStory[];
}

export interface HandlerStory {
  fails: number;
  notifies?: string | undefined;
  listens: boolean;
}

export interface Keywords {
  register?: string | undefined;
  when?: string | undefined;
  ignoreErrors?: boolean | string | undefined;
  failedWhen?: string | boolean | undefined;
  changedWhen?: string | boolean | undefined;
  loop?: number | string | undefined;
  until?: boolean | undefined;
  notify?: string | undefined;
  becomeUser?: string | undefined;
  delegateTo?: string | undefined;
  runOnce?: boolean | undefined;
  throttle?: number | undefined;
  anyErrorsFatal?: boolean | undefined;
  noLog?: boolean | undefined;
  ignoreUnreachable?: boolean | undefined;
  timeout?: boolean | undefined;
  checkMode?: boolean | undefined;
  environment?: string | undefined;
  vars?: string | undefined;
}

export type Step =
  | { kind: "run"; fails: number; lost: number; flaky: number; keywords: Keywords }
  | { kind: "file"; fails: number; keywords: Keywords }
  | { kind: "content"; fails: number; text: string; keywords: Keywords }
  | { kind: "copy"; file: number; keywords: Keywords }
  | { kind: "template"; file: "good" | "missing" | "failing" | "reads" | "includes"; keywords: Keywords }
  | {
      kind: "write";
      file: number;
      via: "delegate" | "connection";
      fails: number;
      oneHost: boolean;
      keywords: Keywords;
    }
  | {
      kind: "read";
      file: number;
      by: "lookup" | "include_vars" | "script" | "include_tasks";
      keywords: Keywords;
    }
  | { kind: "pipe"; file: number; keywords: Keywords }
  | { kind: "assert" | "fail" | "debug"; condition: string; keywords: Keywords }
  | { kind: "set_fact"; name: string; value: string; keywords: Keywords }
  | { kind: "pause"; keywords: Keywords }
  | { kind: "group_by"; keywords: Keywords }
  | { kind: "spec"; good: boolean; keywords: Keywords }
  | { kind: "block"; body: Step[]; rescue: Step[]; always: Step[]; keywords: Keywords }
  | {
      kind: "include";
      how: "include_tasks" | "import_tasks" | "include_role" | "import_role";
      body: Step[];
      keywords: Keywords;
    }
  | { kind: "meta"; action: string; keywords: Keywords };

const NAMES = ["r0", "r1", "r2"];
const FACTS = ["f0", "f1"];

/** Conditions as people write them: true, false, of one host, of results, of what may not be there. */
const condition = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom("true", "false", "inventory_hostname == 'h1'", "inventory_hostname != 'h2'"),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...NAMES),
        fc.constantFrom("is changed", "is failed", "is skipped", "is defined", "is undefined"),
      )
      .map(([name, test]) =>
        /defined/.test(test) ? `${name} ${test}` : `${name} is defined and ${name} ${test}`,
      ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "r0.rc == 0",
      "r1.stdout == 'a'",
      "(r0.rc | default(1)) == 0",
      "r2 is not skipped",
    ),
  },
  { weight: 2, arbitrary: fc.constantFrom("f0 is defined", "f0 | default('') == 'x'", "f1 is undefined") },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "hostvars['h2'].r0 is defined",
      "hostvars['h1'].f0 | default('') == 'x'",
      "'h1' in ansible_play_hosts",
      "ansible_play_batch | length > 1",
      "groups['dyn'] | default([]) | length > 0",
      "ansible_system == 'Linux'",
      "ansible_facts.nodename is undefined",
      "nobody_knows == 1",
    ),
  },
);

const maybe = <T>(weight: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 100 - weight, arbitrary: fc.constant(undefined) }, { weight, arbitrary });

const yes = fc.constant(true);

const keywords: fc.Arbitrary<Keywords> = fc.record({
  register: maybe(35, fc.constantFrom(...NAMES)),
  when: maybe(25, condition),
  ignoreErrors: maybe(10, fc.constantFrom<boolean | string>(true, true, "{{ f0 is defined }}")),
  failedWhen: maybe(8, fc.oneof(condition, fc.constantFrom(false, true, "me.rc != 0", "me is failed"))),
  changedWhen: maybe(8, fc.oneof(condition, fc.constantFrom(false, true, "me.rc == 0", "me.nothing"))),
  loop: maybe(
    12,
    fc.constantFrom<number | string>(
      2,
      3,
      "{{ [1, 2] }}",
      "{{ nobody_knows }}",
      "{{ r0.results | default([]) }}",
    ),
  ),
  until: maybe(4, yes),
  notify: maybe(
    12,
    fc.constantFrom("handler 0", "handler 1", "topic", "{{ f0 | default('handler 0') }}", "no such handler"),
  ),
  becomeUser: maybe(8, fc.constantFrom("u1", "u2", "{{ f1 | default('u1') }}")),
  delegateTo: maybe(8, fc.constantFrom("h1", "h2", "localhost", "{{ f0 | default('h1') }}")),
  runOnce: maybe(5, yes),
  throttle: maybe(3, fc.constant(1)),
  anyErrorsFatal: maybe(3, yes),
  noLog: maybe(3, yes),
  ignoreUnreachable: maybe(4, yes),
  timeout: maybe(3, yes),
  checkMode: maybe(3, yes),
  environment: maybe(3, fc.constantFrom("{{ f0 | default('e') }}", "{{ r0.stdout }}")),
  vars: maybe(4, fc.constantFrom("{{ r0.stdout | default('v') }}", "{{ nobody_knows }}")),
});

/** What little makes sense for blocks, includes and meta. */
const fewKeywords: fc.Arbitrary<Keywords> = fc.record({
  when: maybe(25, condition),
  ignoreErrors: maybe(4, yes),
  becomeUser: maybe(4, fc.constant("u1")),
  anyErrorsFatal: maybe(2, yes),
  ignoreUnreachable: maybe(2, yes),
  delegateTo: maybe(2, fc.constant("h1")),
  runOnce: maybe(2, yes),
});

const mask = (weight: number) =>
  fc.oneof(
    { weight: 100 - weight, arbitrary: fc.constant(0) },
    { weight, arbitrary: fc.integer({ min: 1, max: 15 }) },
  );
const file = fc.integer({ min: 0, max: 1 });

const leaf: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("run" as const),
      fails: mask(15),
      lost: mask(3),
      flaky: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(2) }),
      keywords,
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("file" as const), fails: mask(12), keywords }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("content" as const),
      fails: mask(10),
      text: fc.constantFrom("a", "{{ r0.stdout | default('none') }}", "{{ f0 }}"),
      keywords,
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("copy" as const), file, keywords }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("template" as const),
      file: fc.constantFrom(
        "good" as const,
        "missing" as const,
        "failing" as const,
        "reads" as const,
        "includes" as const,
      ),
      keywords,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("write" as const),
      file,
      via: fc.constantFrom("delegate" as const, "connection" as const),
      oneHost: fc.boolean(),
      fails: mask(10),
      keywords,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("read" as const),
      file,
      by: fc.constantFrom(
        "lookup" as const,
        "include_vars" as const,
        "script" as const,
        "include_tasks" as const,
      ),
      keywords,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("pipe" as const), file, keywords }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom("assert" as const, "fail" as const, "debug" as const),
      condition,
      keywords,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("set_fact" as const),
      name: fc.constantFrom(...FACTS),
      value: fc.constantFrom(
        "x",
        "h1",
        "{{ r0.stdout | default('x') }}",
        "{{ nobody_knows }}",
        "{{ inventory_hostname }}",
      ),
      keywords,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("pause" as const), keywords }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("group_by" as const), keywords }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("spec" as const), good: fc.boolean(), keywords }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("meta" as const),
      action: fc.constantFrom(
        "flush_handlers",
        "end_host",
        "end_play",
        "end_batch",
        "clear_host_errors",
        "noop",
        "reset_connection",
        "clear_facts",
      ),
      keywords: fewKeywords,
    }),
  },
);

const none = fc.constant<Step[]>([]);

const { step } = fc.letrec<{ step: Step }>((tie) => {
  const some = (max: number) => fc.array(tie("step"), { maxLength: max, depthIdentifier: "steps" });
  return {
    step: fc.oneof(
      { maxDepth: 3, depthSize: "small", withCrossShrink: true, depthIdentifier: "steps" },
      { weight: 10, arbitrary: leaf },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant("block" as const),
          body: some(4),
          rescue: fc.oneof(none, some(3)),
          always: fc.oneof(none, some(2)),
          keywords: fewKeywords,
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant("include" as const),
          how: fc.constantFrom(
            "include_tasks" as const,
            "import_tasks" as const,
            "include_role" as const,
            "import_role" as const,
          ),
          body: some(3),
          keywords: fewKeywords,
        }),
      },
    ),
  };
});

const steps = (max: number) => fc.array(step, { maxLength: max });

const play: fc.Arbitrary<PlayStory> = fc.record({
  strategy: fc.constantFrom(undefined, undefined, undefined, "linear" as const, "free" as const),
  serial: maybe(15, fc.constantFrom<(number | string)[]>([1], [2], ["50%"], [1, 2])),
  maxFail: maybe(8, fc.constantFrom(0, 30, 60)),
  anyErrorsFatal: fc.oneof({ weight: 15, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: yes }),
  forceHandlers: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: yes }),
  gatherFacts: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: yes }),
  become: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: yes }),
  preTasks: fc.oneof({ weight: 3, arbitrary: none }, { weight: 1, arbitrary: steps(2) }),
  tasks: fc.array(step, { minLength: 1, maxLength: 9 }),
  postTasks: fc.oneof({ weight: 3, arbitrary: none }, { weight: 1, arbitrary: steps(2) }),
  handlers: fc.array(
    fc.record({
      fails: mask(15),
      notifies: maybe(15, fc.constantFrom("handler 0", "handler 1")),
      listens: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
});

export const story: fc.Arbitrary<Story> = fc.record({
  hosts: fc.integer({ min: 1, max: 4 }),
  forks: fc.constantFrom(5, 5, 5, 1, 2),
  unreachable: mask(6),
  plays: fc.array(play, { minLength: 1, maxLength: 2 }),
});
