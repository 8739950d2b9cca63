import type { TaskResult } from "./result.js";
import type { Place } from "./source.js";

/** Counts of the recap, per host. */
export interface HostStats {
  ok: number;
  changed: number;
  unreachable: number;
  failed: number;
  skipped: number;
  rescued: number;
  ignored: number;
}

/** A task as reporters show it. `id` is equal for all hosts of one pass through the task. */
export interface TaskHead {
  id: string;
  name: string;
  module: string;
  at: Place;
  kind: "task" | "handler";
  /** a `meta` task: its title is all there is of it, most often */
  isMeta?: true;
  /** a blank and the arguments as written, where titles are to hold them; "" where not, and where no_log */
  args: string;
  check: boolean;
  /** position among the play's steps as far as they are known: 1-based */
  number: number;
}

/** Everything that happens in a run, in the order in which it is to be shown. */
export type Event =
  | { type: "run-start"; at: string; playbooks: string[]; check: boolean; diff: boolean; version: string }
  | { type: "playbook-start"; path: string; plays: number }
  | {
      type: "play-start";
      name: string;
      hosts: string[];
      steps: number;
      noHosts?: "no-match" | "none-left";
      check?: boolean;
    }
  | { type: "task-start"; task: TaskHead }
  | { type: "meta-start"; task: TaskHead }
  /** live only, not part of the ordered output: a host has begun this task */
  | { type: "host-busy"; host: string; task: TaskHead }
  | {
      type: "item-result";
      task: TaskHead;
      host: string;
      label: string;
      item: unknown;
      result: TaskResult;
      delegatedTo?: string;
    }
  | {
      type: "task-result";
      task: TaskHead;
      host: string;
      result: TaskResult;
      ignored: boolean;
      delegatedTo?: string;
      seconds: number;
      /** of a failure whose kind is known: what to do next */
      wayOut?: string;
    }
  | {
      type: "task-retry";
      task: TaskHead;
      host: string;
      attempt: number;
      retriesLeft: number;
      result: TaskResult;
    }
  /** how a task in the background is getting on */
  | { type: "task-poll"; task: TaskHead; host: string; jid: string; state: "poll" | "ok" | "failed" }
  | { type: "include"; path: string; hosts: string[]; label?: string; item?: unknown }
  | { type: "handler-notified"; handler: string; host: string }
  /** a free line: warnings, deprecations, `--explain-plan`, connection details at -vvv */
  | {
      type: "message";
      level: "warning" | "deprecation" | "info" | "debug";
      text: string;
      at?: Place;
      host?: string;
    }
  | { type: "no-more-hosts" }
  | { type: "play-end" }
  /** `interrupted`: hosts on which the user, or a signal, broke off the run */
  | {
      type: "stats";
      hosts: Record<string, HostStats>;
      custom?: Record<string, unknown>;
      interrupted?: string[];
    }
  | { type: "run-end"; code: number; seconds: number; links?: { host: string; url: string }[] };
