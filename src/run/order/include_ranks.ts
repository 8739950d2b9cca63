/** What the hosts of a batch include at one pass through a task, as they come to say it. */
export class IncludeRanks {
  readonly #told = new Map<string, readonly string[]>();
  readonly #waiting = new Map<string, () => void>();

  tell(host: string, includes: readonly string[]): void {
    this.#told.set(host, includes);
    this.#waiting.get(host)?.();
  }

  /** Until the host has told. */
  async told(host: string): Promise<void> {
    if (!this.#told.has(host)) await new Promise<void>((told) => this.#waiting.set(host, told));
  }

  /** Each include once for every time that one host has it, in the order of the hosts that have it first. */
  order(hosts: readonly string[]): string[] {
    const all = new Set<string>();
    for (const host of hosts) for (const one of numbered(this.#told.get(host) ?? [])) all.add(one);
    return [...all];
  }
}

/** The second of two that are the same is another one. */
export function numbered(includes: readonly string[]): string[] {
  return includes.map(
    (one, index) => `${includes.slice(0, index).filter((other) => other === one).length}${one}`,
  );
}
