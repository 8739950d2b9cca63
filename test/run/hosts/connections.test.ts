import test from "ava";
import type { Connection, Target, Transport } from "../../../src/model/connection.js";
import { Secret } from "../../../src/model/secret.js";
import type { Become, HostSession } from "../../../src/model/session.js";
import { type Connecting, HostLinks, type LinkSpec } from "../../../src/run/hosts/connections.js";
import { Handles } from "../../../src/run/hosts/handles.js";

const target: Target = {
  name: "one",
  address: "10.0.0.1",
  hostKeyChecking: "strict",
  connectTimeout: 10,
  connectRetries: 0,
  options: {},
};

const become = (user: string, password?: string): Become =>
  ({ user, method: "sudo", ...(password ? { password: new Secret(password) } : {}) }) as unknown as Become;

const spec = (more: Partial<LinkSpec> = {}): LinkSpec => ({
  transport: "fake",
  target,
  become: undefined,
  delegated: false,
  ...more,
});

const OTHERS: [string, Partial<LinkSpec>][] = [
  ["another way", { transport: "ssh" }],
  ["another address", { target: { ...target, address: "10.0.0.2" } }],
  ["another user", { target: { ...target, user: "deploy" } }],
  ["a password", { target: { ...target, password: new Secret("a") } }],
  ["another password", { target: { ...target, password: new Secret("b") } }],
  ["an option", { target: { ...target, options: { container: "c" } } }],
  ["becoming somebody", { become: become("root") }],
  ["becoming somebody else", { become: become("app") }],
  ["becoming with a password", { become: become("root", "a") }],
  ["becoming with another password", { become: become("root", "b") }],
  ["work for another host", { delegated: true }],
];

test("whatever a task is reached with by another way has a session of its own", (t) => {
  const keys = [spec(), ...OTHERS.map(([, more]) => spec(more))].map(HostLinks.key);
  for (const [index, key] of keys.entries()) t.is(keys.indexOf(key), index, OTHERS[index - 1]?.[0]);
});

test("how long is waited and how much is told makes no other session", (t) => {
  const same = { ...target, connectTimeout: 1, connectRetries: 3, options: { verbosity: "4" } };
  t.is(HostLinks.key(spec({ target: same })), HostLinks.key(spec()));
});

/** A host whose sessions do nothing; what happened to its connections and sessions. */
function fakeHost() {
  const log: string[] = [];
  const session = (user: string): HostSession =>
    ({
      close: async (kill?: boolean) => void log.push(`close ${user}${kill ? " now" : ""}`),
      kill: async () => void log.push(`kill ${user}`),
      resume: () => void log.push(`resume ${user}`),
    }) as unknown as HostSession;
  const transport = {
    name: "fake",
    about: "",
    connect: async (): Promise<Connection> => {
      log.push("connect");
      return {
        open: () => Promise.reject(new Error("no channel")),
        close: async () => void log.push("disconnect"),
        notes: ["first note", "second note"],
      };
    },
    openSession: async (_: Connection, one: Become | undefined) => session(one?.user ?? "-"),
  } as unknown as Transport;
  const shared: Connecting = {
    findTransport: async (name) => (name === "fake" ? transport : undefined),
    transportNames: () => ["fake"],
    signal: new AbortController().signal,
    handles: new Handles(1000),
  };
  return { log, links: new HostLinks(shared, (text) => log.push(text)) };
}

test("one connection has a session for each user, and tells once what was negotiated", async (t) => {
  const { log, links } = fakeHost();
  const [first, again, root] = await Promise.all([
    links.session(spec()),
    links.session(spec()),
    links.session(spec({ become: become("root") })),
  ]);
  t.is(first, again);
  t.not(first, root);
  t.deepEqual(log, ["connect", "first note", "second note"]);
  log.length = 0;
  await links.resume();
  await links.leaveUser("root");
  await links.leaveUser("nobody");
  t.deepEqual(log, ["resume -", "resume root", "close root now"]);
  log.length = 0;
  t.not(await links.session(spec({ become: become("root") })), root);
  await links.close();
  await links.close();
  t.deepEqual(log, ["close -", "close root", "disconnect"]);
  log.length = 0;
  await links.session(spec());
  await links.close(true);
  t.deepEqual(log, ["connect", "first note", "second note", "kill -", "disconnect"]);
});

test("a way that nobody knows is a fault that names those that are known", async (t) => {
  const { links } = fakeHost();
  const fault = await t.throwsAsync(links.session(spec({ transport: "carrier" })));
  t.regex(String(fault), /there is no connection type `carrier`/);
  t.is(await links.shell("carrier"), "sh");
});

/** Sessions whose requests are answered when the test says so. */
function slowHost(limit: number) {
  const sent: { user: string; answer(): void; fail(error: Error): void }[] = [];
  const log: string[] = [];
  let connects: (() => Promise<void>)[] = [];
  const transport = {
    name: "fake",
    about: "",
    connect: async ({ name }: Target): Promise<Connection> => {
      log.push(`connect ${name}`);
      await connects.shift()?.();
      return {
        notes: [],
        open: () => Promise.reject(new Error()),
        close: async () => void log.push(`gone ${name}`),
      };
    },
    openSession: async (_: Connection, one: Become | undefined) => ({
      send: () =>
        new Promise((answer, fail) =>
          sent.push({ user: one?.user ?? "-", answer: () => answer("halted"), fail }),
        ),
      resume: () => {},
      close: async () => {},
    }),
  } as unknown as Transport;
  const shared: Connecting = {
    findTransport: async () => transport,
    transportNames: () => ["fake"],
    signal: new AbortController().signal,
    handles: new Handles(limit),
  };
  const opening = (...first: (() => Promise<void>)[]) => {
    connects = first;
  };
  return { sent, log, opening, links: () => new HostLinks(shared, () => {}) };
}

const request = { check: false, diff: false, environment: {}, onFailure: "ignore" } as const;
const other = spec({ target: { ...target, name: "two", address: "10.0.0.2" } });
/** longer than a host has to be idle before its connection may go */
const awhile = () => new Promise((resolve) => setTimeout(resolve, 150));

// with room for two connections, of which each counts for four
const ROOM = 40 + 8;

test("a connection stays while any of its sessions is in use", async (t) => {
  const { sent, log, links } = slowHost(ROOM);
  const [one, two, three] = [links(), links(), links()];
  const plain = await one.session(spec());
  const root = await one.session(spec({ become: become("root") }));
  const asked = [plain, root].map((session) => session.send({} as never, request));
  await two.session(other);
  await new Promise((resolve) => setTimeout(resolve, 5));
  // the youngest that is idle would go
  sent[1]!.answer();
  await asked[1];
  await awhile();
  await three.session(spec({ target: { ...target, name: "three" } }));
  t.deepEqual(log, ["connect one", "connect two", "gone two", "connect three"]);
  sent[0]!.answer();
  await asked[0];
});

test("rounds of a loop that may have noted a failure keep a connection until the last one, or until they are over", async (t) => {
  for (const over of ["last round", "resume", "said to be over"]) {
    const { sent, log, links } = slowHost(ROOM);
    const [one, two, three] = [links(), links(), links()];
    const session = await one.session(spec());
    const round = session.send({} as never, { ...request, onFailure: "note" });
    sent[0]!.answer();
    await round;
    await two.session(other);
    await awhile();
    await three.session(spec({ target: { ...target, name: "three" } }));
    t.deepEqual(log.splice(0), ["connect one", "connect two", "gone two", "connect three"]);
    const last =
      over === "last round" &&
      session.send({} as never, { ...request, onFailure: "note", haltIfNoted: true });
    sent[1]?.answer();
    await last;
    if (over === "resume") await one.resume();
    if (over === "said to be over") await one.groupOver();
    await awhile();
    await two.session(other);
    t.is(log.length, 2, over);
  }
});

test("what others have under way on a host is done before its connection is left", async (t) => {
  const { sent, log, links } = slowHost(100);
  const host = links();
  const under = (await host.session(spec())).send({} as never, request);
  await host.leave();
  await host.session(spec());
  t.deepEqual(log, ["connect one", "connect one"]);
  sent[0]!.answer();
  await under;
  await awhile();
  t.deepEqual(log.splice(0), ["connect one", "connect one", "gone one"]);
  await host.leave();
  await host.close();
  t.deepEqual(log, ["gone one"]);
});

test("a connection that comes to nothing does not take the place of the one after it", async (t) => {
  const { log, opening, links } = slowHost(100);
  let fail = (): void => {};
  opening(
    () =>
      new Promise((_, reject) => {
        fail = () => reject(new Error("not reached"));
      }),
  );
  const host = links();
  const first = t.throwsAsync(host.session(spec()));
  await awhile();
  const left = host.leave();
  const second = await host.session(spec());
  fail();
  await Promise.all([first, left]);
  await awhile();
  t.is((await host.session(spec())) as unknown, second);
  await host.close();
  t.deepEqual(log, ["connect one", "connect one", "gone one"]);
});
