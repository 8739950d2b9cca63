import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server as NetServer } from "node:net";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import test, { type ExecutionContext } from "ava";
import ssh2, { type AuthContext, type ParsedKey, type Connection as Served } from "ssh2";
import { logInOn } from "../../../src/connections/ssh/client.js";
import { configFor } from "../../../src/connections/ssh/config.js";
import { connectSsh } from "../../../src/connections/ssh/connect.js";
import { newKeyPair } from "../../../src/lab/keys.js";
import type { Target } from "../../../src/model/connection.js";
import { Secret } from "../../../src/model/secret.js";
import { scratchFolder } from "../../helpers/scratch.js";

const folder = scratchFolder("logins");
// nobody's own keys and agent are tried
process.env.HOME = folder;
delete process.env.SSH_AUTH_SOCK;

const pair = (name: string) => {
  const { private: key, public: line } = newKeyPair();
  const path = join(folder, name);
  writeFileSync(path, key, { mode: 0o600 });
  return { path, parsed: ssh2.utils.parseKey(key) as ParsedKey, line };
};
const [host, another, mine, theirs] = [pair("host"), pair("another"), pair("mine"), pair("theirs")];

/** An agent with one key. */
const agentPath = join(folder, "agent");
let agent: NetServer;
test.before(async () => {
  agent = createServer((socket) => {
    const protocol = new ssh2.AgentProtocol(false);
    protocol.on("identities", (request) => protocol.getIdentitiesReply(request, [theirs.parsed]));
    protocol.on("sign", (request, _key, data) =>
      protocol.signReply(request, theirs.parsed.sign(data) as Buffer),
    );
    socket.on("error", () => {});
    const stream = protocol as unknown as Duplex;
    socket.pipe(stream).pipe(socket);
  });
  agent.listen(agentPath);
  await once(agent, "listening");
});
test.after.always(() => {
  agent?.close();
  rmSync(agentPath, { force: true });
});

interface Rules {
  /** who is let in: a method, or the name of a key */
  takes: string;
  /** the methods that are offered after a refusal */
  offers?: ("publickey" | "password" | "keyboard-interactive")[];
}

/** A server, what was tried on it, and its connections. */
async function serving(
  t: ExecutionContext,
  { takes, offers = ["publickey", "password", "keyboard-interactive"] }: Rules,
) {
  const tried: string[] = [];
  const clients: Served[] = [];
  const server = new ssh2.Server({ hostKeys: [readFileSync(host.path)], ident: "OpenSSH_9.2" }, (client) => {
    clients.push(client);
    client.on("error", () => {});
    client.on("authentication", (context) => {
      const way = nameOf(context);
      if (tried.at(-1) !== way) tried.push(way);
      if (way === takes) context.accept();
      else context.reject(offers as never);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = () => {
    for (const client of clients) client.end();
    server.close();
  };
  t.teardown(stop);
  return { port: (server.address() as { port: number }).port, tried, clients, stop };
}

/** A target with a file of known hosts that says `known` of it. */
function targetOf(port: number, { args = [], known, ...more }: Wish): Target {
  const file = join(folder, `known-${port}`);
  if (known) writeFileSync(file, `[127.0.0.1]:${port} ${known.line.split(" ").slice(0, 2).join(" ")}\n`);
  return {
    ...{ name: "web", address: "127.0.0.1", port, user: "u", hostKeyChecking: "off", connectTimeout: 20 },
    ...{ connectRetries: 0, options: {}, ...more },
    sshArgs: ["-F", "none", "-o", `UserKnownHostsFile=${file}`, "-o", "GlobalKnownHostsFile=none", ...args],
  };
}

interface Wish extends Partial<Target> {
  args?: string[];
  known?: { line: string };
}

const password = new Secret("p");
const ALL = "publickey,password,keyboard-interactive";
const ROWS: readonly [name: string, wish: Wish, rules: Rules, tried: string[], fault?: RegExp][] = [
  ["a key", { privateKeyFile: mine.path, password }, { takes: "mine" }, ["mine"]],
  [
    "a password after a key",
    { privateKeyFile: mine.path, password },
    { takes: "password" },
    ["mine", "password"],
  ],
  [
    "a password where it is asked as a question",
    { privateKeyFile: mine.path, password },
    { takes: "keyboard-interactive", offers: ["keyboard-interactive"] },
    ["mine", "keyboard-interactive"],
  ],
  [
    "nothing that the server does not offer",
    { privateKeyFile: mine.path, password },
    { takes: "nothing", offers: ["publickey"] },
    ["mine"],
    /accepted nothing that was offered for user u \(tried: \S+mine\)$/,
  ],
  [
    "the user's order",
    { privateKeyFile: mine.path, password, args: ["-o", "PreferredAuthentications=password,publickey"] },
    { takes: "mine" },
    ["password", "mine"],
  ],
  [
    "the agent after the key that was named",
    { privateKeyFile: mine.path, password, args: ["-o", `IdentityAgent=${agentPath}`] },
    { takes: "theirs" },
    ["mine", "theirs"],
  ],
  [
    "the agent where only keys are offered",
    { privateKeyFile: mine.path, password, args: ["-o", `IdentityAgent=${agentPath}`] },
    { takes: "theirs", offers: ["publickey"] },
    ["mine", "theirs"],
  ],
  [
    "no agent where only keys that are named may be tried",
    {
      ...{ privateKeyFile: mine.path, password },
      args: ["-o", `IdentityAgent=${agentPath}`, "-o", "IdentitiesOnly=yes"],
    },
    { takes: "password" },
    ["mine", "password"],
  ],
  [
    "nothing",
    {},
    { takes: "nothing" },
    [],
    /accepted nothing that was offered for user u \(there was nothing to try: no key, no agent, no password\)$/,
  ],
  [
    "a key, though the host is another one",
    { privateKeyFile: mine.path, known: another },
    { takes: "mine" },
    ["mine"],
  ],
  [
    "no password to a host that may be another one",
    { privateKeyFile: mine.path, password, known: another },
    { takes: "password" },
    ["mine"],
    /\(tried: \S+mine; no password is told to a host whose key is not the known one\)$/,
  ],
  ["a password to the known host", { password, known: host }, { takes: "password" }, ["password"]],
];
for (const [name, wish, rules, tried, fault] of ROWS)
  test(`a login tries ${name}`, async (t) => {
    const server = await serving(t, rules);
    const connecting = connectSsh(targetOf(server.port, wish), new AbortController().signal);
    if (fault) t.regex((await t.throwsAsync(connecting)).message, fault);
    else await (await connecting).close();
    // which a server asks for before the first is said
    t.deepEqual(
      server.tried.filter((one) => one !== "none"),
      tried,
      ALL,
    );
  });

for (const [verbosity, notes] of [
  ["2", false],
  ["3", true],
  ["4", true],
] as const)
  test(`what was agreed on is ${notes ? "" : "not "}told at -${"v".repeat(Number(verbosity))}`, async (t) => {
    const server = await serving(t, { takes: "password" });
    const target = targetOf(server.port, { password, known: host, options: { verbosity } });
    const connection = await connectSsh(target, new AbortController().signal);
    t.is(connection.notes.filter((line) => /^Handshake: .*(cipher|kex)/i.test(line)).length > 0, notes);
    await connection.close();
  });

for (const ender of ["server", "client"] as const)
  test(`the way is closed when the ${ender} ends the connection`, async (t) => {
    const server = await serving(t, { takes: "password" });
    const target = targetOf(server.port, { password, known: host });
    const stream = connect(server.port, "127.0.0.1");
    let closed: () => void = () => {};
    const isClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const way = { stream, received: () => stream.bytesRead, close: closed };
    const signal = new AbortController().signal;
    const logged = await logInOn(way, { target, config: configFor(target), signal });
    if (ender === "client") logged.close();
    else server.clients[0]!.end();
    await isClosed;
    stream.destroy();
    t.pass();
  });

function nameOf(context: AuthContext): string {
  if (context.method !== "publickey") return context.method;
  const isOf = ({ parsed }: { parsed: ParsedKey }) => parsed.getPublicSSH().equals(context.key.data);
  return isOf(mine) ? "mine" : isOf(theirs) ? "theirs" : "another key";
}
