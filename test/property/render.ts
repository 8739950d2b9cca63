import type { HandlerStory, Keywords, PlayStory, Step, Story } from "./plays.js";

type Task = Record<string, unknown>;

/** The files of a playbook, by path. JSON is YAML. */
export function filesOf(story: Story, folder: string): Record<string, string> {
  return new Rendering(folder).story(story);
}

export const hostNames = (bits: number): string[] =>
  [0, 1, 2, 3].filter((bit) => bits & (1 << bit)).map((bit) => `h${bit + 1}`);

class Rendering {
  readonly #files: Record<string, string> = {
    "templates/good.j2": "{{ inventory_hostname }}\n",
    "templates/failing.j2": "{{ nobody_knows }}\n",
    "templates/reads.j2":
      "{{ r0.stdout | default('-') }} {{ lookup('file', generated ~ '/0', errors='ignore') }}\n",
    "templates/includes.j2": "{% include 'good.j2' %}\n",
    "spec.yml": "{}\n",
  };
  readonly #folder: string;
  #number = 0;
  /** hosts that do not wait for each other: what depends on where the others are is left out */
  #free = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  story({ plays }: Story): Record<string, string> {
    this.#files["site.yml"] = JSON.stringify(
      plays.map((play) => this.#play(play)),
      null,
      1,
    );
    return this.#files;
  }

  #play(play: PlayStory): Task {
    this.#free = play.strategy === "free";
    return {
      hosts: "all",
      name: this.#name("play"),
      gather_facts: play.gatherFacts,
      vars: { generated: `${this.#folder}/generated` },
      ...(play.strategy && { strategy: play.strategy }),
      ...(play.serial && { serial: play.serial }),
      ...(play.maxFail !== undefined && !this.#free && { max_fail_percentage: play.maxFail }),
      ...(play.anyErrorsFatal && !this.#free && { any_errors_fatal: true }),
      ...(play.forceHandlers && { force_handlers: true }),
      ...(play.become && { become: true }),
      pre_tasks: this.#steps(play.preTasks),
      tasks: this.#steps(play.tasks),
      post_tasks: this.#steps(play.postTasks),
      handlers: play.handlers.map((handler, index) => this.#handler(handler, index)),
    };
  }

  #handler({ fails, notifies, listens }: HandlerStory, index: number): Task {
    return {
      name: `handler ${index}`,
      command: this.#command(fails, 0, 0),
      ...(notifies && notifies !== `handler ${index}` && { notify: notifies }),
      ...(listens && { listen: "topic" }),
    };
  }

  #steps(steps: readonly Step[]): Task[] {
    return steps.map((step) => this.#step(step));
  }

  #name(word: string): string {
    this.#number += 1;
    return `${word} ${this.#number}`;
  }

  #command(fails: number, lost: number, flaky: number): string {
    this.#number += 1;
    return [
      `do ${this.#number} @{{ inventory_hostname }}`,
      fails ? `fail-${hostNames(fails).join("-")}` : "",
      lost ? `lost-${hostNames(lost).join("-")}` : "",
      flaky ? `fails${flaky}` : "",
      `out-${"ab"[this.#number % 2]}`,
    ]
      .filter(Boolean)
      .join(" ");
  }

  #path(fails: number): string {
    this.#number += 1;
    return `/d/${this.#number}/@{{ inventory_hostname }}${fails ? `/fail-${hostNames(fails).join("-")}` : ""}`;
  }

  #step(step: Step): Task {
    const task = this.#action(step);
    return { name: this.#name(step.kind), ...task, ...this.#keywords(step) };
  }

  /** A condition that tells of other hosts is a plain one where they are anywhere. */
  #condition(text: string): string {
    return this.#free && /hostvars|ansible_play|groups/.test(text) ? "true" : text;
  }

  #action(step: Step): Task {
    switch (step.kind) {
      case "run":
        return {
          command: `${this.#command(step.fails, lostOf(step), step.flaky)}${step.keywords.loop === undefined ? "" : " {{ item }}"}`,
        };
      case "file":
        return { file: { path: this.#path(step.fails), state: "directory" } };
      case "content":
        return { copy: { content: step.text, dest: this.#path(step.fails) } };
      case "copy":
        return { copy: { src: `{{ generated }}/${step.file}`, dest: this.#path(0) } };
      case "template":
        return { template: { src: `${step.file}.j2`, dest: this.#path(0) } };
      case "write":
        if (this.#free) return { debug: { msg: "nothing is written" } };
        return {
          shell: `write ${this.#folder}/generated/${step.file} text${this.#number} @{{ inventory_hostname }} ${step.fails ? `fail-${hostNames(step.fails).join("-")}` : ""}`,
          ...(step.via === "delegate" ? { delegate_to: "localhost" } : { connection: "local" }),
        };
      case "read":
        return this.#read(step);
      case "pipe":
        this.#number += 1;
        return {
          debug: {
            msg: `{{ lookup('pipe', 'echo x >> ${this.#folder}/piped-${this.#number}-' ~ inventory_hostname) }}`,
          },
        };
      case "assert":
        return { assert: { that: [this.#condition(step.condition)] } };
      case "fail":
        return { fail: { msg: "on purpose" }, when: this.#condition(step.condition) };
      case "debug":
        return { debug: { msg: `{{ ${this.#condition(step.condition)} }}` } };
      case "set_fact":
        return { set_fact: { [step.name]: step.value } };
      case "pause":
        return { pause: { prompt: "is nobody there?" } };
      case "group_by":
        return { group_by: { key: "dyn" } };
      case "spec":
        return {
          validate_argument_spec: {
            argument_spec: { wanted: { type: "str", required: true } },
            provided_arguments: step.good ? { wanted: "x" } : {},
          },
        };
      case "block":
        return this.#block(step);
      case "include":
        return this.#include(step);
      case "meta":
        return {
          meta:
            this.#free && /end_play|end_batch|clear_host|reset_connection/.test(step.action)
              ? "noop"
              : step.action,
        };
    }
  }

  #read({ by, file }: Step & { kind: "read" }): Task {
    const path = `{{ generated }}/${file}`;
    switch (by) {
      case "lookup":
        return { debug: { msg: `{{ lookup('file', generated ~ '/${file}') }}` } };
      case "include_vars":
        return { include_vars: { file: path, name: "read_vars" } };
      case "script":
        return { script: `${path} @{{ inventory_hostname }}` };
      case "include_tasks":
        return { include_tasks: path };
    }
  }

  #block({ body, rescue, always }: Step & { kind: "block" }): Task {
    return {
      block: this.#steps(body),
      ...(rescue.length > 0 && { rescue: this.#steps(rescue) }),
      ...(always.length > 0 && { always: this.#steps(always) }),
    };
  }

  #include({ how, body }: Step & { kind: "include" }): Task {
    this.#number += 1;
    const name = `part${this.#number}`;
    const isRole = how.endsWith("role");
    this.#files[isRole ? `roles/${name}/tasks/main.yml` : `${name}.yml`] = JSON.stringify(
      this.#steps(body),
      null,
      1,
    );
    return { [how]: isRole ? { name } : `${name}.yml` };
  }

  /** What an include and meta take: the playbook would be refused with others. */
  #fewKeywords({ when }: Keywords): Task {
    return when === undefined ? {} : { when: this.#condition(when) };
  }

  /** What the step itself depends on, beside its `when`. */
  #ownCondition(step: Step): string[] {
    if (step.kind === "fail") return [this.#condition(step.condition)];
    return step.kind === "write" && step.oneHost ? ["inventory_hostname == 'h1'"] : [];
  }

  #keywords(step: Step): Task {
    const { keywords } = step;
    const register = keywords.register ?? (usesMe(keywords) ? "me" : undefined);
    const when = keywords.when === undefined ? undefined : this.#condition(keywords.when);
    const own = (text: string | boolean): string | boolean =>
      typeof text === "string" ? this.#condition(text).replaceAll(/\bme\b/g, register ?? "me") : text;
    if (step.kind === "read" && step.by === "include_tasks") return this.#fewKeywords(keywords);
    if (step.kind === "include" || step.kind === "meta") return this.#fewKeywords(keywords);
    const given: Task = {
      register,
      when: [...this.#ownCondition(step), ...(when === undefined ? [] : [when])],
      ignore_errors: keywords.ignoreErrors,
      failed_when: keywords.failedWhen === undefined ? undefined : own(keywords.failedWhen),
      changed_when: keywords.changedWhen === undefined ? undefined : own(keywords.changedWhen),
      loop: typeof keywords.loop === "number" ? [1, 2, 3].slice(0, keywords.loop) : keywords.loop,
      ...(keywords.until && {
        until: `${register ?? "me"} is not failed`,
        retries: 2,
        delay: 0,
        register: register ?? "me",
      }),
      notify: keywords.notify,
      ...(keywords.becomeUser && { become: true, become_user: keywords.becomeUser }),
      delegate_to: step.kind === "write" ? undefined : keywords.delegateTo,
      run_once: keywords.runOnce,
      throttle: keywords.throttle,
      any_errors_fatal: this.#free ? undefined : keywords.anyErrorsFatal,
      no_log: keywords.noLog,
      ignore_unreachable: keywords.ignoreUnreachable,
      timeout: keywords.timeout ? 60 : undefined,
      check_mode: keywords.checkMode,
      environment: keywords.environment === undefined ? undefined : { E: keywords.environment },
      vars: keywords.vars === undefined ? undefined : { v: keywords.vars },
    };
    return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  }
}

/** A delegate that goes away fails those who have asked it already: that depends on time. */
const lostOf = ({ lost, keywords }: Step & { kind: "run" }): number =>
  keywords.delegateTo === undefined ? lost : 0;

function usesMe({ failedWhen, changedWhen }: Keywords): boolean {
  return [failedWhen, changedWhen].some((text) => typeof text === "string" && /\bme\b/.test(text));
}
