import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import test from "ava";
import fc from "fast-check";
import type { Channel, Connection } from "../../../src/model/connection.js";
import type { Answer } from "../../../src/model/result.js";
import type { LocalFile, RequestOptions } from "../../../src/model/script.js";
import { openSession, type Session } from "../../../src/shell/session/session.js";
import { connectHere } from "../../helpers/module.js";
import { plain, script } from "../../helpers/session.js";

/**
 * Whatever the host asks for meanwhile, and whenever requests are sent and answers arrive: they are done in the order
 * in which they were sent, and nothing is done behind a failure that counts.
 */
interface Request {
  /** files that it asks for, each larger than what goes along, and what they are: `short`, `gone`: they cannot be sent */
  files: 0 | 1 | 2;
  file: "whole" | "short" | "gone";
  fails: boolean;
  minds: "halt" | "note" | "ignore";
  endsGroup: boolean;
  /** turns of the event loop before it is sent; 0: in the same one as the request before */
  after: number;
}

const request: fc.Arbitrary<Request> = fc.record({
  files: fc.constantFrom(0, 0, 1, 2),
  file: fc.constantFrom("whole", "whole", "whole", "whole", "short", "gone"),
  fails: fc.nat(4).map((n) => n === 0),
  minds: fc.constantFrom("halt", "note", "ignore"),
  endsGroup: fc.boolean(),
  after: fc.constantFrom(0, 0, 1, 3, 8),
});
const plays = fc.record({
  requests: fc.array(request, { minLength: 2, maxLength: 12 }),
  delays: fc.array(fc.nat(6), { minLength: 1, maxLength: 8 }),
});

/** What has to come of them: `done`, `failed` or `halted`, and which ones acted on the host. */
function expected(requests: readonly Request[]) {
  let isHalted = false;
  let isNoted = false;
  const acted: number[] = [];
  const outcomes = requests.map(({ files, file, fails, minds, endsGroup }, index) => {
    if (isHalted) return "halted";
    const isLost = files > 0 && file !== "whole";
    if (!isLost) acted.push(index);
    const isFailed = isLost || fails;
    if (isFailed && minds === "halt") isHalted = true;
    if (isFailed && minds === "note") isNoted = true;
    if (endsGroup) {
      isHalted ||= isNoted;
      isNoted = false;
    }
    return isFailed ? "failed" : "done";
  });
  return { outcomes, acted };
}

const LARGE = Buffer.alloc(20_000, "tera");
const FILES: Record<Request["file"], LocalFile> = {
  whole: { sha1: "x", size: LARGE.length, content: LARGE },
  short: { sha1: "x", size: LARGE.length + 1, content: LARGE },
  gone: { sha1: "x", size: LARGE.length, content: { path: "/nowhere/at all" } },
};

function sent(session: Session, { files, file, fails, minds, endsGroup }: Request, index: number) {
  const names = ["one", "two"].slice(0, files);
  const text = [...names.map((name) => `need ${name}`), 'echo "$n" >>"$trace"', fails ? "fail no" : ":"];
  const options: RequestOptions = { ...plain, onFailure: minds, haltIfNoted: endsGroup };
  const vars = { n: index, trace };
  return session.send(
    script(text.join("\n"), vars, Object.fromEntries(names.map((name) => [name, FILES[file]]))),
    options,
  );
}

const folder = mkdtempSync(join(tmpdir(), "tera-order-"));
const trace = join(folder, "trace");
test.after.always(() => rmSync(folder, { recursive: true, force: true }));

/** What the host says arrives late, each piece by another delay, and in order. */
function delayed(connection: Connection, delays: readonly number[]): Connection {
  let turn = 0;
  const late = (listen: (data: Buffer) => void) => {
    let before: Promise<unknown> = Promise.resolve();
    return (data: Buffer) => {
      const copy = Buffer.from(data);
      const delay = delays[turn++ % delays.length]!;
      before = before.then(() => sleep(delay)).then(() => listen(copy));
    };
  };
  const slow = (channel: Channel): Channel =>
    new Proxy(channel, {
      get(target, name) {
        if (name === "onStdout" || name === "onStderr")
          return (listener: (data: Buffer) => void) => target[name](late(listener));
        const value = Reflect.get(target, name, target) as unknown;
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  return new Proxy(connection, {
    get: (target, name) =>
      name === "open"
        ? async (command: string) => {
            const channel = await target.open(command);
            return command.includes("cat >") ? channel : slow(channel);
          }
        : (Reflect.get(target, name, target) as unknown),
  });
}

const outcome = (answer: Answer | "halted") =>
  answer === "halted" ? "halted" : answer.failure === undefined ? "done" : "failed";

test("requests are done in the order in which they were sent, whatever the host asks for meanwhile", async (t) => {
  const connection = await connectHere();
  await fc.assert(
    fc.asyncProperty(plays, async ({ requests, delays }) => {
      writeFileSync(trace, "");
      const session = await openSession(delayed(connection, delays));
      const answers: Promise<Answer | "halted">[] = [];
      for (const [index, one] of requests.entries()) {
        if (one.after > 0) await sleep(one.after);
        answers.push(sent(session, one, index));
      }
      const outcomes = (await Promise.all(answers)).map(outcome);
      await session.close(true);
      const acted = readFileSync(trace, "utf8").split("\n").filter(Boolean).map(Number);
      t.deepEqual({ outcomes, acted }, expected(requests));
    }),
    { numRuns: Number(process.env.ORDERS ?? 60) },
  );
  await connection.close();
});
