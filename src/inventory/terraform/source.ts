import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { Fault } from "../../model/errors.js";
import { suggest } from "../../model/nearest.js";
import { type Outputs, readOutputs, readState, type State } from "../../terraform/outputs.js";
import { findTerraform } from "../../terraform/program.js";
import {
  environmentsOf,
  hasLocalState,
  initialisedBackend,
  initialisedByHand,
  type Root,
  remoteBackend,
  rootAt,
} from "../../terraform/root.js";
import { askOutputs } from "../../terraform/run.js";
import type { TerraformConfig } from "./config.js";

/** Where the outputs came from, or that there are none yet and what to do about it. */
export interface Found {
  /** for messages: a path as the user would write it */
  source: string;
  outputs: Outputs;
  /** `nothing is applied yet` */
  nothing?: string;
  wayOut?: string;
}

const EMPTY: Outputs = new Map();

/** Reads the outputs that a configuration names; its paths are absolute. Faults: TERRAFORM_FAILED, FILE_MISSING. */
export async function findOutputs(config: TerraformConfig): Promise<Found> {
  if (config.output_file)
    return { source: shown(config.output_file), outputs: readOutputs(config.output_file) };
  if (config.state) return fromFile(config.state);
  const folder = config.folder!;
  if (!existsSync(folder))
    throw new Fault("FILE_MISSING", `there is no folder ${shown(folder)}`, {
      hint: "`folder` is the root of Terraform that makes the hosts, relative to this file",
    });
  return config.environment === undefined
    ? plainRoot(folder, config.terraform)
    : ofEnvironment(folder, config.environment, config.terraform);
}

function fromFile(path: string): Found {
  const wayOut = "apply the root whose state it is, or name another `state`";
  const source = shown(path);
  if (!existsSync(path)) return { source, outputs: EMPTY, nothing: "there is no state yet", wayOut };
  return fromState(readState(path), source, wayOut);
}

function fromState({ outputs, resources }: State, source: string, wayOut: string): Found {
  if (outputs.size > 0 || resources > 0) return { source, outputs };
  return { source, outputs, nothing: "nothing is applied yet", wayOut };
}

/** The root as `terraform init` and `terraform apply` in it left it. */
async function plainRoot(folder: string, program: string | undefined): Promise<Found> {
  const source = shown(folder);
  const wayOut = `run \`terraform init\` and \`terraform apply\` in ${source}`;
  const root: Root = { ...rootAt(folder, "", source), data: join(folder, ".terraform") };
  const isLocal = initialisedBackend(root) === undefined;
  if (isLocal && existsSync(join(folder, "terraform.tfstate")))
    return fromState(readState(join(folder, "terraform.tfstate")), source, wayOut);
  if (isLocal) return { source, outputs: EMPTY, nothing: "nothing is applied yet", wayOut };
  return fromBackend(root, program, wayOut);
}

/** What `tera cloud up ENV` made: the state is in a file beside the variables, or in the backend. */
async function ofEnvironment(
  folder: string,
  environment: string,
  program: string | undefined,
): Promise<Found> {
  const source = `${shown(folder)} for ${environment}`;
  const known = environmentsOf(folder);
  if (!known.includes(environment))
    throw new Fault("INVENTORY_INVALID", `${shown(folder)} has no environment \`${environment}\``, {
      hint: suggest(environment, known) ?? `there are: ${known.join(", ") || "none (env/ENV.tfvars)"}`,
    });
  const root = rootAt(folder, environment, source);
  const wayOut = `Run \`tera cloud up ${environment}\` to make hosts`;
  if (hasLocalState(root)) return fromState(readState(root.state), source, wayOut);
  if (remoteBackend(root) !== undefined) return fromBackend(root, program, wayOut);
  const byHand = initialisedByHand(root);
  if (byHand) return fromBackend(byHand, program, wayOut);
  const elsewhere = root.backend
    ? `; if they are made already, \`tera cloud status ${environment}\` finds them`
    : "";
  return { source, outputs: EMPTY, nothing: "nothing is known to be applied", wayOut: wayOut + elsewhere };
}

async function fromBackend(root: Root, program: string | undefined, wayOut: string): Promise<Found> {
  const terraform = await findTerraform(program);
  const outputs = await askOutputs({ terraform, root, folder: root.folder });
  if (outputs.size > 0) return { source: root.name, outputs };
  return { source: root.name, outputs, nothing: "nothing is applied yet", wayOut };
}

/** Relative to where the user is, where that is shorter. */
function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") || short === "" ? path : short;
}
