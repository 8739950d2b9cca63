import type { PlayCase } from "../helpers/case.js";
import type { Keywords, PlayStory, Step, Story } from "./plays.js";
import { hostNames } from "./render.js";

type Task = Record<string, unknown>;

/** The story as a play that Ansible can run too, on this machine: nothing of it needs a host of its own. */
export function besideAnsible(story: Story): PlayCase {
  const rendering = new Beside();
  const hosts = [0, 1, 2, 3].slice(0, story.hosts).map((index) => `h${index + 1}`);
  const lost = hostNames(story.unreachable);
  const play = JSON.stringify(
    story.plays.map((one) => rendering.play(one)),
    null,
    1,
  );
  return {
    name: "a random play",
    hosts: hosts.map((host) => (lost.includes(host) ? `${host}!` : host)).join(" "),
    play,
    files: rendering.files,
    leaves: ["gen-0", "gen-1", "gen-2"],
  };
}

class Beside {
  readonly files: Record<string, string> = {};
  #number = 0;

  play(play: PlayStory): Task {
    return {
      hosts: "all",
      name: this.#name("play"),
      gather_facts: false,
      ...(play.serial && { serial: play.serial }),
      ...(play.maxFail !== undefined && { max_fail_percentage: play.maxFail }),
      ...(play.anyErrorsFatal && { any_errors_fatal: true }),
      ...(play.forceHandlers && { force_handlers: true }),
      pre_tasks: this.#steps(play.preTasks),
      tasks: this.#steps(play.tasks),
      post_tasks: this.#steps(play.postTasks),
      handlers: [0, 1].map((index) => ({
        name: `handler ${index}`,
        listen: "topic",
        ...this.#said(play.handlers[index]?.fails ?? 0),
      })),
    };
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

  #step(step: Step): Task {
    return { name: this.#name(step.kind), ...this.#keywords(step), ...this.#action(step) };
  }

  #action(step: Step): Task {
    switch (step.kind) {
      case "run":
        if (this.#number % 3 > 0) return this.#said(step.fails);
        return {
          command: `sh -c 'echo ${"ab"[this.#number % 2]}; case {{ inventory_hostname }} in ${hostNames(step.fails).join("|") || "nobody"}) exit 1;; esac'`,
        };
      case "file":
      case "content":
      case "copy":
      case "template":
      case "pipe":
      case "pause":
      case "spec":
        return this.#said("fails" in step ? step.fails : 0);
      case "write":
        return {
          copy: { content: `text ${this.#number}`, dest: `gen-${step.file}` },
          delegate_to: "localhost",
          run_once: true,
        };
      case "read":
        return {
          debug: { msg: `{{ lookup('file', playbook_dir ~ '/gen-${step.file}', errors='ignore') }}` },
        };
      case "assert":
        return { assert: { that: [known(step.condition)] } };
      case "fail":
        return { fail: { msg: "on purpose" }, when: known(step.condition) };
      case "debug":
        return { debug: { msg: `{{ ${known(step.condition)} }}` } };
      case "set_fact":
        return { set_fact: { [step.name]: step.value.includes("nobody") ? "x" : step.value } };
      case "group_by":
        return { group_by: { key: "dyn" } };
      case "block":
        return this.#block(step);
      case "include":
        return this.#include(step);
      case "meta":
        return { meta: step.action };
    }
  }

  #block({ body, rescue, always }: Step & { kind: "block" }): Task {
    const filled = (steps: readonly Step[]) =>
      steps.length > 0 ? this.#steps(steps) : [{ name: this.#name("nothing"), ...this.#said(0) }];
    return {
      block: filled(body),
      ...(rescue.length > 0 && { rescue: this.#steps(rescue) }),
      ...(always.length > 0 && { always: this.#steps(always) }),
    };
  }

  #include({ how, body }: Step & { kind: "include" }): Task {
    this.#number += 1;
    const name = `part${this.#number}`;
    const isRole = how.endsWith("role");
    const tasks = body.length > 0 ? this.#steps(body) : [{ name: this.#name("nothing"), ...this.#said(0) }];
    this.files[isRole ? `roles/${name}/tasks/main.yml` : `${name}.yml`] = JSON.stringify(tasks, null, 1);
    return { [how]: isRole ? { name } : `${name}.yml` };
  }

  #keywords({ kind, keywords }: Step): Task {
    const given: Task = keywordsOf(keywords);
    const fits =
      kind === "meta"
        ? ["when"]
        : kind === "include"
          ? ["when"]
          : kind === "block"
            ? BLOCK
            : Object.keys(given);
    return Object.fromEntries(
      Object.entries(given).filter(([name, value]) => value !== undefined && fits.includes(name)),
    );
  }
}

const BLOCK = ["when", "ignore_errors", "any_errors_fatal", "ignore_unreachable", "run_once"];

function keywordsOf(keywords: Keywords): Task {
  const { notify, loop, register } = keywords;
  return {
    register,
    when: keywords.when === undefined ? undefined : known(keywords.when),
    ignore_errors: keywords.ignoreErrors,
    loop: typeof loop === "number" ? [1, 2, 3].slice(0, loop) : loop?.includes("nobody") ? [1] : loop,
    ...(keywords.until && {
      until: `${register ?? "me"} is not failed`,
      retries: 2,
      delay: 0,
      register: register ?? "me",
    }),
    notify: notify?.includes("no such") ? "topic" : notify,
    delegate_to: keywords.delegateTo,
    run_once: keywords.runOnce,
    throttle: keywords.throttle,
    any_errors_fatal: keywords.anyErrorsFatal,
    no_log: keywords.noLog,
    ignore_unreachable: keywords.ignoreUnreachable,
    check_mode: keywords.checkMode,
    vars: keywords.vars === undefined ? undefined : { v: "{{ f0 | default('v') }}" },
  };
}

/** Conditions that need no facts, and name nothing that both would refuse before the run. */
function known(condition: string): string {
  if (/ansible_system|ansible_facts|nobody/.test(condition)) return "f1 is undefined";
  return condition;
}
