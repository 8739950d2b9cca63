import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";

export interface Step {
  name?: string;
  id?: string;
  if?: string;
  uses?: string;
  run?: string;
  shell?: string;
  env?: Record<string, string>;
  with?: Record<string, unknown>;
}

export type Permissions = string | Record<string, string>;

export interface Job {
  name?: string;
  needs?: string | string[];
  permissions?: Permissions;
  "timeout-minutes"?: number;
  environment?: unknown;
  concurrency?: unknown;
  container?: string | { image: string };
  env?: Record<string, string>;
  uses?: string;
  secrets?: unknown;
  steps?: Step[];
}

/** One workflow file: its text, and what YAML makes of it. */
export interface Workflow {
  file: string;
  text: string;
  on: Record<string, unknown> | string[] | string;
  permissions?: Permissions;
  defaults?: { run?: { shell?: string } };
  jobs: Record<string, Job>;
}

const FOLDER = ".github/workflows";

export function workflows(): Workflow[] {
  return readdirSync(FOLDER)
    .sort()
    .map((name) => workflow(name, readFileSync(`${FOLDER}/${name}`, "utf8")));
}

export function workflow(name: string, text: string): Workflow {
  return { ...parse(text), file: `${FOLDER}/${name}`, text };
}

/** A step by its place: the workflow's file, the job's key, the step's name. Throws if there is none. */
export function step(file: string, job: string, name: string): Step & { jobEnv: Record<string, string> } {
  const { jobs } = workflows().find((each) => each.file === `${FOLDER}/${file}`)!;
  const found = jobs[job]?.steps?.find((each) => each.name === name);
  if (!found) throw new Error(`${file} has no step "${name}" in the job ${job}`);
  return { ...found, jobEnv: jobs[job]!.env ?? {} };
}

/** Every shell step with the workflow and job it stands in. */
export function shellSteps(): { at: string; run: string }[] {
  return workflows().flatMap(({ file, jobs }) =>
    Object.entries(jobs).flatMap(([job, { steps = [] }]) =>
      steps.flatMap(({ name, run }) => (run ? [{ at: `${file}, ${job}, ${name}`, run }] : [])),
    ),
  );
}
