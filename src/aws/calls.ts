import { appendFileSync } from "node:fs";

/** One call of AWS's API, retries of it included. */
export interface AwsCall {
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
  if (path) appendFileSync(path, `${JSON.stringify(call)}\n`);
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
    try {
      const result = await next(args);
      await note(result.output);
      return result;
    } catch (error) {
      await note(error as Failure, (error as Failure).name ?? "Error");
      throw error;
    }
  };
  middlewareStack.add(middleware as never, { step: "initialize", name: "noteCall" } as never);
  return client;
}
