import { Fault } from "../../model/errors.js";
import type { Event } from "../../model/event.js";
import type { Reporter } from "../../model/reporter.js";
import { SecretStore } from "../../model/secret_store.js";
import { selectHosts } from "../../plan/patterns.js";
import type { Engine } from "../../run/hosts/engine.js";
import { runPlaybooks as run } from "../../run/run.js";
import type { JournalFile } from "../../state/journal.js";
import { readJournal } from "../../state/journal_read.js";
import { makeEngine } from "../engine/engine.js";
import { maskedError } from "../engine/masked_error.js";
import { printIfWarning, printWarning } from "../engine/warnings.js";
import { goOnText } from "../journal/go_on.js";
import { openJournal } from "../journal/open.js";
import { keepTimes } from "../journal/past_times.js";
import type { RunOptions } from "../options/run_options.js";
import { readAndCheck } from "./check.js";
import { prepareLab } from "./lab_hosts.js";
import { list } from "./listing.js";
import { openReporters } from "./outputs.js";
import { Reached } from "./reached.js";
import { retryFiles } from "./retry_file.js";
import { type Starting, starting } from "./starting.js";
import { timings } from "./timings.js";
import { treeFiles } from "./tree_files.js";

/** Runs what was asked for and returns the exit code. Faults in files are thrown before the first connection. */
export async function runPlaybooks(
  options: RunOptions,
  signal: AbortSignal,
  listen?: (event: Event) => void,
): Promise<number> {
  const secrets = new SecretStore();
  const begun = starting(options);
  try {
    return await runShown(options, { signal, secrets, listen, begun });
  } catch (error) {
    begun.clear();
    throw maskedError(error, secrets);
  }
}

interface Around {
  signal: AbortSignal;
  secrets: SecretStore;
  listen: ((event: Event) => void) | undefined;
  begun: Starting;
}

async function runShown(options: RunOptions, { signal, secrets, listen, begun }: Around): Promise<number> {
  const held: Event[] = [];
  if (options.step && !isPreview(options) && !process.stdin.isTTY) throw nobodyToAsk();
  if (!isPreview(options)) begun.say(`reading ${options.playbooks.join(", ") || "the inventory"}`);
  let show = (event: Event): void => void held.push(event);
  const engine = await makeEngine(options, (event) => show(event), signal, secrets);
  if (engine.inventory.hosts.size === 0 && options.settings.localhostWarning)
    engine.emit({ type: "message", level: "warning", text: NO_HOSTS });
  if (options.verbosity > 0) show({ type: "message", level: "info", text: configurationText(options) });
  const playbooks = await readAndCheck(options, engine);
  begun.clear();
  if (options.adhoc && !hasHosts(options.adhoc.pattern, engine)) {
    for (const event of held) printIfWarning(event);
    return 0;
  }
  if (isPreview(options)) {
    for (const event of held.splice(0)) printIfWarning(event);
    show = printIfWarning;
    await list(options, engine, playbooks);
    return 0;
  }
  const journal = openJournal(options, engine, playbooks);
  engine.journal = journal;
  tellTaken(journal, engine);
  await prepareLab(engine, begun.say);
  begun.clear();
  const reporters = await openReporters(options);
  engine.ask = undisturbed(engine.ask, reporters);
  const files = [
    retryFiles(options.settings),
    treeFiles(options.adhoc?.tree, options.verbosity),
    timings(options.timings),
    keepTimes(options),
  ];
  const reached = options.proves === true ? reachedIn(engine, options) : undefined;
  const tell = (event: Event): void => {
    for (const before of files.flatMap((write) => write(event))) reporters.on(before);
    reporters.on(event);
    listen?.(event);
  };
  show = (event) => {
    for (const one of reached?.seen(event) ?? [event]) tell(one);
  };
  for (const event of held) show(event);
  let code: number | undefined;
  try {
    code = await run(engine, playbooks);
  } finally {
    await endReports(reporters, code).finally(() => {
      if (journal && options.words) tellHowToGoOn(journal, options.words, secrets);
    });
  }
  reached?.check();
  return code;
}

/** While somebody types an answer, no picture is drawn over it. */
function undisturbed(ask: Engine["ask"], reporters: Reporter): Engine["ask"] {
  return async (prompt, how) => {
    const goOn = await reporters.hold?.();
    try {
      return await ask(prompt, how);
    } finally {
      goOn?.();
    }
  };
}

/** That a report is not whole is a failure of the run; where that has failed by itself, it is only told. */
async function endReports(reporters: Reporter, code: number | undefined): Promise<void> {
  try {
    await reporters.end();
  } catch (error) {
    if (code === 0 || !(error instanceof Fault)) throw error;
    printWarning(error.message);
  }
}

function nobodyToAsk(): Fault {
  return new Fault("USAGE", "`--step` asks before each task, and standard input is no terminal", {
    hint: "--list-tasks says what would run, --check what it would change",
  });
}

const isPreview = ({ syntaxCheck, listHosts, listTasks, listTags }: RunOptions): boolean =>
  syntaxCheck || listHosts || listTasks || listTags;

function tellTaken(journal: JournalFile | undefined, { emit }: Engine): void {
  if (!journal?.taken) return;
  const { steps, hosts } = journal.taken;
  const text = `going on with the last run: ${steps} tasks of ${hosts} hosts are done\n`;
  emit({ type: "message", level: "info", text });
}

/** Beside the output, which is Ansible's. */
function tellHowToGoOn(journal: JournalFile, words: readonly string[], secrets: SecretStore): void {
  const isOf = journal.isBegun && (journal.hadLeft || journal.code !== 0);
  const past = isOf ? readJournal(journal.path) : undefined;
  if (past) process.stderr.write(secrets.mask(goOnText(past, words)));
}

function reachedIn({ inventory, settings }: Engine, { allowEmpty }: RunOptions): Reached {
  const { hosts } = selectHosts("all", inventory, settings.limit);
  return new Reached(hosts, allowEmpty);
}

const NO_HOSTS =
  "provided hosts list is empty, only localhost is available. Note that the implicit localhost does not match 'all'";

function configurationText({ settings }: RunOptions): string {
  const { configFile } = settings;
  return configFile === undefined
    ? "No config file found; using defaults"
    : `Using ${configFile} as config file`;
}

/** Of a single task: no hosts are no fault, but where --limit leaves none. */
function hasHosts(pattern: string, { inventory, settings, emit }: Engine): boolean {
  const { hosts, warnings } = selectHosts(pattern, inventory, settings.limit);
  if (hosts.length > 0) return true;
  for (const text of warnings) emit({ type: "message", level: "warning", text });
  if (settings.limit !== undefined)
    throw new Fault(
      "PATTERN_INVALID",
      "Specified inventory, host pattern and/or --limit leaves us with no hosts to target.",
      { hint: "`--list-hosts` without --limit prints the hosts of the pattern" },
    );
  emit({ type: "message", level: "warning", text: "No hosts matched, nothing to do" });
  return false;
}
