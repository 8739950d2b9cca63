import type { Client, ClientChannel } from "ssh2";

export interface ProgramEnd {
  code: number | null;
  signal: string | null;
}

/** A program that runs on a host. How it ends is heard from the first moment on. */
export interface Program {
  stream: ClientChannel;
  /** when all is over; undefined where the host did not say how it ended */
  end: Promise<ProgramEnd | undefined>;
}

/** Starts a command on a channel of its own. Rejects with what ssh2 says. */
export function startProgram(
  client: Client,
  command: string,
  environment: Record<string, string>,
): Promise<Program> {
  return new Promise((resolve, reject) => {
    client.exec(command, { env: environment as NodeJS.ProcessEnv }, (error, stream) =>
      error ? reject(error) : resolve({ stream, end: endOf(stream) }),
    );
  });
}

function endOf(stream: ClientChannel): Promise<ProgramEnd | undefined> {
  let ended: ProgramEnd | undefined;
  return new Promise((resolve) => {
    stream.once("exit", (code: number | null, signal?: string) => {
      ended = { code, signal: signal ?? null };
    });
    stream.once("close", () => resolve(ended));
  });
}
