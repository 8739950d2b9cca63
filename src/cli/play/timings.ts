import type { Event } from "../../model/event.js";

const SHOWN = 10;

interface Taken {
  name: string;
  /** seconds; of a task the longest that a host took, of a host all of its tasks */
  seconds: number;
  /** what else is to be said */
  more: string;
}

/**
 * `--timings`: at the end of a run its slowest tasks and hosts. Hears a run's
 * events and gives what is to be shown before the last one.
 */
export function timings(isWanted: boolean): (event: Event) => Event[] {
  const tasks = new Map<string, Taken & { hosts: number }>();
  const hosts = new Map<string, number>();
  return (event) => {
    if (!isWanted) return [];
    if (event.type === "task-result") {
      const { task, host, seconds } = event;
      const known = tasks.get(task.id);
      if (!known || known.seconds < seconds)
        tasks.set(task.id, { name: task.name, seconds, more: host, hosts: (known?.hosts ?? 0) + 1 });
      else known.hosts += 1;
      hosts.set(host, (hosts.get(host) ?? 0) + seconds);
    }
    if (event.type !== "run-end" || tasks.size === 0) return [];
    const slowTasks = [...tasks.values()].map((one) =>
      one.hosts > 1 ? { ...one, more: `slowest: ${one.more}` } : one,
    );
    const slowHosts = [...hosts].map(([name, seconds]): Taken => ({ name, seconds, more: "" }));
    const text = [...table("Slowest tasks", slowTasks), ...table("Slowest hosts", slowHosts)].join("\n");
    return [{ type: "message", level: "info", text: `${text}\n` }];
  };
}

function table(title: string, rows: readonly Taken[]): string[] {
  const slowest = [...rows].sort((a, b) => b.seconds - a.seconds).slice(0, SHOWN);
  return [
    title,
    ...slowest.map(({ name, seconds, more }) =>
      `${seconds.toFixed(1).padStart(9)}s  ${name}${more === "" ? "" : `  (${more})`}`.trimEnd(),
    ),
  ];
}
