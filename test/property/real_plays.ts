import fc from "fast-check";

/**
 * Random plays of real modules, as the tasks that are written into the playbook. `@N` is the number of the task,
 * `@D` the folder of the host that acts, `@L` the log of what was done there on behalf of the play's host.
 */
export type Task = Record<string, unknown>;

export interface RealStory {
  hosts: number;
  forks: number;
  strategy: "linear" | "free";
  serial: number | undefined;
  tasks: Task[];
  handlers: Task[];
}

const NAMES = ["r0", "r1", "r2"];
const HOSTS = [["h1"], ["h2"], ["h1", "h2"], ["h1", "h2", "h3"]];
const maybe = <T>(weight: number, value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 100 - weight, arbitrary: fc.constant(undefined) }, { weight, arbitrary: value });
const yes = fc.constant(true);

const condition = fc.constantFrom(
  "inventory_hostname == 'h1'",
  "inventory_hostname != 'h2'",
  "false",
  "r0 is defined and r0 is changed",
  "r1 is defined and r1 is failed",
  "r2 is undefined",
  "r0.rc | default(0) == 0",
  "(r1.results | default([]) | length) != 1",
  "hostvars['h1'].r0 is defined",
  "r2.nothing.at.all == 1",
);

const keywords: fc.Arbitrary<Task> = fc.record({
  register: maybe(30, fc.constantFrom(...NAMES)),
  when: maybe(20, condition),
  ignore_errors: maybe(12, yes),
  failed_when: maybe(6, fc.constantFrom<unknown>(false, "inventory_hostname == 'h1'", "r0 is undefined")),
  changed_when: maybe(6, fc.constantFrom<unknown>(false, "r0 is defined")),
  loop: maybe(
    15,
    fc.constantFrom<unknown>(
      [1, 2],
      [1, 2, 3],
      ["{{ inventory_hostname }}", "x"],
      "{{ r0.results | default([4, 5]) | length | range | list }}",
    ),
  ),
  notify: maybe(12, fc.constantFrom("handler 0", "handler 1")),
  delegate_to: maybe(8, fc.constantFrom("h1", "h2", "localhost", "{{ 'h2' if r0 is defined else 'h1' }}")),
  run_once: maybe(5, yes),
  throttle: maybe(3, fc.constant(1)),
  ignore_unreachable: maybe(5, yes),
  any_errors_fatal: maybe(2, yes),
  timeout: maybe(5, fc.constant(50)),
  check_mode: maybe(4, yes),
  environment: maybe(4, fc.constant({ E: "{{ r0.stdout | default('e') }}" })),
});

const few: fc.Arbitrary<Task> = fc.record({
  when: maybe(20, condition),
  ignore_errors: maybe(5, yes),
  ignore_unreachable: maybe(5, yes),
});

const hosts = fc.constantFrom(...HOSTS);
/** mostly nobody */
const some = (weight: number) => maybe(weight, hosts);
/** a condition of the shell, true on these hosts */
const isOne = (of: string[] | undefined) =>
  of ? `case {{ inventory_hostname }} in ${of.join("|")}) true;; *) false;; esac` : "false";

const source = fc.constantFrom(
  "small",
  "small",
  "middle",
  "middle",
  "large",
  "none",
  "bin",
  "gen-0",
  "gen-1",
);
const place = fc.constantFrom("0", "1", "{{ inventory_hostname }}");

const action: fc.Arbitrary<Task> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({ fails: some(15), lost: some(4), slow: fc.nat(9) })
      .map(({ fails, lost, slow }) => ({
        shell: `echo @N >>@L; ${slow === 0 ? "sleep 0.05; " : ""}${lost ? `if ${isOne(lost)}; then kill -9 0; fi; ` : ""}echo out$E; ${fails ? `! ${isOne(fails).replace(/^/, "{ ").concat("; }")}` : ":"}`,
      })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Task>(
      { command: "cat @L" },
      { slurp: { src: "@L" } },
      { stat: { path: "@D/copied", get_checksum: true } },
    ),
  },
  {
    weight: 6,
    arbitrary: fc.record({ source, at: place }).map(({ source: src, at }) => ({
      copy: {
        src: src.startsWith("gen") ? `{{ playbook_dir }}/${src}` : `files/${src}`,
        dest: `@D/copied${at}`,
      },
    })),
  },
  {
    weight: 2,
    arbitrary: place.map((at) => ({
      copy: { content: `@N {{ r0.stdout | default('-') }}`, dest: `@D/copied${at}` },
    })),
  },
  { weight: 1, arbitrary: fc.constant<Task>({ copy: { src: "tree", dest: "@D/" } }) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom("small.j2", "large.j2", "broken.j2")
      .map((src) => ({ template: { src, dest: "@D/rendered" } })),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({ src: fc.constantFrom("short.sh", "long.sh", "fails.sh"), more: maybe(20, yes) })
      .map(({ src }) => ({ script: `${src} @N @L` })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom("some.tgz", "more.tgz").map((src) => ({ unarchive: { src, dest: "@D" } })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom("@L", "@D/copied0", "@D/rendered").map((src) => ({
      fetch: { src, dest: "{{ playbook_dir }}/fetched/{{ inventory_hostname }}-@N", flat: true },
    })),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({ file: fc.constantFrom("gen-0", "gen-1"), size: fc.constantFrom(3, 3, 30_000) })
      .map(({ file, size }) => ({
        shell: `head -c ${size} /dev/zero | tr '\\0' $((@N % 10)) >{{ playbook_dir }}/${file}`,
        delegate_to: "localhost",
        run_once: true,
      })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom("gen-0", "gen-1")
      .map((file) => ({ debug: { msg: `{{ lookup('file', playbook_dir ~ '/${file}') | length }}` } })),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Task>(
      { lineinfile: { path: "@D/lines", line: "line @N", create: true } },
      { lineinfile: { path: "@D/lines", line: "line @N" } },
      {
        blockinfile: {
          path: "@D/lines",
          block: "block @N",
          create: true,
          marker: "# {mark} {{ item | default('') }}",
        },
      },
      { replace: { path: "@D/lines", regexp: "line (\\d+)", replace: "LINE \\1" } },
      { file: { path: "@D/copied0", state: "absent" } },
      { file: { path: "@D/folder/@N", state: "directory", mode: "0755" } },
      { file: { src: "copied0", dest: "@D/link", state: "link", force: true } },
      { find: { paths: "@D", patterns: "c*" } },
      { assemble: { src: "@D/folder", dest: "@D/assembled" } },
      { ini_file: { path: "@D/ini", section: "s", option: "o@N", value: "v", mode: "0644" } },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record({ poll: fc.constantFrom(0, 1), fails: some(20) }).map(({ poll, fails }) => ({
      shell: `${poll ? "echo @N >>@L; " : ""}! { ${isOne(fails)}; }`,
      async: 60,
      poll,
    })),
  },
  {
    weight: 3,
    arbitrary: fc.oneof(
      condition.map((that) => ({ assert: { that } })),
      condition.map((when) => ({ fail: { msg: "on purpose" }, when })),
      fc
        .constantFrom("{{ r0.stdout | default('x') }}", "{{ inventory_hostname }}", "{{ r1.nothing }}")
        .map((f0) => ({ set_fact: { f0 } })),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Task>(
      { include_vars: "vars.yml" },
      { group_by: { key: "g_{{ f0 | default('') }}" } },
      { wait_for: { path: "@L", timeout: 1 } },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Task>({
      shell: "echo @N >>@L; test $(grep -c . @L) -ge 3",
      register: "me",
      until: "me is not failed",
      retries: 2,
      delay: 0,
    }),
  },
);

const meta = fc
  .constantFrom("flush_handlers", "end_host", "clear_host_errors", "reset_connection", "noop", "end_play")
  .map((meta) => ({ meta }));

const { step } = fc.letrec<{ step: Task }>((tie) => {
  const steps = (maxLength: number, minLength = 0) =>
    fc.array(tie("step"), { minLength, maxLength, depthIdentifier: "real" });
  return {
    step: fc.oneof(
      { maxDepth: 3, depthSize: "small", withCrossShrink: true, depthIdentifier: "real" },
      { weight: 14, arbitrary: fc.tuple(keywords, action).map(([more, one]) => known({ ...more, ...one })) },
      { weight: 1, arbitrary: fc.tuple(few, meta).map(([{ when }, one]) => known({ when, ...one })) },
      {
        weight: 2,
        arbitrary: fc
          .record({
            block: steps(4, 1),
            rescue: maybe(50, steps(2, 1)),
            always: maybe(40, steps(2, 1)),
            more: few,
          })
          .map(({ more, ...block }) => known({ ...block, ...more })),
      },
      {
        weight: 1,
        arbitrary: fc
          .record({ body: steps(3, 1), more: few, loop: maybe(30, fc.constant([1, 2])) })
          .map(({ body, more: { when }, loop }) => known({ include_tasks: body, loop, when })),
      },
    ),
  };
});

const known = (task: Task): Task =>
  Object.fromEntries(Object.entries(task).filter(([, value]) => value !== undefined));

export const realStory: fc.Arbitrary<RealStory> = fc.record({
  hosts: fc.constantFrom(1, 2, 2, 3),
  forks: fc.constantFrom(5, 5, 5, 1, 2),
  strategy: fc.constantFrom("linear" as const, "linear" as const, "linear" as const, "free" as const),
  serial: maybe(8, fc.constantFrom(1, 2)),
  tasks: fc.array(step, { minLength: 2, maxLength: 9 }),
  handlers: fc
    .tuple(action, action)
    .map((both) => both.map(({ delegate_to: _, run_once: __, register: ___, ...one }) => one)),
});

/** The files of the playbook, by path; what is large is made by `filesFor`. */
export function playbookOf(story: RealStory): Record<string, string> {
  return new Rendering(story).files;
}

const UNFREE = /end_play|clear_host|reset_connection/;

class Rendering {
  readonly files: Record<string, string> = {};
  readonly #free: boolean;
  #number = 0;

  constructor({ strategy, serial, tasks, handlers }: RealStory) {
    this.#free = strategy === "free";
    const play = {
      hosts: "h1:h2:h3",
      gather_facts: false,
      strategy,
      ...(serial && { serial }),
      tasks: tasks.map((task) => this.#task(task)),
      handlers: handlers.map((task, index) => ({ ...this.#task(task), name: `handler ${index}` })),
    };
    this.files["site.yml"] = JSON.stringify([play], null, 1);
  }

  #task(task: Task): Task {
    this.#number += 1;
    const number = String(this.#number);
    const { block, rescue, always, include_tasks, ...plain } = task;
    if (include_tasks) this.files[`part${number}.yml`] = JSON.stringify(this.#tasks(include_tasks), null, 1);
    return {
      name: `task ${number}`,
      ...(this.#filled(plain, number) as Task),
      ...(include_tasks ? { include_tasks: `part${number}.yml` } : {}),
      ...(block ? { block: this.#tasks(block) } : {}),
      ...(rescue ? { rescue: this.#tasks(rescue) } : {}),
      ...(always ? { always: this.#tasks(always) } : {}),
    };
  }

  #tasks = (tasks: unknown): Task[] => (tasks as Task[]).map((task) => this.#task(task));

  /** Where hosts do not wait for each other, nothing depends on where the others are. */
  #filled(plain: Task, number: string): Task {
    const { ...task } = plain;
    const acting = task.delegate_to ?? "{{ inventory_hostname }}";
    const at = String(acting).includes("{{ 'h2'") ? "{{ 'h2' if r0 is defined else 'h1' }}" : String(acting);
    if (this.#free) {
      for (const name of ["run_once", "any_errors_fatal", "throttle"]) delete task[name];
      if (UNFREE.test(String(task.meta))) task.meta = "noop";
    }
    const text = JSON.stringify(task)
      .replaceAll("@N", number)
      .replaceAll("@L", `@D/log-{{ inventory_hostname }}`)
      .replaceAll(
        "@D",
        `{{ playbook_dir }}/${at}/${task.run_once && !this.#free ? at : "{{ inventory_hostname }}"}`,
      )
      .replaceAll(/gen-\d/g, (name) => (this.#free ? `${name}{{ inventory_hostname }}` : name))
      .replaceAll("hostvars['h1']", this.#free ? "hostvars[inventory_hostname]" : "hostvars['h1']");
    return JSON.parse(text) as Task;
  }
}
