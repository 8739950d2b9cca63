import { isUnicodeSupported, Listr, ListrTaskEventType, type ListrTaskObject } from "listr2";
import type { Event, TaskHead } from "../../model/event.js";
import { whoText } from "../../model/host_ranges.js";
import type { Reporter, ReporterOptions } from "../../model/reporter.js";
import { diffText } from "../text/diff.js";
import { failureBlock, failureText, isSkipped, type Look, skippedBlock, stepBlock } from "./blocks.js";
import { customBlock, endBlock, messageBlock, recapBlock } from "./closing.js";
import { diffRows, Folded, sameRows } from "./folded.js";
import { ASCII, UNICODE } from "./glyphs.js";
import {
  addResult,
  beginPlay,
  beginStep,
  markBusy,
  newRunState,
  type RunState,
  type Step,
} from "./run_state.js";
import { saidOf, warningsOf } from "./said.js";
import { Screen } from "./screen.js";
import type { Span } from "./spans.js";
import { Summary } from "./summary.js";
import { liveRows } from "./view.js";

type ResultEvent = Extract<Event, { type: "task-result" }>;

/**
 * listr2 owns the life of a step (begun, done, failed); it renders through this
 * class only. Its own renderers rebuild the whole tree at every event, which
 * takes minutes of CPU for a fleet.
 */
class StepRenderer {
  static readonly nonTTY = true;
  static readonly rendererOptions: { closed?: (failed: boolean) => void } = {};
  static readonly rendererTaskOptions = {};
  readonly #tasks: ListrTaskObject<unknown>[];
  readonly #closed: ((failed: boolean) => void) | undefined;

  constructor(tasks: ListrTaskObject<unknown>[], options: { closed?: (failed: boolean) => void }) {
    this.#tasks = tasks;
    this.#closed = options.closed;
  }

  render(): void {
    for (const task of this.#tasks)
      task.on(ListrTaskEventType.STATE, () => {
        if (task.hasFinalized()) this.#closed?.(task.hasFailed());
      });
  }

  end(): void {}
}

interface OpenStep {
  step: Step;
  /** what its hosts have in common */
  folded: Folded;
  /** the step is over: listr2 may close it */
  close(failed: boolean): void;
  closed: Promise<unknown>;
}

/**
 * A live view for a terminal: what runs where, failures at once, one line for
 * each finished step. Without a terminal only what stays is written.
 */
export class LiveReporter implements Reporter {
  readonly #options: ReporterOptions;
  readonly #screen: Screen;
  readonly #glyphs = isUnicodeSupported() ? UNICODE : ASCII;
  readonly #run: RunState;
  readonly #steps = new Map<string, OpenStep>();
  readonly #failures = new Map<string, string>();
  readonly #summary = new Summary();
  readonly #warned = new Set<string>();
  /** steps that were skipped since anything else was shown */
  #skipped: Step[] = [];
  #queue: Event[] = [];
  #working = false;
  #pump: Promise<void> | undefined;

  constructor(options: ReporterOptions) {
    this.#options = options;
    this.#run = newRunState(options.past);
    this.#screen = new Screen(options, (size) => liveRows(this.#run, this.#glyphs, performance.now(), size));
  }

  on(event: Event): void {
    this.#queue.push(event);
    if (!this.#working) this.#pump = this.#work();
  }

  async end(): Promise<void> {
    await this.#pump;
    await this.#finishAll();
    this.#keep([]);
    this.#screen.end();
  }

  async hold(): Promise<() => void> {
    await this.#pump;
    return this.#screen.hold();
  }

  /** Events in order; listr2 closes a step asynchronously, so that what follows has to wait for it. */
  async #work(): Promise<void> {
    this.#working = true;
    try {
      for (let event = this.#queue.shift(); event; event = this.#queue.shift()) {
        const waiting = this.#take(event);
        if (waiting) await waiting;
      }
    } finally {
      this.#working = false;
    }
  }

  #take(event: Event): Promise<void> | undefined {
    const now = performance.now();
    this.#summary.on(event);
    switch (event.type) {
      case "play-start":
        return this.#play(event, now);
      case "task-start":
        return this.#begin(event.task, now);
      case "meta-start":
        return undefined;
      case "host-busy":
        markBusy(this.#run, event.host, event.task, now);
        break;
      case "item-result":
        this.#note(event.task.id, `${event.host}: ${event.label}`);
        break;
      case "task-retry":
        this.#note(event.task.id, `${event.host}: again, ${event.retriesLeft} left`);
        break;
      case "task-poll":
        if (event.state === "poll") this.#note(event.task.id, `${event.host}: still in the background`);
        break;
      case "task-result":
        return this.#result(event, now);
      case "message":
        this.#message(event);
        break;
      case "no-more-hosts":
        this.#keep([[["no more hosts left", "failed"]]]);
        break;
      case "play-end":
        return this.#endPlay();
      case "stats":
        return this.#recap(event);
      case "run-end":
        this.#links(event);
        break;
      case "include":
        this.#include(event);
        break;
      case "handler-notified":
        if (this.#options.verbosity > 1)
          this.#keep([[[`  notified: ${event.handler} on ${event.host}`, "dim"]]]);
        break;
      case "run-start":
      case "playbook-start":
        break;
      default:
        event satisfies never;
    }
    return undefined;
  }

  async #play(event: Extract<Event, { type: "play-start" }>, now: number): Promise<void> {
    await this.#endPlay();
    const hosts = event.hosts.length === 1 ? event.hosts[0]! : `${event.hosts.length} hosts`;
    this.#keep([
      [""],
      [
        [`PLAY ${event.name}`, "strong"],
        [`  ${event.noHosts ? "no hosts" : hosts}`, "dim"],
      ],
    ]);
    if (!event.noHosts) beginPlay(this.#run, event, now);
  }

  async #begin(head: TaskHead, now: number): Promise<void> {
    const step = beginStep(this.#run, head, now);
    if (!this.#run.play?.free) await this.#finishAll(head.id);
    if (!this.#steps.has(head.id)) this.#steps.set(head.id, this.#open(step));
    this.#screen.refresh();
  }

  /** One Listr task for one step: it runs until `close` is called. */
  #open(step: Step): OpenStep {
    let close: OpenStep["close"] = () => {};
    const over = new Promise<void>((resolve, reject) => {
      close = (failed) => (failed ? reject(new Error(step.head.name)) : resolve());
    });
    const folded = new Folded();
    const closed = new Listr([{ title: step.head.name, task: () => over }], {
      renderer: StepRenderer as never,
      rendererOptions: {
        closed: () => this.#keepStep(step, folded.take()),
      } as never,
      exitOnError: false,
      registerSignalListeners: false,
    }).run();
    return { step, folded, close, closed };
  }

  #keepStep(step: Step, folded: readonly Span[][]): void {
    if (folded.length === 0 && isSkipped(step)) this.#skipped.push(step);
    else this.#keep([...folded, ...stepBlock(step, this.#look())]);
  }

  #keep(rows: readonly Span[][]): void {
    const all = [...skippedBlock(this.#skipped.splice(0), this.#look()), ...rows];
    if (all.length > 0) this.#screen.keep(all);
  }

  /** Names give way on a terminal only: a log keeps them. */
  #look(): Look {
    const { terminal, columns, verbosity } = this.#options;
    return {
      glyphs: this.#glyphs,
      columns: terminal ? columns() - 1 : Number.POSITIVE_INFINITY,
      saysAll: verbosity > 0,
    };
  }

  async #finish(id: string): Promise<void> {
    const open = this.#steps.get(id);
    if (!open) return;
    this.#steps.delete(id);
    this.#run.open.delete(id);
    const { counts, done } = open.step;
    if (done === 0) return;
    open.close(counts.failed + counts.unreachable > 0);
    await open.closed;
  }

  /** All steps but one. */
  async #finishAll(but?: string): Promise<void> {
    for (const id of [...this.#steps.keys()]) if (id !== but) await this.#finish(id);
  }

  async #endPlay(): Promise<void> {
    await this.#finishAll();
    this.#run.play = undefined;
  }

  #note(id: string, note: string): void {
    const step = this.#run.open.get(id);
    if (step) step.note = note;
    this.#screen.refresh();
  }

  #result(event: ResultEvent, now: number): Promise<void> | undefined {
    const step = beginStep(this.#run, event.task, now);
    const { result, task } = event;
    const open = this.#steps.get(task.id) ?? this.#open(step);
    this.#steps.set(task.id, open);
    this.#run.pace.reached(task, now);
    const complete = addResult(this.#run, step, { event, now });
    step.note = "";
    this.#warn(warningsOf(event, this.#options));
    if (result.status === "failed" || result.status === "unreachable") this.#failed(event, open);
    for (const text of saidOf(event, this.#options))
      step.said.set(text, [...(step.said.get(text) ?? []), event.host]);
    if (this.#options.diff) this.#diff(event, open);
    this.#screen.refresh();
    return complete ? this.#finish(task.id) : undefined;
  }

  /** The first host's failure is shown at once, those that say the same in one row when the step is over. */
  #failed(event: ResultEvent, { folded }: OpenStep): void {
    const text = failureText(event);
    const same = this.#failures.get(text);
    if (same !== undefined) return folded.add(text, event.host, sameRows(event, same, this.#glyphs));
    this.#failures.set(text, event.host);
    this.#keep(failureBlock(event, this.#glyphs));
  }

  #diff({ host, result }: ResultEvent, { folded }: OpenStep): void {
    for (const { values } of result.items?.map((item) => item.result) ?? [result]) {
      if (!values.diff || !values.changed || values._ansible_diff === false) continue;
      const text = diffText(values.diff, {
        colour: this.#options.colour,
        context: this.#options.display.diffContext,
      }).trimEnd();
      if (text !== "") folded.add(text, host, diffRows(text));
    }
  }

  #message(event: Extract<Event, { type: "message" }>): void {
    if (event.level === "debug" && this.#options.verbosity < 3) return;
    if (event.level === "deprecation" && !this.#options.display.deprecations) return;
    if (event.level === "warning" || event.level === "deprecation") {
      if (this.#warned.has(event.text)) return;
      this.#warned.add(event.text);
    }
    this.#keep(messageBlock(event, this.#glyphs));
  }

  #warn(texts: readonly string[]): void {
    for (const text of texts) this.#message({ type: "message", level: "warning", text });
  }

  /** Whose tasks come next. */
  #include({ path, hosts, label }: Extract<Event, { type: "include" }>): void {
    const item = label === undefined ? "" : `, item ${label}`;
    this.#keep([[[`  included: ${path} for ${whoText(hosts)}${item}`, "dim"]]]);
  }

  async #recap({ hosts, interrupted = [], custom }: Extract<Event, { type: "stats" }>): Promise<void> {
    await this.#endPlay();
    this.#keep(recapBlock(hosts, interrupted, { glyphs: this.#glyphs, columns: this.#options.columns() }));
    if (this.#options.display.customStats && custom) this.#keep(customBlock(custom));
  }

  #links(event: Extract<Event, { type: "run-end" }>): void {
    this.#keep(endBlock(event, this.#summary.rows(this.#glyphs), this.#glyphs));
  }
}
