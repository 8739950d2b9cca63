import { resolve } from "node:path";
import { Fault } from "../../model/errors.js";
import { findTerraform } from "../../terraform/program.js";
import { makeScratch } from "../../terraform/scratch.js";
import type { Input } from "../options/option.js";
import { splitList } from "../options/setting_kinds.js";
import { checkBeforehand, checkCredentialsFor, checkVarFiles } from "./checks.js";
import { checkConfirmable } from "./confirm.js";
import { down } from "./down.js";
import type { Cloud } from "./root.js";
import { chosenRoots } from "./roots.js";
import { showPlans, showStatus } from "./show.js";
import { up } from "./up.js";

/** Hosts may pull from the repositories of the root before, and from no others. */
const USUALLY_PASSED = ["pull_policy_arn"];

const ACTIONS: Readonly<Record<string, (cloud: Cloud, input: Input) => Promise<number>>> = {
  up,
  down,
  plan: showPlans,
  status: showStatus,
};

/** `tera cloud ACTION ENV`. */
export async function run(input: Input): Promise<number> {
  const [action, environment] = input.operands as [string, string];
  const cloud = await begin(input, action, environment);
  try {
    return await ACTIONS[action]!(cloud, input);
  } catch (error) {
    throw interrupted(error, action, environment);
  } finally {
    cloud.scratch.remove();
  }
}

/** Everything that can be checked is, before Terraform is run in a root. Faults: USAGE, TERRAFORM_FAILED, AWS_*. */
async function begin(input: Input, action: string, environment: string): Promise<Cloud> {
  const { values, signal } = input;
  const list = (name: string) => (values[name] as string[] | undefined) ?? [];
  const roots = chosenRoots(input, environment);
  const yes = values.yes === true;
  const look = { up: "plan", down: "status" }[action];
  if (look) checkConfirmable(yes, `tera cloud ${look} ${environment}`);
  const varFiles = list("varFiles").map((path) => resolve(path));
  checkVarFiles(environment, varFiles);
  const terraform = await findTerraform(values.terraform as string | undefined);
  // the inventory of this very run asks the same program
  process.env.TERA_TERRAFORM = terraform.program;
  if (action === "down") await checkCredentialsFor(roots);
  else if (action !== "status")
    await checkBeforehand(roots, varFiles, (text) => void process.stderr.write(`[WARNING]: ${text}\n`));
  return {
    action,
    environment,
    roots,
    terraform,
    scratch: makeScratch(),
    varFiles,
    backendConfig: list("backendConfig"),
    yes,
    passed: new Set([...USUALLY_PASSED, ...list("pass").flatMap(splitList)]),
    handedOn: new Map(),
    ...showing(input),
    signal,
  };
}

/** Where what Terraform and we say goes, and whether in colour. */
function showing({ values }: Input): Pick<Cloud, "colour" | "stream" | "say"> {
  const stream = eventsOnOutput((values.outputs as string[] | undefined) ?? []) ? 2 : 1;
  const to = stream === 1 ? process.stdout : process.stderr;
  return {
    colour: to.isTTY === true && values.noColour !== true && !process.env.NO_COLOR,
    stream,
    say: (line) => void to.write(`${line}\n`),
  };
}

/** Does the program that reads our output expect JSON lines there? */
function eventsOnOutput(outputs: readonly string[]): boolean {
  return outputs.includes("jsonl") || process.env.TERA_OUTPUT === "jsonl";
}

function interrupted(error: unknown, action: string, environment: string): unknown {
  if (!(error instanceof Fault) || error.code !== "INTERRUPTED" || action === "plan" || action === "status")
    return error;
  return new Fault("INTERRUPTED", error.message, {
    hint: `what was done is in the state: \`tera cloud ${action} ${environment}\` goes on`,
    cause: error,
  });
}
