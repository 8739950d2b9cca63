import { resolve } from "node:path";
import { execa } from "execa";
import { Fault } from "../model/errors.js";

/** Terraform as it was found. */
export interface Terraform {
  /** a name on the PATH, or a path */
  program: string;
  version: string;
}

/** S3's own lock objects (`use_lockfile`) are there from this version on. */
const OLDEST = "1.11.0";

/** The program that is meant: the one given, $TERA_TERRAFORM, or `terraform` on the PATH. Paths become absolute. */
function terraformProgram(given?: string): string {
  const named = given ?? (process.env.TERA_TERRAFORM || "terraform");
  return named.includes("/") ? resolve(named) : named;
}

/** Fault: TERRAFORM_FAILED where it is not there, says nothing sensible, or is too old. */
export async function findTerraform(given?: string): Promise<Terraform> {
  const program = terraformProgram(given);
  const asked = await execa(program, ["version"], { reject: false, env: { CHECKPOINT_DISABLE: "1" } });
  if (asked.exitCode === undefined) throw missing(program, asked.cause);
  const version = /v(\d+\.\d+\.\d+)/.exec(asked.stdout)?.[1];
  if (asked.exitCode !== 0 || version === undefined)
    throw new Fault("TERRAFORM_FAILED", `${program} does not say its version: ${firstLine(asked)}`, {
      hint: "is it Terraform? another one is named with --terraform PATH or $TERA_TERRAFORM",
    });
  if (isOlder(version, OLDEST))
    throw new Fault("TERRAFORM_FAILED", `Terraform ${version} (${program}) is too old`, {
      hint: `install ${OLDEST} or newer, or name another one with --terraform PATH or $TERA_TERRAFORM`,
    });
  return { program, version };
}

function missing(program: string, cause: unknown): Fault {
  return new Fault("TERRAFORM_FAILED", `there is no program ${program}`, {
    hint: `install Terraform ${OLDEST} or newer (developer.hashicorp.com/terraform/install), or name it with --terraform PATH or $TERA_TERRAFORM`,
    cause,
  });
}

function firstLine({ stdout, stderr }: { stdout: string; stderr: string }): string {
  return (stderr || stdout).split("\n").find((line) => line.trim() !== "") ?? "it printed nothing";
}

function isOlder(version: string, oldest: string): boolean {
  const [mine, least] = [version, oldest].map((text) => text.split(".").map(Number));
  const at = mine!.findIndex((part, index) => part !== least![index]);
  return at >= 0 && mine![at]! < least![at]!;
}
