import { appendFileSync } from "node:fs";
import { Fault } from "../model/errors.js";

/** One call of AWS's API, retries of it included. */
interface AwsCall {
  /** as policies name it: `ec2:DescribeInstances` */
  action: string;
  region: string;
  seconds: number;
  attempts: number;
  /** name of the error it ended with */
  error?: string;
}

/**
 * Where calls are written down: a line of JSON each, appended to the file that
 * TERA_AWS_CALLS names. From it the policy that a command needs can be read.
 */
export function noteCall(call: AwsCall): void {
  const path = process.env.TERA_AWS_CALLS;
  if (!path) return;
  try {
    appendFileSync(path, `${JSON.stringify(call)}\n`);
  } catch (cause) {
    throw new Fault("USAGE", `the calls of AWS cannot be noted: ${(cause as Error).message}`, {
      hint: "TERA_AWS_CALLS names a file that this user may write to",
      cause,
    });
  }
}

/** The part of an SDK client that is needed to watch it. */
interface Watched {
  config: { region: string | (() => Promise<string>) };
  middlewareStack: { add(middleware: never, options: never): void };
}

interface Context {
  clientName?: string;
  commandName?: string;
}
interface Metadata {
  $metadata?: { attempts?: number };
}
interface Failure extends Metadata {
  name?: string;
}
type Next = (args: unknown) => Promise<{ output: Metadata }>;

/** Notes every call of a client. */
export function watch<C>(client: C, service: string): C {
  const { config, middlewareStack } = client as Watched;
  const middleware = (next: Next, context: Context) => async (args: unknown) => {
    const started = performance.now();
    const note = async ({ $metadata }: Metadata, error?: string): Promise<void> => {
      const region =
        typeof config.region === "string" ? config.region : await config.region().catch(() => "");
      noteCall({
        action: `${service}:${(context.commandName ?? "").replace(/Command$/, "")}`,
        region,
        seconds: Math.round(performance.now() - started) / 1000,
        attempts: $metadata?.attempts ?? 1,
        ...(error ? { error } : {}),
      });
    };
    const outcome = await next(args).then(
      (result) => ({ result }),
      (error: Failure) => ({ error }),
    );
    if ("error" in outcome) {
      await note(outcome.error, outcome.error.name ?? "Error");
      throw outcome.error;
    }
    await note(outcome.result.output);
    return outcome.result;
  };
  middlewareStack.add(middleware as never, { step: "initialize", name: "noteCall" } as never);
  return client;
}
