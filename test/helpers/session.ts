import type { Channel, Connection } from "../../src/model/connection.js";
import type { Answer } from "../../src/model/result.js";
import type { RequestOptions, Script } from "../../src/model/script.js";
import type { SessionOptions } from "../../src/shell/session/options.js";
import { openSession, type Session } from "../../src/shell/session/session.js";
import { connectHere } from "./module.js";

/** A session on this machine; `wrapped` says how a command is run there, where not plainly. */
export async function withSession<T>(
  work: (session: Session) => Promise<T>,
  options: SessionOptions & { wrapped?: (command: string) => string } = {},
): Promise<T> {
  const connection = await connectHere(options.wrapped);
  try {
    const session = await openSession(connection, options);
    try {
      return await work(session);
    } finally {
      await session.close();
    }
  } finally {
    await connection.close();
  }
}

let scripts = 0;
export function script(text: string, vars: Script["vars"] = {}, files: Script["files"] = {}): Script {
  scripts += 1;
  return { family: "sh", name: `case${scripts}`, text, uses: [], vars, files };
}

export const plain: RequestOptions = { check: false, diff: false, environment: {}, onFailure: "halt" };

export const answered = (answer: Answer | "halted"): Answer => {
  if (answer === "halted") throw new Error("halted");
  return answer;
};

export interface Spoken {
  connection: Connection;
  /** the session's mark, as its first lines tell it */
  mark(): Promise<string>;
  /** what the host prints */
  say(text: string | Buffer): void;
  complain(text: string | Buffer): void;
  closed: boolean;
}

/** A host that says only what the test says. */
export function spokenHost(): Spoken {
  const stdout: ((data: Buffer) => void)[] = [];
  const stderr: ((data: Buffer) => void)[] = [];
  let written = "";
  let told: ((mark: string) => void) | undefined;
  const mark = new Promise<string>((resolve) => {
    told = resolve;
  });
  const host: Spoken = {
    connection: undefined as unknown as Connection,
    mark: () => mark,
    say: (text) => {
      for (const one of stdout) one(Buffer.from(text as string));
    },
    complain: (text) => {
      for (const one of stderr) one(Buffer.from(text as string));
    },
    closed: false,
  };
  const channel: Channel = {
    write: (data) => {
      written += data.toString();
      const found = /T_M='\\001(\w+)'/.exec(written)?.[1];
      if (found) told!(found);
    },
    congested: false,
    onDrain: () => {},
    end: () => {},
    onStdout: (listener) => void stdout.push(listener),
    onStderr: (listener) => void stderr.push(listener),
    exit: new Promise(() => {}),
    endsWithConnection: true,
    close: () => {
      host.closed = true;
    },
  };
  host.connection = { open: async () => channel, close: async () => {}, notes: [] };
  return host;
}
