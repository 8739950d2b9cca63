import type { HostStats } from "../model/event.js";
import { whoText } from "../model/host_ranges.js";
import type { Play, Playbook } from "../model/play.js";
import type { Ending } from "./batch.js";
import type { Engine, Run } from "./hosts/engine.js";
import { Handles } from "./hosts/handles.js";
import { Slots } from "./order/slots.js";
import { hostsOf, runPlay } from "./play.js";

/** Ansible's exit codes of a run. */
const OK = 0;
const FAILED = 2;
const UNREACHABLE = 4;
/** something in us is wrong; the other hosts have gone on */
const DEFECT = 250;
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
    interrupted: new Map(),
    isCut: false,
    begun: engine.settings.startAtTask === undefined,
    defects: 0,
    plays: 0,
    edits: [],
    slots: new Slots(engine.settings.forks),
    handles: new Handles(),
  };
  const started = performance.now();
  const onAbort = () => interrupt(run);
  if (run.signal.aborted) onAbort();
  run.signal.addEventListener("abort", onAbort, { once: true });
  run.emit({
    type: "run-start",
    at: new Date().toISOString(),
    playbooks: playbooks.map((playbook) => playbook.path),
    check: run.settings.check,
    diff: run.settings.diff,
    version: run.settings.version,
  });
  let code = 1;
  const { journal } = run;
  try {
    code = await playbooksInTurn(run, playbooks);
  } catch (error) {
    // what the user has broken off is told below
    if (!run.signal.aborted) throw error;
    code = INTERRUPTED;
  } finally {
    tellInterruption(run);
    emitStats(run);
    journal?.end(code, run.isCut || run.signal.aborted);
    const links = code === OK ? linksOf(run) : [];
    run.emit({
      type: "run-end",
      code,
      seconds: (performance.now() - started) / 1000,
      ...(links.length > 0 ? { links } : {}),
    });
    run.signal.removeEventListener("abort", onAbort);
    await closeAll(run, false);
  }
  return code;
}

/** One playbook after the other, as long as all goes well. */
async function playbooksInTurn(run: Run, playbooks: readonly Playbook[]): Promise<number> {
  let code = OK;
  for (const [index, playbook] of playbooks.entries()) {
    if (playbook.anew) run.journal = undefined;
    code = await runPlaybook(run, playbook);
    if (code !== OK) {
      cutBefore(
        run,
        playbooks.slice(index + 1).flatMap(({ plays }) => plays),
      );
      break;
    }
    if (index < playbooks.length - 1) emitStats(run);
  }
  return code;
}

/** The plays in turn; a broken one is the last. */
async function runPlaybook(run: Run, playbook: Playbook): Promise<number> {
  run.emit({ type: "playbook-start", path: playbook.path, plays: playbook.plays.length });
  let ending: Ending = "done";
  for (const [index, play] of playbook.plays.entries()) {
    if (run.signal.aborted || ending === "lost" || ending === "limit") {
      cutBefore(run, playbook.plays.slice(index));
      break;
    }
    const folder = run.readVarsFolder(play.folder);
    ending = await runPlay(run, play, play.folder, folder);
  }
  return exitCode(run, ending);
}

/** Plays that are not begun any more: are they for hosts that are not lost? */
function cutBefore(run: Run, plays: readonly Play[]): void {
  const quiet: Run = { ...run, emit: () => {} };
  const isFor = (play: Play): boolean => {
    try {
      return hostsOf(quiet, play).some((host) => !run.lost.has(host));
    } catch {
      return true;
    }
  };
  run.isCut ||= plays.some(isFor);
}

/** By the hosts that are lost now: what was rescued, ignored or forgiven does not count. */
function exitCode(run: Run, ending: Ending): number {
  if (run.signal.aborted) return INTERRUPTED;
  if (run.defects > 0) return DEFECT;
  if (ending === "limit") return FAILED;
  const lost = new Set(run.lost.values());
  if (lost.has("unreachable")) return UNREACHABLE;
  return lost.has("failed") ? FAILED : OK;
}

/** The recap: of everything so far, after each playbook. */
function emitStats(run: Run): void {
  const custom = Object.keys(run.customStats).length > 0 ? { custom: run.customStats } : {};
  run.emit({ type: "stats", hosts: countedStats(run), ...custom, ...interruptedHosts(run) });
}

/** Told at once, and by name: it may take a moment until everything is closed. */
function interrupt(run: Run): void {
  const { reason } = run.signal;
  run.emit({ type: "message", level: "warning", text: reason instanceof Error ? reason.message : "stopped" });
  void closeAll(run, true);
}

/** What was broken off has neither failed nor been done. */
function tellInterruption({ interrupted, emit }: Run): void {
  if (interrupted.size === 0) return;
  const at = new Map<string, string[]>();
  for (const [host, step] of interrupted) {
    const where = step === undefined ? "" : ` (${step})`;
    at.set(where, [...(at.get(where) ?? []), host]);
  }
  const all = [...at].map(([where, hosts]) => `${whoText(hosts)}${where}`);
  emit({ type: "message", level: "warning", text: `interrupted: ${all.join("; ")}` });
}

function interruptedHosts({ interrupted }: Run): { interrupted?: string[] } {
  return interrupted.size > 0 ? { interrupted: [...interrupted.keys()] } : {};
}

/** The recap has the hosts on which anything was done, or begun. */
function countedStats(run: Run): Record<string, HostStats> {
  return Object.fromEntries(
    [...run.stats].filter(
      ([host, counts]) => run.interrupted.has(host) || Object.values(counts).some((count) => count > 0),
    ),
  );
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
