import { readFileSync } from "node:fs";
import { Fault } from "../model/errors.js";
import { isObject, type JsonObject, objectOf } from "./json.js";

/** One output of a root: its value as JSON, and whether Terraform calls it sensitive. */
export interface Output {
  value: unknown;
  sensitive: boolean;
}

export type Outputs = ReadonlyMap<string, Output>;

/** What is read of a state: its outputs, and how many things it holds. */
export interface State {
  outputs: Outputs;
  /** instances of managed resources; data sources do not count */
  resources: number;
}

/** A state file of version 4; one that is empty or not there holds nothing. Faults: TERRAFORM_FAILED. */
export function readState(path: string): State {
  const text = textOf(path);
  if (text === undefined || text.trim() === "") return { outputs: new Map(), resources: 0 };
  return stateOf(text, path);
}

/** A state from its text. Faults: TERRAFORM_FAILED for what is no state of version 4. */
export function stateOf(text: string, path: string): State {
  const state = objectOf(text, path);
  if (state.version === 3 && isObject(state.backend))
    throw new Fault("TERRAFORM_FAILED", `${path} only says where the state is`, {
      hint: "name the folder of the root instead: `folder: ...`",
    });
  if (state.version !== 4 || !isObject(state.outputs))
    throw new Fault("TERRAFORM_FAILED", `${path} is no Terraform state of version 4`, {
      hint: "`terraform state pull` prints one; what `terraform output -json` prints is an `output_file`",
    });
  const resources = Array.isArray(state.resources) ? state.resources.filter(isObject) : [];
  const managed = resources.filter(({ mode }) => mode === "managed");
  const count = managed.reduce(
    (sum, { instances }) => sum + (Array.isArray(instances) ? instances.length : 0),
    0,
  );
  return { outputs: outputsIn(state.outputs, path), resources: count };
}

/** The text that `terraform output -json` prints. Faults: TERRAFORM_FAILED. */
export function outputsOf(text: string, path: string): Outputs {
  const value = objectOf(text, path);
  if (value.version === 4 && isObject(value.outputs))
    throw new Fault("TERRAFORM_FAILED", `${path} is a state, not what \`terraform output -json\` prints`, {
      hint: "name it as `state`",
    });
  return outputsIn(value, path);
}

/** Faults: FILE_MISSING, TERRAFORM_FAILED. */
export function readOutputs(path: string): Outputs {
  const text = textOf(path);
  if (text === undefined)
    throw new Fault("FILE_MISSING", `there is no ${path}`, {
      hint: "make it where the state is: terraform output -json > FILE",
    });
  return outputsOf(text, path);
}

function outputsIn(outputs: JsonObject, path: string): Outputs {
  return new Map(
    Object.entries(outputs).map(([name, output]) => {
      if (!isObject(output) || !("value" in output))
        throw new Fault("TERRAFORM_FAILED", `${path}: the output ${name} has no value`, {
          hint: "it must be what `terraform output -json` prints, without a name",
        });
      return [name, { value: output.value, sensitive: output.sensitive === true }];
    }),
  );
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new Fault("TERRAFORM_FAILED", `${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
