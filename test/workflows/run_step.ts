import { execa } from "execa";
import { step } from "./workflows.js";

/** What a step of a workflow is run with here. */
export interface Setting {
  /** what an expression is worth: `steps.build.outputs.digest` -> the digest */
  values?: Readonly<Record<string, string>>;
  /** the runner's own variables, such as RUNNER_TEMP, and the machine's */
  env: Readonly<Record<string, string | undefined>>;
  cwd?: string;
}

/**
 * Runs a step's own script, as the runner does: expressions in its `env` are replaced, bash stops at the first
 * failure. Throws if an expression has no value here.
 */
export function runStep(file: string, job: string, name: string, { values = {}, env, cwd }: Setting) {
  const { run, env: own = {}, jobEnv } = step(file, job, name);
  const given = Object.entries({ ...jobEnv, ...own }).map(([key, text]) => [key, evaluate(text, values)]);
  return execa("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", run!], {
    env: { ...env, ...Object.fromEntries(given) },
    ...(cwd === undefined ? {} : { cwd }),
    all: true,
    reject: false,
  });
}

function evaluate(text: string, values: Readonly<Record<string, string>>): string {
  return String(text).replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => {
    const value = values[expression];
    if (value === undefined) throw new Error(`no value for ${expression}`);
    return value;
  });
}
