import fc from "fast-check";
import type { PlayCase } from "../helpers/case.js";
import type { HandlerStory, Keywords, PlayStory, Step, Story } from "./plays.js";
import { story } from "./plays.js";
import { hostNames } from "./render.js";

type Task = Record<string, unknown>;

/** A story, and the words of the command line that it is run with. */
export interface BesideStory {
  story: Story;
  args: string[];
  /** where variables are set, as bits: each value tells its origin */
  origins: number;
}

export const besideStory: fc.Arbitrary<BesideStory> = fc.record({
  story,
  args: fc.oneof(
    { weight: 6, arbitrary: fc.constant<string[]>([]) },
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        ...[
          ["--check"],
          ["--tags", "blue"],
          ["--tags", "never,red"],
          ["--skip-tags", "red"],
          ["--limit", "all:!h1"],
          ["-e", "p0=extra"],
        ],
      ),
    },
  ),
  origins: fc.integer({ min: 0, max: 1023 }),
});

/** The story as a play that Ansible can run too, on this machine: nothing of it needs a host of its own. */
export function besideAnsible({ story, args, origins }: BesideStory): PlayCase {
  const rendering = new Beside(origins, { lost: story.unreachable !== 0, few: story.forks < story.hosts });
  const hosts = [0, 1, 2, 3].slice(0, story.hosts).map((index) => `h${index + 1}`);
  const lost = hostNames(story.unreachable);
  const play = JSON.stringify(
    story.plays.map((one) => rendering.play(one)),
    null,
    1,
  );
  // a name that nothing sets would be told before the run
  const known = (text: string) =>
    text
      .replaceAll("nobody_knows", "inventory_hostname.nothing")
      .replaceAll("{{ f0 }}", "{{ hostvars[inventory_hostname].f0 }}");
  return {
    name: "a random play",
    hosts: hosts.map((host) => (lost.includes(host) ? `${host}!` : host)).join(" "),
    play: known(play),
    files: Object.fromEntries(Object.entries(rendering.files).map(([path, text]) => [path, known(text)])),
    args: ["--forks", String(story.forks), ...args],
    free: story.plays.some(({ strategy }) => strategy === "free"),
    leaves: [
      ...["gen-0", "gen-1"],
      ...hosts.flatMap((host) => [`own-${host}`, `copied-${host}`, `template-${host}`]),
    ],
  };
}

/** What nothing at all registers would be told before the run. */
const SETTERS: Task[] = ["r0", "r1", "r2"].map((register) => ({
  debug: {},
  register,
  tags: ["never", "setter"],
}));

const NAMES = ["p0", "p1", "p2", "p3"];

class Beside {
  readonly files: Record<string, string> = {
    "templates/good.j2": "{{ inventory_hostname }} {{ p1 | default('-') }}\n",
    "templates/failing.j2": "{{ nobody_knows }}\n",
    "templates/reads.j2": "{{ r0.stdout | default('-') }}\n",
    "templates/includes.j2": "{% include 'good.j2' %}\n",
  };
  readonly #origins: number;
  /** some host is lost: a source that is missing here is told without asking it, so it counts as failed */
  readonly #lost: boolean;
  /** fewer forks than hosts: which of them are left when a host's condition is read is Ansible's luck */
  readonly #few: boolean;
  #number = 0;
  /** where only those hosts come that failed: what `run_once` does there is not for the others */
  #inRescue = false;
  /** hosts that do not wait for each other: what depends on where the others are is left out */
  #free = false;

  constructor(origins: number, { lost, few }: { lost: boolean; few: boolean }) {
    this.#origins = origins;
    this.#lost = lost;
    this.#few = few;
    this.#file(0, "group_vars/all.yml", "of the group");
    this.#file(1, "host_vars/h1.yml", "of the host");
    this.#file(2, "more.yml", "of the play's file");
  }

  play(play: PlayStory): Task {
    this.#free = play.strategy === "free";
    return {
      hosts: "all",
      name: this.#name("play"),
      gather_facts: false,
      ...(play.strategy && { strategy: play.strategy }),
      ...(play.serial && { serial: play.serial }),
      ...(play.maxFail !== undefined && !this.#free && { max_fail_percentage: play.maxFail }),
      ...(play.anyErrorsFatal && !this.#free && { any_errors_fatal: true }),
      ...(play.forceHandlers && { force_handlers: true }),
      ...this.#values(3, "of the play"),
      ...(this.#origins & 4 ? { vars_files: ["more.yml"] } : {}),
      pre_tasks: this.#steps(play.preTasks),
      tasks: [...this.#steps(play.tasks), this.#told(), ...SETTERS],
      post_tasks: this.#steps(play.postTasks),
      handlers: [0, 1].map((index) => this.#handler(play.handlers[index], index)),
    };
  }

  /** Both listen to the topic, or nobody might. */
  #handler(handler: HandlerStory | undefined, index: number): Task {
    const notifies = handler?.notifies;
    return {
      name: `handler ${index}`,
      ...(index === 0 || handler?.listens ? { listen: "topic" } : {}),
      ...(notifies && notifies !== `handler ${index}` ? { notify: notifies } : {}),
      ...this.#said(handler?.fails ?? 0),
    };
  }

  /** Sets some of the variables where the story says so; the values tell from where they come. */
  #file(bit: number, path: string, from: string): void {
    const { vars } = this.#values(bit, from);
    if (vars) this.files[path] = JSON.stringify(vars);
  }

  #values(bit: number, from: string): { vars?: Record<string, string> } {
    if (!(this.#origins & (1 << bit))) return {};
    const names = NAMES.filter((_, index) => (index + bit) % 3 > 0);
    return { vars: Object.fromEntries(names.map((name) => [name, from])) };
  }

  #steps(steps: readonly Step[]): Task[] {
    return steps.map((step) => this.#step(step));
  }

  #name(word: string): string {
    this.#number += 1;
    return `${word} ${this.#number}`;
  }

  /** Says something, and fails on some hosts. */
  #said(fails: number): Task {
    const hosts = JSON.stringify(hostNames(fails)).replaceAll('"', "'");
    return {
      debug: { msg: `said ${this.#number}` },
      changed_when: true,
      ...(fails ? { failed_when: `inventory_hostname in ${hosts}` } : {}),
    };
  }

  /** What variables are now: those of the story, what was registered, and who is still there. */
  #told(): Task {
    const registered = ["r0", "r1", "r2"].map((name) => {
      const parts = ["failed", "skipped", "unreachable", "rc", "stdout", "attempts"].map(
        (key) => `${name}.${key} | default('-')`,
      );
      const rounds = `${name}.results | default([]) | map(attribute='skipped', default='-') | list`;
      return `([${parts.join(", ")}, ${name} is changed, ${rounds}] if ${name} is defined else '-')`;
    });
    const values = [...NAMES, "f0", "f1", "role_name"].map((name) => `${name} | default('-')`);
    const hosts = this.#free
      ? []
      : ["ansible_play_hosts", "ansible_play_batch", "groups['dyn'] | default([]) | sort"];
    const all = [...values, ...hosts, "ansible_failed_task.name | default('-')", ...registered];
    return { name: this.#name("told"), debug: { msg: `{{ [${all.join(", ")}] }}` }, tags: ["always"] };
  }

  /** A condition that tells of other hosts is a plain one where they are anywhere. */
  #condition(text: string): string {
    if (this.#free && /hostvars|ansible_play|groups/.test(text)) return "true";
    if (this.#few && text.includes("ansible_play")) return "true";
    return /ansible_system|ansible_facts/.test(text) ? "f1 is undefined" : text;
  }

  /** Ansible ends the run where the condition of a meta task cannot be evaluated; here its host has failed. */
  #when(kind: Step["kind"], text: string): string {
    const when = this.#condition(text);
    return kind === "meta" && /\.stdout|is not skipped/.test(when) ? "false" : when;
  }

  #step(step: Step): Task {
    return { name: this.#name(step.kind), ...this.#action(step), ...this.#keywords(step) };
  }

  #action(step: Step): Task {
    switch (step.kind) {
      case "run":
        if (this.#number % 3 > 0) return this.#said(step.fails);
        return {
          command: `sh -c 'echo ${"ab"[this.#number % 2]}$E; case {{ inventory_hostname }} in ${hostNames(step.fails).join("|") || "nobody"}) exit 1;; esac'`,
        };
      case "file":
        if (this.#number % 3 > 0) return this.#said(step.fails);
        return {
          lineinfile: {
            path: "own-{{ inventory_hostname }}",
            line: `line ${this.#number % 2}`,
            create: step.fails === 0,
          },
        };
      case "content":
        return { copy: { content: step.text, dest: "own-{{ inventory_hostname }}" } };
      case "copy":
        if (this.#lost) return this.#said(0);
        // a source that is written out would be looked for before the run
        return {
          copy: { src: `{{ playbook_dir }}/gen-${step.file}`, dest: "copied-{{ inventory_hostname }}" },
        };
      case "template":
        if (this.#lost && step.file !== "good") return this.#said(0);
        return {
          template: {
            src: `{{ playbook_dir }}/templates/${step.file}.j2`,
            dest: "template-{{ inventory_hostname }}",
          },
        };
      case "spec":
        return {
          validate_argument_spec: {
            argument_spec: { wanted: { type: "str", required: true } },
            provided_arguments: step.good ? { wanted: "x" } : {},
          },
        };
      case "pipe":
      case "pause":
        return this.#said(0);
      case "write":
        if (this.#free || this.#inRescue) return this.#said(0);
        return {
          copy: { content: `text ${this.#number}`, dest: `gen-${step.file}` },
          delegate_to: "localhost",
          run_once: true,
        };
      case "read":
        if (this.#number % 2) return this.#told();
        return {
          debug: { msg: `{{ lookup('file', playbook_dir ~ '/gen-${step.file}', errors='ignore') }}` },
        };
      case "assert":
        return { assert: { that: [this.#condition(step.condition)] } };
      case "fail":
        return { fail: { msg: "on purpose" }, when: this.#condition(step.condition) };
      case "debug":
        return { debug: { msg: `{{ ${this.#condition(step.condition)} }}` } };
      case "set_fact":
        return { set_fact: { [step.name]: step.value } };
      case "group_by":
        return { group_by: { key: "dyn" } };
      case "block":
        return this.#block(step);
      case "include":
        return this.#include(step);
      case "meta":
        return { meta: this.#free && UNFREE.test(step.action) ? "noop" : step.action };
    }
  }

  #block({ body, rescue, always }: Step & { kind: "block" }): Task {
    return {
      block: this.#filled(body),
      ...(rescue.length > 0 && { rescue: this.#rescue(rescue) }),
      ...(always.length > 0 && { always: this.#steps(always) }),
      ...this.#values(4, "of a block"),
    };
  }

  #rescue(steps: readonly Step[]): Task[] {
    const outside = this.#inRescue;
    this.#inRescue = true;
    const tasks = this.#steps(steps);
    this.#inRescue = outside;
    return tasks;
  }

  #include({ how, body }: Step & { kind: "include" }): Task {
    this.#number += 1;
    const name = `part${this.#number}`;
    const isRole = how.endsWith("role");
    const isLooped = how.startsWith("include") && this.#number % 4 === 0;
    const tasks = [...this.#filled(body), ...(isRole ? [this.#told()] : [])];
    this.files[isRole ? `roles/${name}/tasks/main.yml` : `${name}.yml`] = JSON.stringify(tasks, null, 1);
    if (isRole) {
      this.#file(5, `roles/${name}/defaults/main.yml`, "of a role's defaults");
      this.#file(6, `roles/${name}/vars/main.yml`, "of a role");
    }
    return {
      [how]: isRole ? { name } : `${name}.yml`,
      // those of an imported role were the whole play's once
      ...(how === "import_role" ? {} : this.#values(7, "of an include")),
      ...(isLooped ? { loop: ["x", "y"] } : {}),
    };
  }

  #filled(steps: readonly Step[]): Task[] {
    return steps.length > 0 ? this.#steps(steps) : [{ name: this.#name("nothing"), ...this.#said(0) }];
  }

  #keywords(step: Step): Task {
    const { kind, keywords } = step;
    const given = this.#given(step);
    const fits = kind === "meta" || kind === "include" ? ["when"] : kind === "block" ? BLOCK : undefined;
    const when =
      step.kind === "fail" ? [step.condition, keywords.when].filter((one) => one !== undefined) : undefined;
    return {
      ...Object.fromEntries(
        Object.entries(given).filter(
          ([name, value]) => value !== undefined && (!fits || fits.includes(name)),
        ),
      ),
      ...(when && { when: when.map((one) => this.#condition(one)) }),
      ...(kind === "meta" ? {} : this.#tags()),
    };
  }

  #tags(): Task {
    const tags = [["red"], ["blue"], ["never", "red"], ["always"]][this.#number % 11];
    return tags ? { tags } : {};
  }

  #given({ kind, keywords }: Step): Task {
    const { notify, loop, register } = keywords;
    const own = (text: string | boolean | undefined) =>
      typeof text === "string" ? this.#condition(text).replaceAll(/\bme\b/g, register ?? "me") : text;
    const isShared = kind === "write";
    return {
      register: register ?? (keywords.until || usesMe(keywords) ? "me" : undefined),
      when: keywords.when === undefined ? undefined : this.#when(kind, keywords.when),
      // a text that comes to be evaluated never (a `when` before it fails) is true with Ansible, and false here
      ignore_errors: keywords.ignoreErrors === undefined ? undefined : true,
      failed_when: own(keywords.failedWhen),
      changed_when: own(keywords.changedWhen),
      loop: typeof loop === "number" ? [1, 2, 3].slice(0, loop) : loop,
      ...(keywords.until &&
        kind !== "group_by" && {
          until: this.#number % 2 ? `${register ?? "me"} is not failed` : `${register ?? "me"}.attempts > 1`,
          retries: 2,
          delay: 0,
        }),
      notify: notify?.includes("no such")
        ? "topic"
        : notify?.includes("{{")
          ? "{{ 'handler 0' if f0 is defined else 'handler 1' }}"
          : notify,
      delegate_to: isShared ? undefined : keywords.delegateTo,
      run_once: this.#inRescue || this.#free ? undefined : keywords.runOnce,
      throttle: keywords.throttle,
      any_errors_fatal: this.#free ? undefined : keywords.anyErrorsFatal,
      no_log: keywords.noLog,
      ignore_unreachable: keywords.ignoreUnreachable,
      check_mode: keywords.checkMode,
      environment: keywords.environment === undefined ? undefined : { E: keywords.environment },
      vars: keywords.vars === undefined ? undefined : { v: keywords.vars, p2: "of a task" },
    };
  }
}

const UNFREE = /end_play|end_batch|clear_host|reset_connection/;
const BLOCK = ["when", "ignore_errors", "any_errors_fatal", "ignore_unreachable", "run_once"];

function usesMe({ failedWhen, changedWhen }: Keywords): boolean {
  return [failedWhen, changedWhen].some((text) => typeof text === "string" && /\bme\b/.test(text));
}
