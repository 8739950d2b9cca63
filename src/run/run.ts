import type { Playbook } from "../model/play.js";
import type { Engine, Run } from "./hosts/engine.js";
import { Slots } from "./order/slots.js";
import { runPlay } from "./play.js";

/** Ansible's exit codes of a run. */
const OK = 0;
const FAILED = 2;
const UNREACHABLE = 4;
/** what a shell gives a program that Ctrl-C ended */
const INTERRUPTED = 130;

/** Runs playbooks one after the other and returns the exit code. Faults that stop the run are thrown. */
export async function runPlaybooks(engine: Engine, playbooks: readonly Playbook[]): Promise<number> {
  const run: Run = {
    ...engine,
    hosts: new Map(),
    lost: new Map(),
    stats: new Map(),
    customStats: {},
    edits: [],
    slots: new Slots(engine.settings.forks),
  };
  const started = performance.now();
  const interrupt = () => closeAll(run, true);
  run.signal.addEventListener("abort", interrupt, { once: true });
  run.emit({
    type: "run-start",
    at: new Date().toISOString(),
    playbooks: playbooks.map((playbook) => playbook.path),
    check: run.settings.check,
    diff: run.settings.diff,
    version: run.settings.version,
  });
  let code = 1;
  try {
    for (const playbook of playbooks) await runPlaybook(run, playbook);
    code = exitCode(run);
  } finally {
    const custom = Object.keys(run.customStats).length > 0 ? { custom: run.customStats } : {};
    run.emit({ type: "stats", hosts: Object.fromEntries(run.stats), ...custom });
    const links = code === OK ? linksOf(run) : [];
    run.emit({
      type: "run-end",
      code,
      seconds: (performance.now() - started) / 1000,
      ...(links.length > 0 ? { links } : {}),
    });
    run.signal.removeEventListener("abort", interrupt);
    await closeAll(run, false);
  }
  return code;
}

async function runPlaybook(run: Run, playbook: Playbook): Promise<void> {
  run.emit({ type: "playbook-start", path: playbook.path, plays: playbook.plays.length });
  for (const play of playbook.plays) {
    if (run.signal.aborted) return;
    const folder = run.readVarsFolder(play.folder);
    await runPlay(run, play, play.folder, folder);
    if (everyoneIsLost(run)) return;
  }
}

/** Hosts have been in a play, and none of them is left. */
function everyoneIsLost(run: Run): boolean {
  return run.inventory.hosts.size > 0 && [...run.inventory.hosts.keys()].every((host) => run.lost.has(host));
}

function exitCode(run: Run): number {
  if (run.signal.aborted) return INTERRUPTED;
  const stats = [...run.stats.values()];
  if (stats.some((host) => host.unreachable > 0)) return UNREACHABLE;
  return stats.some((host) => host.failed > 0) || run.lost.size > 0 ? FAILED : OK;
}

/** Hosts that say where they can be visited: the fact `tera_url`, set by a play. */
function linksOf(run: Run): { host: string; url: string }[] {
  return [...run.hosts.values()].flatMap((host) => {
    const url = host.registered.tera_url;
    return typeof url === "string" ? [{ host: host.name, url }] : [];
  });
}

async function closeAll(run: Run, kill: boolean): Promise<void> {
  await Promise.allSettled([...run.hosts.values()].map((host) => host.links.close(kill)));
}
