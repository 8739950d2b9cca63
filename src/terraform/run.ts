import { execa } from "execa";
import { Fault } from "../model/errors.js";
import { type Outputs, outputsOf } from "./outputs.js";
import type { Terraform } from "./program.js";
import type { Root } from "./root.js";

/** A root that Terraform can be run in. */
export interface Place {
  terraform: Terraform;
  root: Root;
  /** where it runs: the root's folder, or a copy */
  folder: string;
  /** what the user can do after a failure that is not known: a sentence */
  again?: string;
}

export interface Running {
  /** what Terraform prints: shown as it comes, on this stream; undefined: only shown where it fails */
  show?: 1 | 2 | undefined;
  /** interrupts Terraform, which then finishes what it is writing */
  signal?: AbortSignal;
  /** exit codes that are no failure; 0 is one */
  codes?: readonly number[];
  /** files that it makes can be read by nobody else */
  isPrivate?: boolean;
  /** further environment: TF_VAR_name */
  env?: Readonly<Record<string, string>>;
}

export interface Said {
  code: number;
  stdout: string;
}

/** Runs `terraform ARGS` in a place. Faults: TERRAFORM_FAILED, INTERRUPTED. */
export async function runTerraform(place: Place, args: readonly string[], how: Running = {}): Promise<Said> {
  const { show, signal, codes = [0] } = how;
  signal?.throwIfAborted();
  const mask = how.isPrivate ? process.umask(0o077) : undefined;
  const child = execa(place.terraform.program, [...args], {
    cwd: place.folder,
    env: { ...environment(place), ...how.env },
    // Ctrl-C reaches all of a terminal's group: in a group of its own, Terraform hears of it from us, and once
    detached: true,
    cleanup: false,
    reject: false,
    stdin: "ignore",
    stdout: show === undefined ? "pipe" : [show === 1 ? "inherit" : 2, "pipe"],
    stderr: show === undefined ? "pipe" : ["inherit", "pipe"],
    maxBuffer: 1 << 28,
  });
  if (mask !== undefined) process.umask(mask);
  const interrupt = (): void => void child.kill("SIGINT");
  signal?.addEventListener("abort", interrupt, { once: true });
  const { exitCode, stdout, stderr, shortMessage } = await child;
  signal?.removeEventListener("abort", interrupt);
  signal?.throwIfAborted();
  if (exitCode !== undefined && codes.includes(exitCode)) return { code: exitCode, stdout };
  throw failure(place, args, { stderr: stderr || stdout || shortMessage || "", isShown: show !== undefined });
}

function environment({ root }: Place): Record<string, string> {
  return {
    TF_DATA_DIR: root.data,
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    CHECKPOINT_DISABLE: "1",
  };
}

interface Failed {
  stderr: string;
  /** has the user seen it already? */
  isShown: boolean;
}

/** What Terraform says of an error it knows, and what the user can do about it. */
const HINTS: readonly [RegExp, (place: Place) => string][] = [
  [
    /Instance cannot be destroyed|lifecycle\.prevent_destroy/,
    ({ root }) => `${root.name} says \`prevent_destroy\` of it: take that away first if you mean it`,
  ],
  [
    /AlreadyExists(Exception)?\b|EntityAlreadyExists/,
    ({ root }) =>
      `it is there, but not in the state of ${root.environment}: if another state holds it, leave ${root.name} out with --roots; else import it`,
  ],
  [
    /RepositoryNotEmptyException/,
    ({ root }) =>
      `images are in it: delete them, or set force_delete = true in ${root.variables} and run \`tera cloud up ${root.environment}\`; then again`,
  ],
  [
    /Error acquiring the state lock/,
    () => "somebody else is at it: wait, or `terraform force-unlock ID` if nobody is",
  ],
  [
    /No value for required variable/,
    ({ root }) => `give the variable a value in ${root.variables}, or in a file with --var-file`,
  ],
  [
    /No valid credential sources|ExpiredToken|InvalidClientTokenId|SignatureDoesNotMatch/,
    () => "Terraform has no valid credentials: set AWS_PROFILE, or log in with `aws sso login`",
  ],
  [
    /Backend configuration changed|Backend initialization required/,
    ({ root }) => `${root.data} was made for another backend: remove it, then start again`,
  ],
  [
    /attribute "bucket" is required|NoSuchBucket|S3 bucket .* does not exist/,
    () =>
      "name a bucket that is there: --backend-config bucket=NAME; or keep the state in a file: --local-state",
  ],
];

function failure(place: Place, args: readonly string[], { stderr, isShown }: Failed): Fault {
  const what = args.find((word) => !word.startsWith("-")) ?? "";
  const known = HINTS.find(([pattern]) => pattern.test(stderr.replace(/\s+/g, " ")));
  const hint = known?.[1](place) ?? place.again ?? "mend that, then start again";
  const detail = isShown ? "" : `:\n${plain(stderr).trim()}`;
  return new Fault("TERRAFORM_FAILED", `terraform ${what} failed in ${place.root.name}${detail}`, { hint });
}

function plain(text: string): string {
  return text.replace(/\u001b\[[0-9;]*m/g, "");
}

/** The outputs of a root, from its backend. Sensitive values are among them. Faults: TERRAFORM_FAILED. */
export async function askOutputs(place: Place, signal?: AbortSignal): Promise<Outputs> {
  const how = signal ? { signal } : {};
  const { stdout } = await runTerraform(place, ["output", "-json", "-no-color"], how);
  return outputsOf(stdout, `terraform output in ${place.root.name}`);
}
