import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import test from "ava";
import type { LoggedIn } from "../../../src/connections/ssh/client.js";
import { type ClientConfig, configFor } from "../../../src/connections/ssh/config.js";
import { jumpRoute } from "../../../src/connections/ssh/jump.js";
import type { Target } from "../../../src/model/connection.js";
import { Secret } from "../../../src/model/secret.js";

type Opened = (error: Error | undefined, channel?: PassThrough) => void;

/** A jump host without a network: what it is asked for, and how it answers. */
class Jump extends EventEmitter {
  settled = 0;
  closed = 0;
  readonly asked: unknown[][] = [];
  answer: (opened: Opened) => void = (opened) => opened(undefined, new PassThrough());

  forwardOut(...words: [string, number, string, number, Opened]): void {
    this.asked.push(words.slice(0, 4));
    this.answer(words[4]);
  }
}

const target: Target = {
  ...{ name: "web", address: "web1", port: 22, user: "me", hostKeyChecking: "accept-new" },
  ...{ connectTimeout: 5, connectRetries: 0, options: {}, sshArgs: ["-F", "none"] },
};
const config: ClientConfig = configFor(target);
const signal = new AbortController().signal;
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** The way to hosts behind a jump host of this name, and the connections that were made to it. */
function behind(name: string, answer?: Jump["answer"]) {
  const made: Jump[] = [];
  const logIn = async (): Promise<LoggedIn> => {
    const client = new Jump();
    if (answer) client.answer = answer;
    made.push(client);
    const close = () => {
      client.closed += 1;
    };
    const settled = () => {
      client.settled += 1;
    };
    return { client, close, settled } as unknown as LoggedIn;
  };
  const hop: Target = { ...target, name, address: name };
  const route = (more: Partial<Target> = {}, host: Partial<ClientConfig> = {}) =>
    jumpRoute({ ...config, ...host }, target, { hop: { ...hop, ...more }, logIn, signal });
  return { made, route };
}

test("hosts share the connection to their jump host, which ends with the last of them", async (t) => {
  const { made, route } = behind("shared");
  const [one, other] = [await route(), await route({}, { hostName: "db1", port: 2200 })];
  t.is(made.length, 1);
  t.is(made[0]!.settled, 2);
  const [first, second] = [await one.open(signal), await other.open(signal)];
  t.deepEqual(made[0]!.asked, [
    ["127.0.0.1", 0, "web1", 22],
    ["127.0.0.1", 0, "db1", 2200],
  ]);
  t.not(one.endpoint, other.endpoint);
  first.close();
  first.close();
  one.drop();
  await turn();
  t.is(made[0]!.closed, 0);
  second.close();
  await turn();
  t.is(made[0]!.closed, 1);
  await (await route()).open(signal);
  t.is(made.length, 2);
});

test("a way that is not opened after all is left", async (t) => {
  const { made, route } = behind("dropped");
  (await route()).drop();
  await turn();
  t.is(made[0]!.closed, 1);
});

/** What makes it another connection to the same host, and what does not. */
const APART: readonly (readonly [differs: string, more: Partial<Target>, isOther: boolean])[] = [
  ["nothing", {}, false],
  ["the name in the inventory", { name: "other" }, false],
  ["patience", { connectTimeout: 9, connectRetries: 4, options: { a: "b" } }, false],
  ["the user", { user: "other" }, true],
  ["the port", { port: 2222 }, true],
  ["ssh's options", { sshArgs: ["-F", "none", "-4"] }, true],
  ["the password", { password: new Secret("one") }, true],
  ["the key", { privateKey: new Secret("one") }, true],
  ["the passphrase", { passphrase: new Secret("one") }, true],
];
for (const [differs, more, isOther] of APART)
  test(`where ${differs} differs it is ${isOther ? "another" : "the same"} connection to a jump host`, async (t) => {
    const { made, route } = behind(`apart ${differs}`);
    await route();
    await route(more);
    t.is(made.length, isOther ? 2 : 1);
  });

test("one connection carries 200 hosts", async (t) => {
  const { made, route } = behind("many");
  for (let count = 0; count < 200; count++) await route();
  t.is(made.length, 1);
  await route();
  t.is(made.length, 2);
});

/** [what the jump host says, whether others are led by another connection from then on] */
const REFUSALS: readonly (readonly [message: string, reason: number | undefined, isFull: boolean])[] = [
  ["Connection refused", 2, false],
  ["administratively prohibited", 1, false],
  ["(SSH) Channel open failure: Resource shortage", undefined, true],
  ["too many open files", undefined, true],
  // RFC 4254, 5.1: SSH_OPEN_RESOURCE_SHORTAGE
  ["open failed", 4, true],
];
for (const [message, reason, isFull] of REFUSALS)
  test(`a jump host that says \`${message}\` ${isFull ? "is full" : "does not reach the host"}`, async (t) => {
    const { made, route } = behind(`refuses ${message}`);
    const stays = await route();
    await stays.open(signal);
    const refused = await route();
    made[0]!.answer = (opened) => opened(Object.assign(new Error(message), { reason }));
    await t.throwsAsync(refused.open(signal), {
      message: `the jump host refuses ${message} does not reach web1:22: ${message}`,
    });
    t.is(made[0]!.closed, 0);
    await route();
    await route();
    t.is(made.length, isFull ? 2 : 1);
  });

test("a jump host whose connection ends is not used any more", async (t) => {
  const { made, route } = behind("gone", () => {});
  const lost = (await route()).open(signal);
  await turn();
  made[0]!.emit("close");
  await t.throwsAsync(lost, { message: /the connection to it was lost$/ });
  await route();
  t.is(made.length, 2);
});

test("a jump host that does not answer is given up, and what comes late is closed", async (t) => {
  let late!: Opened;
  const { made, route } = behind("silent", (opened) => {
    late = opened;
  });
  const opening = (await route({}, { connectTimeout: 0.01 })).open(signal);
  await t.throwsAsync(opening, { message: /Connection timed out after 0.01 s$/ });
  const channel = new PassThrough();
  late(undefined, channel);
  t.true(channel.destroyed);
  await turn();
  t.is(made[0]!.closed, 1);
});

test("a channel that ends leaves the jump host, and one that cannot be asked for is told", async (t) => {
  const channel = new PassThrough();
  const { made, route } = behind("ends", (opened) => opened(undefined, channel));
  await (await route()).open(signal);
  channel.destroy();
  await turn();
  await turn();
  t.is(made[0]!.closed, 1);
  const broken = behind("throws", () => {
    throw new Error("not connected");
  });
  await t.throwsAsync((await broken.route()).open(signal), { message: /web1:22: not connected$/ });
});

test("a jump host that cannot be logged in to is tried anew by the next", async (t) => {
  let tries = 0;
  const logIn = async (): Promise<LoggedIn> => {
    tries += 1;
    throw new Error("no");
  };
  const hop = { ...target, name: "closed", address: "closed" };
  await t.throwsAsync(jumpRoute(config, target, { hop, logIn, signal }), { message: "no" });
  await t.throwsAsync(jumpRoute(config, target, { hop, logIn, signal }), { message: "no" });
  t.is(tries, 2);
});
