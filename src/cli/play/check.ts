import { type Fault, Faults } from "../../model/errors.js";
import type { Playbook } from "../../model/play.js";
import { checkEntries, checkPlaybooks } from "../../plan/check.js";
import { collect } from "../../playbook/faults.js";
import { readAsFarAsPossible } from "../../playbook/playbook.js";
import { foresee } from "../../run/before/before.js";
import { undefinedReads } from "../../run/before/undefined_reads.js";
import type { Engine } from "../../run/hosts/engine.js";
import { syntaxFaultOf } from "../../template/render.js";
import { checkLimit } from "../engine/limit.js";
import type { RunOptions } from "../options/run_options.js";
import { adhocPlaybook } from "./adhoc_play.js";
import { checkStart, unknownTags } from "./chosen.js";
import { foreignModule } from "./foreign_module.js";
import { addKeywordDefaults } from "./keyword_defaults.js";

/** After one of these a part of the play is not known: names in it may be those that others seem to lack. */
const HIDING: ReadonlySet<string> = new Set([
  "FILE_MISSING",
  "PLAYBOOK_INVALID",
  "ROLE_MISSING",
  "VAULT_FAILED",
  "YAML_INVALID",
]);

/** All playbooks. Throws everything together that can be known to be wrong before the first connection. */
export async function readAndCheck(options: RunOptions, engine: Engine): Promise<Playbook[]> {
  const faults: Fault[] = [];
  const playbooks = playbooksOf(options, engine, faults);
  const plays = playbooks.flatMap((playbook) => playbook.plays);
  addKeywordDefaults(plays, options.settings);
  collect(faults, () => checkLimit(engine.settings.limit, engine.inventory));
  collect(faults, () => checkStart(options.startAtTask, plays));
  const isWhole = !faults.some(({ code }) => HIDING.has(code));
  const folders = playbooks.map(({ folder }) => folder);
  const known = {
    ...engine,
    templateFault: syntaxFaultOf,
    foreignModule: foreignModule(options.modulePath, folders),
  };
  faults.push(...(await checkPlaybooks(playbooks, known)));
  const foreseen = await foresee(playbooks, engine, isWhole);
  faults.push(...foreseen.faults);
  for (const { entries } of foreseen.included) await checkEntries(entries, known, faults);
  if (isWhole) faults.push(...(await undefinedReads(playbooks, engine)));
  const all = inOrder(faults);
  for (const text of unknownTags(plays, options)) engine.emit({ type: "message", level: "warning", text });
  if (all.length > 0) throw all.length === 1 ? all[0]! : new Faults(all);
  return playbooks;
}

function playbooksOf(
  { adhoc, compile, follow, playbooks }: RunOptions,
  engine: Engine,
  faults: Fault[],
): Playbook[] {
  if (adhoc) return [adhocPlaybook(adhoc)];
  if (compile) return [compile(engine)];
  const read = playbooks.flatMap(
    (path) => collect(faults, () => readAsFarAsPossible(path, engine.loading, faults)) ?? [],
  );
  return follow ? [...read, ...(collect(faults, () => [follow(engine)]) ?? [])] : read;
}

/** Each fault once, file by file as they were first met, and from the top to the end of each. */
function inOrder(faults: readonly Fault[]): Fault[] {
  const unique = [...new Map(faults.map((fault) => [identity(fault), fault])).values()];
  const files = [...new Set(unique.map(({ at }) => at?.path))];
  const rank = ({ at }: Fault) => files.indexOf(at?.path);
  return unique.sort(
    (a, b) =>
      rank(a) - rank(b) || (a.at?.line ?? 0) - (b.at?.line ?? 0) || (a.at?.column ?? 0) - (b.at?.column ?? 0),
  );
}

/** A role that is used twice has its faults once. */
function identity({ code, message, at }: Fault): string {
  return `${code} ${message} ${at ? `${at.path}:${at.line}:${at.column}` : ""}`;
}
