import { EventEmitter } from "node:events";
import test from "ava";
import { SshConnection } from "../../../src/connections/ssh/channels.js";
import type { LoggedIn } from "../../../src/connections/ssh/client.js";

/** A login whose programs run until it is lost. */
class FakeClient extends EventEmitter {
  isLost = false;
  isClosed = false;

  exec(_command: string, _options: object, done: (error: Error | undefined, stream?: EventEmitter) => void) {
    if (this.isLost) return done(new Error("Not connected"));
    done(undefined, Object.assign(new EventEmitter(), { stderr: new EventEmitter(), close: () => {} }));
  }

  lose() {
    this.isLost = true;
    this.emit("close");
  }
}

const loggedIn = (client: FakeClient) =>
  ({
    client,
    notes: [],
    endedBecause: () => undefined,
    settled: () => {},
    close: () => {
      client.isClosed = true;
    },
  }) as unknown as LoggedIn;

/** so many channels are on one connection */
const FULL = 8;

/** A connection that has no room for one more channel. */
async function full(logIn: () => Promise<LoggedIn>) {
  const connection = new SshConnection(loggedIn(new FakeClient()), logIn, { environment: {}, seconds: 5 });
  for (let number = 0; number < FULL; number++) await connection.open("true");
  return connection;
}

test("a further connection that is made when all has been closed is closed too", async (t) => {
  const further = new FakeClient();
  let come = (): void => {};
  const connection = await full(
    () =>
      new Promise((resolve) => {
        come = () => resolve(loggedIn(further));
      }),
  );
  const opening = t.throwsAsync(connection.open("true"), { message: /closed/ });
  await connection.close();
  come();
  await opening;
  t.true(further.isClosed);
  await t.throwsAsync(connection.open("true"), { message: /closed/ });
});

test("a further connection that is lost is replaced by another one", async (t) => {
  const further = [new FakeClient(), new FakeClient()];
  let made = 0;
  const connection = await full(async () => loggedIn(further[made++]!));
  await connection.open("true");
  further[0]!.lose();
  await connection.open("true");
  t.is(made, 2);
});
