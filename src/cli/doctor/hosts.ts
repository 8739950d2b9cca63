import type { Evidence } from "../../doctor/evidence.js";
import { Fault } from "../../model/errors.js";
import type { Event } from "../../model/event.js";
import { suggest } from "../../model/nearest.js";
import { selectHosts } from "../../plan/patterns.js";
import type { Engine } from "../../run/hosts/engine.js";
import { runPlaybooks } from "../../run/run.js";
import { makeEngine } from "../engine/engine.js";
import { printIfWarning } from "../engine/warnings.js";
import { namedInventories } from "../inventory/names.js";
import { mergeOptions } from "../options/merge.js";
import type { Input } from "../options/option.js";
import { readSettings } from "../options/settings.js";
import { adhocPlaybook } from "../play/adhoc_play.js";
import { prepareLab } from "../play/lab_hosts.js";

/** What one host said; `problem` where it could not be asked. */
export interface Gathered {
  host: string;
  evidence?: Evidence;
  problem?: string;
  unreachable?: boolean;
}

/** Longer than all time limits of the probes together would be a host that hangs. */
const SECONDS = 120;

/** Asks the hosts of a pattern, as root, by one request each. Faults: PATTERN_INVALID, and those of inventories. */
export async function gatherEvidence(input: Input, pattern: string): Promise<Gathered[]> {
  const { values } = input;
  const settings = readSettings(process.env, process.cwd());
  const inventory = namedInventories(values.inventory as string[] | undefined, settings);
  const merged = mergeOptions(values, settings, { playbooks: [], inventory });
  const gathered: Gathered[] = [];
  const engine = await makeEngine(
    { ...merged, become: true },
    (event) => note(event, gathered),
    input.signal,
  );
  checkPattern(pattern, engine);
  await prepareLab(engine);
  const args = JSON.stringify({
    cluster: values.cluster ?? "{{ ecs_agent_cluster | default('') }}",
    region: values.region ?? "{{ ecs_agent_region | default(aws_region | default('')) }}",
  });
  const module = "tera.aws.ecs_agent_info";
  await runPlaybooks(engine, [adhocPlaybook({ pattern, module, args, taskTimeout: SECONDS })]);
  return gathered;
}

function note(event: Event, gathered: Gathered[]): void {
  printIfWarning(event);
  if (event.type !== "task-result") return;
  const { status, values } = event.result;
  const { evidence, msg } = values as { evidence?: Evidence; msg?: unknown };
  if (evidence !== undefined) gathered.push({ host: event.host, evidence });
  else gathered.push({ host: event.host, problem: String(msg), unreachable: status === "unreachable" });
}

function checkPattern(pattern: string, { inventory, settings }: Engine): void {
  if (selectHosts(pattern, inventory, settings.limit).hosts.length > 0) return;
  throw new Fault("PATTERN_INVALID", `no host of the inventory matches \`${pattern}\``, {
    hint:
      suggest(pattern, [...inventory.hosts.keys(), ...inventory.groups.keys()]) ??
      "`tera inventory --graph` with the same -i shows the hosts",
  });
}
