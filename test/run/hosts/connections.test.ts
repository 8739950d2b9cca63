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
