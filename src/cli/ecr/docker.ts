import { spawn } from "node:child_process";
import { Fault } from "../../model/errors.js";
import type { Secret } from "../../model/secret.js";

export interface DockerAnswer {
  code: number;
  /** both of its outputs, as they came */
  text: string;
}

/** Runs Docker's client with one configuration. */
export type Docker = (
  args: readonly string[],
  options?: { input?: Secret; shown?: boolean },
) => Promise<DockerAnswer>;

/** `config`: folder of the configuration; without it the user's own. `host`: address of the engine. */
export function dockerWith(config: string | undefined, host?: string): Docker {
  const env = { ...process.env, ...(host ? { DOCKER_HOST: host } : {}) };
  return (args, { input, shown = false } = {}) =>
    new Promise((resolve, reject) => {
      const child = spawn("docker", [...(config ? ["--config", config] : []), ...args], { env });
      const stop = () => child.kill();
      process.once("exit", stop);
      let text = "";
      const take = (chunk: Buffer): void => {
        text += chunk.toString();
        if (shown) process.stderr.write(chunk);
      };
      child.stdout.on("data", take);
      child.stderr.on("data", take);
      child.on("error", (cause) => reject(missing(cause)));
      child.on("close", (code) => {
        process.off("exit", stop);
        resolve({ code: code ?? 1, text });
      });
      child.stdin.on("error", () => {}); // it ended before it read: its status says why
      child.stdin.end(input?.reveal() ?? "");
    });
}

function missing(cause: Error): Fault {
  return new Fault("FILE_MISSING", "docker cannot be started here", {
    hint: "install Docker's client, or run the command where it is",
    cause,
  });
}

/** The engine that the user's own configuration leads to: a configuration of another folder knows no contexts. */
export async function currentEngine(): Promise<string | undefined> {
  if (process.env.DOCKER_HOST) return undefined;
  const { code, text } = await dockerWith(undefined)([
    ...["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"],
  ]);
  return code === 0 && /^\w+:\/\//.test(text.trim()) ? text.trim() : undefined;
}

/** Logs in; the password goes in by stdin. Fault where the registry refuses it. */
export async function dockerLogin(
  docker: Docker,
  registry: string,
  username: string,
  password: Secret,
): Promise<void> {
  const args = ["login", "--username", username, "--password-stdin", registry];
  await must(docker(args, { input: password }), `not logged in to ${registry}`);
}

/** A command that has to succeed; what Docker said last is in the fault. */
export async function must(running: Promise<DockerAnswer>, failure: string): Promise<string> {
  const { code, text } = await running;
  if (code === 0) return text;
  throw noEngine(text) ?? new Fault("AWS_FAILED", `${failure}: ${lastLine(text)}`);
}

/** Where Docker's client has not reached its engine, whatever it was asked for. */
export function noEngine(text: string): Fault | undefined {
  if (!/Cannot connect to the Docker daemon|docker daemon is not running|docker API at/i.test(text))
    return permission(text);
  return new Fault("AWS_FAILED", `docker does not reach its engine: ${lastLine(text)}`, {
    hint: "start the engine, or name another with DOCKER_HOST",
  });
}

function permission(text: string): Fault | undefined {
  if (!/permission denied.*docker/is.test(text)) return undefined;
  return new Fault("AWS_FAILED", `docker may not use its engine: ${lastLine(text)}`, {
    hint: "run it as a user of the group docker, or name another engine with DOCKER_HOST",
  });
}

/** What Docker said last, without its warnings. */
export function lastLine(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !/^WARNING/.test(line));
  return lines.at(-1)?.trim() ?? "docker said nothing";
}
