import { rmSync } from "node:fs";
import { join, relative } from "node:path";
import { Fault } from "../../model/errors.js";
import { writeJson } from "../../model/json_write.js";
import { type Outputs, readState, type State, stateOf } from "../../terraform/outputs.js";
import { type PlanSummary, planSummary, summaryText } from "../../terraform/plan.js";
import type { Terraform } from "../../terraform/program.js";
import {
  initialisedBackend,
  isShared,
  remoteBackend,
  variableFiles,
  variablesOf,
} from "../../terraform/root.js";
import { type Place, runTerraform } from "../../terraform/run.js";
import { localCopy, type Scratch } from "../../terraform/scratch.js";
import { isConfirmed } from "./confirm.js";
import type { ChosenRoot } from "./roots.js";

/** All that the commands of `tera cloud` share. */
export interface Cloud {
  action: string;
  environment: string;
  roots: readonly ChosenRoot[];
  terraform: Terraform;
  scratch: Scratch;
  varFiles: readonly string[];
  backendConfig: readonly string[];
  yes: boolean;
  /** the outputs that are handed on, as variables of the same name */
  passed: ReadonlySet<string>;
  /** what the roots so far said of them */
  handedOn: Map<string, HandedOn>;
  colour: boolean;
  /** where Terraform's text and ours go: standard output, or standard error where that carries events */
  stream: 1 | 2;
  signal: AbortSignal;
  say(line: string): void;
}

export interface HandedOn {
  /** the root's name */
  from: string;
  value: unknown;
}

/** A root that is ready for Terraform. */
export interface Ready extends Place {
  root: ChosenRoot;
}

/** Initialises a root for its environment. Faults: TERRAFORM_FAILED, INTERRUPTED. */
export async function prepare(cloud: Cloud, root: ChosenRoot): Promise<Ready> {
  const { terraform, scratch, signal, environment, action } = cloud;
  const folder = root.isLocal ? localCopy(root, scratch) : root.folder;
  const command = `\`tera cloud ${action} ${environment}\``;
  const again =
    action === "up" || action === "down"
      ? `${command} goes on: what is made already is in the state and is not made a second time`
      : `mend that, then try ${command} again`;
  const place: Ready = { terraform, root, folder, again };
  const kind = isShared(root) ? "shared by all environments; " : "";
  const state = root.isLocal ? relative(process.cwd(), root.state) : backendName(root);
  cloud.say(`${root.name}: ${kind}state in ${state}`);
  await runTerraform(place, ["init", "-no-color", ...backendWords(cloud, root)], { signal });
  return place;
}

function backendName({ backend }: ChosenRoot): string {
  return `the backend of ${relative(process.cwd(), backend ?? "its own files")}`;
}

/** What `init` is told: the backend at the first time, and whenever a setting is given; later it knows by itself. */
function backendWords({ backendConfig }: Cloud, root: ChosenRoot): string[] {
  const reconfigure = initialisedBackend(root) === "local" ? ["-reconfigure"] : [];
  if (root.isLocal) return reconfigure;
  const isFirst = remoteBackend(root) === undefined;
  if (!isFirst && backendConfig.length === 0) return [];
  const file = root.backend ? [root.backend] : [];
  return [...reconfigure, ...[...file, ...backendConfig].map((one) => `-backend-config=${one}`)];
}

/** A plan that is kept in a file, and what it would do; undefined where there is nothing to do. */
export interface Plan {
  path: string;
  summary: PlanSummary;
}

/** Plans and shows it. Faults: TERRAFORM_FAILED, INTERRUPTED. */
export async function plan(
  cloud: Cloud,
  place: Ready,
  more: readonly string[] = [],
): Promise<Plan | undefined> {
  const { root } = place;
  const { colour, signal, stream, scratch } = cloud;
  const path = join(scratch.folder, `${root.name.replace(/\W/g, "_")}.tfplan`);
  const variables = variableFiles(root, cloud.varFiles).map((file) => `-var-file=${file}`);
  if (isShared(root) && cloud.varFiles.length > 0)
    cloud.say(
      `${root.name}: without --var-file, because environments share it: write into ${relative(process.cwd(), root.variables)}`,
    );
  const words = ["plan", "-detailed-exitcode", `-out=${path}`, ...variables, ...more, ...noColour(colour)];
  const env = handedTo(cloud, root);
  const said = await runTerraform(place, words, {
    show: stream,
    signal,
    codes: [0, 2],
    isPrivate: true,
    env,
  });
  if (said.code === 0) {
    cloud.say(`${root.name}: nothing to do`);
    return undefined;
  }
  const { stdout } = await runTerraform(place, ["show", "-json", "-no-color", path], { signal });
  const summary = planSummary(stdout);
  cloud.say(`${root.name}: ${summaryText(summary)}`);
  return { path, summary };
}

/** Keeps what later roots are to be told. */
export function handOn({ handedOn, passed }: Cloud, { name: from }: ChosenRoot, outputs: Outputs): void {
  for (const [name, { value }] of outputs) if (passed.has(name)) handedOn.set(name, { from, value });
}

/** In the environment, where every file of variables wins over them, and secrets are no arguments. */
function handedTo({ handedOn, say }: Cloud, root: ChosenRoot): Record<string, string> {
  const env: Record<string, string> = {};
  for (const name of variablesOf(root)) {
    const found = handedOn.get(name);
    const variable = `TF_VAR_${name}`;
    if (!found || process.env[variable] !== undefined) continue;
    env[variable] = typeof found.value === "string" ? found.value : writeJson(found.value, { compact: true });
    say(`${root.name}: ${name} as ${found.from} says, unless a file of variables says otherwise`);
  }
  return env;
}

const noColour = (colour: boolean): string[] => (colour ? [] : ["-no-color"]);

/** Asks, then applies exactly what was shown. False: the user does not want it. */
export async function apply(cloud: Cloud, place: Ready, { path }: Plan, word: string): Promise<boolean> {
  const { root } = place;
  const { signal, stream, colour, yes } = cloud;
  const whose = isShared(root) ? ", which all environments share" : "";
  const question = `Type ${word} to apply this plan in ${root.name}${whose}:`;
  if (!yes && !(await isConfirmed(word, question, signal))) {
    cloud.say(`not confirmed: nothing was changed in ${root.name}`);
    return false;
  }
  const words = ["apply", ...noColour(colour), path];
  await runTerraform(place, words, { show: stream, signal, isPrivate: true });
  rmSync(path, { force: true });
  return true;
}

/** What is there. Faults: TERRAFORM_FAILED, INTERRUPTED. */
export async function stateIn({ signal }: Cloud, place: Ready): Promise<State> {
  if (place.root.isLocal) return readState(place.root.state);
  const { stdout } = await runTerraform(place, ["state", "pull", "-no-color"], { signal });
  if (stdout.trim() === "") return { outputs: new Map(), resources: 0 };
  return stateOf(stdout, `the state of ${place.root.name}`);
}

/** AWS would refuse half-way what is protected: better not to begin. */
export function checkGuards({ root }: Ready, { summary }: Plan, environment: string): void {
  const [first, ...others] = summary.guarded;
  if (!first) return;
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  throw new Fault(
    "TERRAFORM_FAILED",
    `${first.address}${more} in ${root.name} is protected: ${first.attribute} is true`,
    {
      hint: `if you mean it, turn the protection off in ${relative(process.cwd(), root.variables)}, run \`tera cloud up ${environment}\`, then again`,
    },
  );
}
