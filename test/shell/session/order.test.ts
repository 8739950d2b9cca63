import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import test from "ava";
import fc from "fast-check";
import type { Channel, Connection } from "../../../src/model/connection.js";
import { openSession } from "../../../src/shell/session/session.js";
import { connectHere } from "../../helpers/module.js";
import { expected, type Hand, numbersIn, outcomesOf, requests } from "../../helpers/request_orders.js";
import { script } from "../../helpers/session.js";

const plays = fc.record({
  requests,
  delays: fc.array(fc.nat(6), { minLength: 1, maxLength: 8 }),
});

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

const hand: Hand = {
  script,
  need: (name) => `need ${name}`,
  act: 'echo "$n" >>"$trace"',
  fail: "fail no",
  trace,
};

test("requests are done in the order in which they were sent, whatever the host asks for meanwhile", async (t) => {
  const connection = await connectHere();
  await fc.assert(
    fc.asyncProperty(plays, async ({ requests, delays }) => {
      writeFileSync(trace, "");
      const session = await openSession(delayed(connection, delays));
      const outcomes = await outcomesOf(session, requests, hand);
      await session.close(true);
      const acted = numbersIn(readFileSync(trace, "utf8"));
      t.deepEqual({ outcomes, acted }, expected(requests));
    }),
    { numRuns: Number(process.env.ORDERS ?? 60) },
  );
  await connection.close();
});
