import type { Event, TaskHead } from "../../model/event.js";
import { hidden, type ResultEvent } from "./hidden.js";
import type { Position } from "./position.js";

interface Group {
  position: Position;
  /** one for each task at this position: hosts may have included different files */
  passes: Map<string, Pass>;
  includes: Map<string, IncludeLine>;
}

type IncludeEvent = Extract<Event, { type: "include" }>;

/** What hosts include together, and the how many-th that is of each of them. */
interface IncludeLine {
  event: IncludeEvent;
  numbers: Map<string, number>;
}

interface Pass {
  head: TaskHead | undefined;
  events: Event[];
  /** is the header to be shown though nothing follows? */
  isTitled?: boolean;
}

/**
 * Puts the events of hosts that run ahead of each other into the order of the
 * play: what belongs to one pass through a task is shown together, and only
 * when no host can still report something earlier.
 */
export class OrderedOutput {
  readonly #emit: (event: Event) => void;
  readonly #free: boolean;
  readonly #hosts: readonly string[];
  #groups: Group[] = [];
  #shown: string | undefined;
  #earliest: Position = "";

  /**
   * `free`: no order to keep, a header is repeated whenever the task changes.
   * `hosts`: in the order of the play, in which those that include something together are named.
   */
  constructor(emit: (event: Event) => void, free: boolean, hosts: readonly string[]) {
    this.#emit = emit;
    this.#free = free;
    this.#hosts = hosts;
  }

  /** A result or an include: what tells of arguments and items, so whether the task has `no_log` must be said. */
  addResult(position: Position, head: TaskHead, event: ResultEvent, noLog: boolean): void {
    this.#add(position, head, noLog ? hidden(event) : event);
  }

  add(position: Position, head: TaskHead | undefined, event: Exclude<Event, ResultEvent>): void {
    this.#add(position, head, event);
  }

  /** A header by itself. Where there is no order to keep, Ansible shows none. */
  addTitle(position: Position, head: TaskHead): void {
    if (this.#free) return;
    const group = this.#group(position);
    passOf(group, head).isTitled = true;
    if (position <= this.#earliest) this.#show(group);
  }

  #add(position: Position, head: TaskHead | undefined, event: Event): void {
    const group = this.#group(position);
    const pass = passOf(group, head);
    if (event.type === "include" && !this.#free) mergeInclude(group, event);
    else pass.events.push(event);
    if (this.#free || position <= this.#earliest) this.#show(group);
  }

  /** All hosts have come to `earliest`: what belongs before it is complete. */
  moved(earliest: Position): void {
    this.#earliest = earliest;
    while (this.#groups[0] && this.#groups[0].position <= earliest) {
      const group = this.#groups[0];
      this.#show(group);
      if (group.position === earliest) return;
      for (const event of this.#includesOf(group)) this.#emit(event);
      this.#groups.shift();
    }
  }

  /** In the order of the hosts, and of what each of them includes. */
  #includesOf({ includes }: Group): IncludeEvent[] {
    const rank = (host: string) => this.#hosts.indexOf(host);
    for (const { event } of includes.values()) event.hosts.sort((a, b) => rank(a) - rank(b));
    const lines = [...includes.values()].sort((a, b) => {
      const [one, other] = [a.event.hosts[0]!, b.event.hosts[0]!];
      return rank(one) - rank(other) || a.numbers.get(one)! - b.numbers.get(other)!;
    });
    return lines.map(({ event }) => event);
  }

  #show(group: Group): void {
    for (const pass of group.passes.values()) {
      const { head, events } = pass;
      const isDue = events.length > 0 || group.includes.size > 0 || pass.isTitled;
      if (head && this.#shown !== head.id && isDue) {
        this.#emit({ type: head.isMeta ? "meta-start" : "task-start", task: head });
        this.#shown = head.id;
      }
      pass.isTitled = false;
      for (const event of events.splice(0)) this.#emit(event);
    }
  }

  #group(position: Position): Group {
    let low = 0;
    let high = this.#groups.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#groups[middle]!.position < position) low = middle + 1;
      else high = middle;
    }
    const found = this.#groups[low];
    if (found?.position === position) return found;
    const made: Group = { position, passes: new Map(), includes: new Map() };
    this.#groups.splice(low, 0, made);
    return made;
  }
}

function passOf({ passes }: Group, head: TaskHead | undefined): Pass {
  const id = head?.id ?? "";
  const known = passes.get(id);
  if (known) return known;
  const made: Pass = { head, events: [] };
  passes.set(id, made);
  return made;
}

/** Hosts that include the same file in the same pass are named in one line. */
function mergeInclude({ includes }: Group, event: IncludeEvent): void {
  const host = event.hosts[0]!;
  let key = `${event.path}\0${event.label ?? ""}`;
  // the rounds of one host that look the same are lines of their own
  while (includes.get(key)?.numbers.has(host)) key += "\0";
  const number = [...includes.values()].filter(({ numbers }) => numbers.has(host)).length;
  const known = includes.get(key);
  if (known) known.event.hosts.push(host);
  else includes.set(key, { event: { ...event, hosts: [host] }, numbers: new Map() });
  includes.get(key)!.numbers.set(host, number);
}
