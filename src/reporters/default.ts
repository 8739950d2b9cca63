import type { Event, HostStats, TaskHead } from "../model/event.js";
import type { Reporter, ReporterKind, ReporterOptions } from "../model/reporter.js";
import type { TaskResult } from "../model/result.js";
import { dumpValues, isDumped } from "./text/dump.js";
import { Notes } from "./text/notes.js";
import { pythonJson } from "./text/python_json.js";
import { recapLine } from "./text/recap.js";
import { visible } from "./text/visible.js";
import { widthOf } from "./text/width.js";

/** Ansible's default output, byte for byte: what scripts, eyes and logs are used to. */
const kind: ReporterKind = {
  name: "default",
  about: "Ansible's default text",
  create: (options) => new DefaultReporter(options),
};
export default kind;

type TaskEvent = Extract<Event, { type: "task-result" }>;
type ItemEvent = Extract<Event, { type: "item-result" }>;
type RetryEvent = Extract<Event, { type: "task-retry" }>;
type PollEvent = Extract<Event, { type: "task-poll" }>;

class DefaultReporter implements Reporter {
  readonly #options: ReporterOptions;
  readonly #notes: Notes;
  /** the task whose title is still to be written: nothing of it has been shown */
  #untitled: TaskHead | undefined;
  #isCheck = false;

  constructor(options: ReporterOptions) {
    this.#options = options;
    this.#notes = new Notes(options);
  }

  on(event: Event): void {
    switch (event.type) {
      case "playbook-start":
        this.#playbook(event);
        break;
      case "play-start":
        this.#play(event);
        break;
      case "task-start":
      case "meta-start":
        this.#untitled = event.task;
        if (this.#options.display.okHosts && this.#options.display.skippedHosts) this.#title();
        break;
      case "item-result":
        this.#item(event);
        break;
      case "task-result":
        this.#result(event);
        break;
      case "task-retry":
        this.#retry(event);
        break;
      case "task-poll":
        this.#notes.line(pollText(event), "debug");
        break;
      case "include":
        this.#include(event);
        break;
      case "handler-notified":
        if (this.#options.verbosity > 1)
          this.#notes.line(`NOTIFIED HANDLER ${event.handler} for ${event.host}`, "verbose");
        break;
      case "message":
        this.#notes.message(event);
        break;
      case "no-more-hosts":
        this.#banner("NO MORE HOSTS LEFT");
        break;
      case "stats":
        this.#recap(event.hosts, event.interrupted);
        if (this.#options.display.customStats && event.custom) this.#custom(event.custom);
        this.#dryRun();
        break;
      case "run-end":
        for (const { host, url } of event.links ?? []) this.#notes.line(`${host.padEnd(26)} : ${url}`);
        break;
      case "run-start":
        this.#isCheck = event.check;
        break;
      case "host-busy":
      case "play-end":
        break;
      default:
        event satisfies never;
    }
  }

  async end(): Promise<void> {}

  #playbook({ path, plays }: Extract<Event, { type: "playbook-start" }>): void {
    if (this.#options.verbosity >= 2) {
      this.#banner(`PLAYBOOK: ${path.slice(path.lastIndexOf("/") + 1)}`);
      this.#notes.line(`${plays} plays in ${path}`, "verbose");
    }
    this.#dryRun();
  }

  #dryRun(): void {
    if (this.#isCheck && this.#options.display.checkMarkers) this.#banner("DRY RUN");
  }

  #checkMark(isCheck: boolean): string {
    return isCheck && this.#options.display.checkMarkers ? " [CHECK MODE]" : "";
  }

  #play({ name, noHosts, check }: Extract<Event, { type: "play-start" }>): void {
    this.#banner(`${name === "" ? "PLAY" : `PLAY [${name}]`}${this.#checkMark(check ?? this.#isCheck)}`);
    if (noHosts === "no-match") this.#notes.line("skipping: no hosts matched", "skipped");
  }

  /** The title of the task, where it is not written yet. */
  #title(): void {
    const task = this.#untitled;
    if (task === undefined) return;
    this.#untitled = undefined;
    const title = task.kind === "handler" ? "RUNNING HANDLER" : "TASK";
    this.#banner(`${title} [${task.name.trim()}${task.args}]${this.#checkMark(task.check)}`);
    if (this.#options.verbosity >= 2) this.#place(task);
  }

  #place({ at }: TaskHead): void {
    this.#notes.line(`task path: ${at.path}:${at.line}`, "debug");
  }

  #item(event: ItemEvent): void {
    const { result, task } = event;
    this.#notes.diff(result.values, () => this.#title());
    if (this.#isHidden(result)) return;
    this.#title();
    this.#notes.noted(result.values);
    const text = this.#itemText(event, dumpValues(result.values, task.module, this.#options));
    if (result.status === "failed" || result.status === "unreachable")
      this.#notes.failure(text, result.status);
    else this.#notes.line(text, result.status);
  }

  #isHidden({ status }: TaskResult): boolean {
    const { okHosts, skippedHosts } = this.#options.display;
    return (status === "ok" && !okHosts) || (status === "skipped" && !skippedHosts);
  }

  #itemText(event: ItemEvent, dump: string): string {
    const { status, values } = event.result;
    const item = `(item=${event.label})`;
    if (status === "failed" || status === "unreachable")
      return `failed: [${hostLabel(event)}] ${item} => ${dump}`;
    const shown = isDumped(values, this.#options.verbosity) ? ` => ${dump}` : "";
    if (status === "skipped") return `skipping: [${event.host}] => ${item} ${shown}`;
    return `${status}: [${hostLabel(event)}] => ${item}${shown}`;
  }

  #result(event: TaskEvent): void {
    const { result } = event;
    if (!result.items) this.#notes.diff(result.values, () => this.#title());
    if (this.#isHidden(result)) return;
    this.#title();
    this.#notes.noted(result.values);
    if (result.status === "failed" || result.status === "unreachable") this.#failure(event);
    else if (!result.items || result.status === "skipped")
      this.#notes.line(this.#resultText(event), result.status);
  }

  #resultText(event: TaskEvent): string {
    const { status, values } = event.result;
    const label = status === "skipped" ? `skipping: [${event.host}]` : `${status}: [${hostLabel(event)}]`;
    return isDumped(values, this.#options.verbosity) ? `${label} => ${this.#dump(event)}` : label;
  }

  #failure(event: TaskEvent): void {
    const { result, ignored } = event;
    if (result.status === "unreachable")
      this.#notes.failure(
        `fatal: [${hostLabel(event)}]: UNREACHABLE! => ${this.#dump(event)}`,
        "unreachable",
      );
    else if (!result.items || /(^|\.)debug$/.test(event.task.module)) {
      // Ansible leaves the items out of what debug gives, and tells its failure once more
      const { verbosity, display } = this.#options;
      if (verbosity < 2 && display.failedPath) this.#place(event.task);
      this.#notes.failure(`fatal: [${hostLabel(event)}]: FAILED! => ${this.#dump(event)}`, "failed");
    }
    if (ignored) this.#notes.line("...ignoring", "skipped");
    else if (event.wayOut !== undefined) this.#notes.hint(event.wayOut);
  }

  #dump({ result, task }: TaskEvent): string {
    // the items have been shown one by one
    const { results, ...rest } = result.values;
    const values = result.items || "skipped_reason" in rest ? rest : result.values;
    return dumpValues(values, task.module, this.#options);
  }

  #retry(event: RetryEvent): void {
    const { task, retriesLeft, result } = event;
    const was = isDumped(result.values, this.#options.verbosity, 2)
      ? `Result was: ${dumpValues(result.values, task.module, this.#options)}`
      : "";
    this.#notes.line(
      `FAILED - RETRYING: [${hostLabel(event)}]: ${task.name} (${retriesLeft} retries left).${was}`,
      "debug",
    );
  }

  #include({ path, hosts, label }: Extract<Event, { type: "include" }>): void {
    this.#title();
    const item = label === undefined ? "" : ` => (item=${label})`;
    this.#notes.line(`included: ${path} for ${hosts.join(", ")}${item}`, "skipped");
  }

  #recap(hosts: Readonly<Record<string, HostStats>>, interrupted: readonly string[] = []): void {
    this.#banner("PLAY RECAP");
    for (const host of Object.keys(hosts).sort()) {
      const line = recapLine(visible(host), hosts[host]!, this.#options.colour);
      this.#notes.painted(interrupted.includes(host) ? `${line} interrupted` : line);
    }
    this.#options.write("\n");
  }

  #custom({ _run: all, ...hosts }: Readonly<Record<string, unknown>>): void {
    const shown = (stats: unknown) => pythonJson(stats, 1).replaceAll("\n", "");
    this.#banner("CUSTOM STATS:");
    for (const host of Object.keys(hosts).sort()) this.#notes.line(`\t${host}: ${shown(hosts[host])}`);
    if (all !== undefined) this.#options.write(`\n\tRUN: ${visible(shown(all))}\n`);
    this.#options.write("\n");
  }

  #banner(text: string): void {
    const shown = visible(text);
    const stars = Math.max(3, this.#notes.columns() - widthOf(shown));
    this.#options.write(`\n${shown} ${"*".repeat(stars)}\n`);
  }
}

function hostLabel(event: { host: string; delegatedTo?: string; result: TaskResult }): string {
  const { host, delegatedTo, result } = event;
  if (delegatedTo === undefined || delegatedTo === host) return host;
  const address = (result.values._ansible_delegated_vars as { ansible_host?: unknown } | undefined)
    ?.ansible_host;
  return `${host} -> ${delegatedTo}${address === undefined || address === delegatedTo ? "" : `(${address})`}`;
}

function pollText({ state, host, jid }: PollEvent): string {
  if (state === "poll") return `ASYNC POLL on ${host}: jid=${jid} started=1 finished=0`;
  return `ASYNC ${state === "ok" ? "OK" : "FAILED"} on ${host}: jid=${jid}`;
}
