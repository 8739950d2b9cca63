import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export const PROVIDER = "registry.terraform.io/hashicorp/aws";

/** A provider that stays: each command of Terraform would start one of its own, which is most of its work. */
export interface Provider {
  /** names it to Terraform, which then neither starts nor installs one */
  env: Record<string, string>;
  /** what it has logged so far: a JSON object a line */
  log(): string;
  stop(): void;
}

/** `data`: what `init` has made, usually .terraform, in which the program lies. For one command at a time. */
export async function startProvider(data: string, env: Record<string, string>): Promise<Provider> {
  const [program] = programsIn(join(data, "providers", PROVIDER));
  if (!program) throw new Error(`no provider was installed in ${data}`);
  const folder = mkdtempSync(join(tmpdir(), "tera-provider-"));
  const [said, logged] = ["said", "log"].map((name) => join(folder, name)) as [string, string];
  const child = spawn(program, ["-debug"], {
    env: { ...env, TF_LOG_PROVIDER: "DEBUG" },
    stdio: ["ignore", openSync(said, "w"), openSync(logged, "w")],
  });
  const stop = () => {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", stop);
  const attach = await addressIn(said, child);
  return { env: { TF_REATTACH_PROVIDERS: attach }, log: () => readFileSync(logged, "utf8"), stop };
}

/** VERSION/PLATFORM/terraform-provider-aws_vVERSION_x5 below `folder`; the folder of a platform may be a link. */
function programsIn(folder: string): string[] {
  const below = (path: string) => readdirSync(path).map((name) => join(path, name));
  return below(folder)
    .flatMap(below)
    .flatMap(below)
    .filter((path) => basename(path).startsWith("terraform-provider-aws_"));
}

/** It prints how it is reached as a line for a shell. */
async function addressIn(said: string, child: ChildProcess): Promise<string> {
  for (let tries = 0; tries < 600 && child.exitCode === null; tries++) {
    const found = /TF_REATTACH_PROVIDERS='([^']+)'/.exec(readFileSync(said, "utf8"))?.[1];
    if (found) return found;
    await sleep(100);
  }
  throw new Error(`the provider did not start:\n${readFileSync(said, "utf8")}`);
}
