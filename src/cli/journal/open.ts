import { createHash } from "node:crypto";
import { Fault } from "../../model/errors.js";
import type { Playbook } from "../../model/play.js";
import type { Engine } from "../../run/hosts/engine.js";
import { JournalFile } from "../../state/journal.js";
import type { JournalHead } from "../../state/journal_lines.js";
import { type PastRun, readJournal } from "../../state/journal_read.js";
import { takeLock } from "../../state/lock.js";
import type { Owner } from "../../state/owner.js";
import type { RunOptions } from "../options/run_options.js";
import { sourcesOf } from "./changed.js";
import { journalOf } from "./path.js";
import { checkResumable } from "./resume.js";

/**
 * The journal of the run that is about to begin; undefined where it keeps none. It is locked while the run lasts.
 * Fault: RESUME_REFUSED.
 */
export function openJournal(
  options: RunOptions,
  engine: Engine,
  playbooks: readonly Playbook[],
): JournalFile | undefined {
  if (options.adhoc) return undefined;
  if (options.check) {
    if (options.resume || options.flushPending)
      throw new Fault("USAGE", "--resume and --flush-pending act: they do not go with --check");
    return undefined;
  }
  const path = journalOf(options);
  const warn = (text: string): void => engine.emit({ type: "message", level: "warning", text });
  const lock = locked(path, options, warn);
  if (!lock) return undefined;
  const head = headOf(options, engine, playbooks);
  const last = pastOf(path, warn);
  const past = options.resume ? checkResumable(last, head) : last;
  return new JournalFile({
    path,
    head,
    past,
    flushes: options.flushPending || options.resume,
    resumes: options.resume,
    mask: (text) => engine.secrets.mask(text),
    warn,
    over: () => lock.release(),
  });
}

function locked(path: string, { resume, flushPending }: RunOptions, warn: (text: string) => void) {
  try {
    const lock = takeLock(`${path}.lock`);
    if (!("heldBy" in lock)) return lock;
    const text = `another run of this playbook over this inventory is going on (${named(lock.heldBy)})`;
    if (resume || flushPending) throw new Fault("RESUME_REFUSED", text, { hint: "wait for its end" });
    warn(`${text}: this one keeps no journal, so it cannot be gone on with`);
  } catch (error) {
    if (error instanceof Fault) throw error;
    warn(`there is no journal, so this run cannot be gone on with: ${(error as Error).message}`);
  }
  return undefined;
}

const named = ({ pid, machine }: Owner): string => `process ${pid} on ${machine}`;

function pastOf(path: string, warn: (text: string) => void): PastRun | undefined {
  try {
    return readJournal(path);
  } catch (error) {
    warn(`the journal of the last run, ${path}, cannot be read: ${(error as Error).message}`);
    return undefined;
  }
}

function headOf(
  options: RunOptions,
  { settings, inventory, loading }: Engine,
  playbooks: readonly Playbook[],
): JournalHead {
  const { tags, skipTags, startAtTask, extraVars } = options;
  const asked = [settings.limit ?? null, tags, skipTags, startAtTask ?? null, extraVars];
  const groups = [...inventory.groups.values()].map(({ name, hosts, children }) => [name, hosts, children]);
  return {
    version: 1,
    started: performance.timeOrigin,
    // extra variables may be secrets
    asked: digest(asked),
    inventory: digest([[...inventory.hosts.keys()], groups]),
    sources: sourcesOf(playbooks, inventory.sources, loading.read ?? []),
  };
}

const digest = (of: unknown): string =>
  createHash("sha256").update(JSON.stringify(of)).digest("hex").slice(0, 32);
