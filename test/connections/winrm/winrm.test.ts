import { execFileSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import winrm from "../../../src/connections/winrm.js";
import type { Channel, Connection } from "../../../src/model/connection.js";
import { Fault } from "../../../src/model/errors.js";
import { Secret } from "../../../src/model/secret.js";
import { scratchFolder } from "../../helpers/scratch.js";
import { posixExecutor } from "../../windows-lab/server/processes.js";
import { type LabServer, type ServerRules, startServer } from "../../windows-lab/server/server.js";
import { ServerFault } from "../../windows-lab/server/wsman.js";

const accounts = [{ user: "Admin", domain: "", password: "pass wörd" }];
const folder = scratchFolder("winrm");
const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];

test.before(() => {
  execFileSync(
    "openssl",
    [
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-keyout",
      key,
      "-out",
      cert,
      "-days",
      "2",
      "-subj",
      "/CN=lab",
      "-addext",
      "subjectAltName=IP:127.0.0.1",
    ],
    { stdio: "ignore" },
  );
});

const tls = () => {
  const text = readFileSync(cert, "utf8");
  return { key: readFileSync(key, "utf8"), cert: text, der: new X509Certificate(text).raw };
};
const fingerprint = () => createHash("sha256").update(tls().der).digest("hex");

interface Way {
  rules?: Partial<ServerRules>;
  options?: Record<string, string>;
  password?: string;
}

async function connected({ rules, options = {}, password = "pass wörd" }: Way) {
  const server = await startServer({ executor: posixExecutor, accounts, ...rules });
  const target = {
    name: "w1",
    address: "127.0.0.1",
    port: server.port,
    user: "Admin",
    password: new Secret(password),
    hostKeyChecking: "strict" as const,
    connectTimeout: 5,
    connectRetries: 0,
    options: { scheme: rules?.tls ? "https" : "http", operation_timeout_sec: "2", ...options },
  };
  const connect = () => winrm.connect(target, new AbortController().signal);
  return { server, connect };
}

async function withConnection(way: Way, use: (connection: Connection, server: LabServer) => Promise<void>) {
  const { server, connect } = await connected(way);
  try {
    const connection = await connect();
    await use(connection, server);
    await connection.close();
  } finally {
    await server.close();
  }
}

async function refusal(way: Way): Promise<Fault & { seen: LabServer["requests"] }> {
  const { server, connect } = await connected(way);
  try {
    const connection = await connect();
    await connection.close();
    throw new Error("it was not refused");
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return Object.assign(error, { seen: server.requests });
  } finally {
    await server.close();
  }
}

async function run(connection: Connection, command: string, input?: Buffer) {
  const channel = await connection.open(command);
  const [stdout, stderr] = [heard(channel, "onStdout"), heard(channel, "onStderr")];
  if (input) channel.write(input);
  channel.end();
  const { code } = await channel.exit;
  return { stdout: stdout(), stderr: stderr(), code };
}

function heard(channel: Channel, on: "onStdout" | "onStderr"): () => Buffer {
  const parts: Buffer[] = [];
  channel[on]((data) => parts.push(data));
  return () => Buffer.concat(parts);
}

const WAYS: readonly [name: string, way: () => Way, sealed: boolean][] = [
  ["NTLM over http", () => ({}), true],
  ["NTLM without the server's time", () => ({ rules: { acceptor: { timestamp: false } } }), true],
  [
    "NTLM over https with a binding",
    () => ({ rules: { tls: { ...tls(), strictBinding: true } }, options: { ca_trust_path: cert } }),
    false,
  ],
  [
    "sealed NTLM over https",
    () => ({ rules: { tls: tls() }, options: { ca_trust_path: cert, message_encryption: "always" } }),
    true,
  ],
  [
    "Basic over https with a pinned certificate",
    () => ({
      rules: { tls: tls(), offers: ["Basic"] },
      options: { transport: "basic", server_cert_fingerprint: fingerprint() },
    }),
    false,
  ],
  [
    "what the host has, over https",
    () => ({ rules: { tls: tls(), offers: ["Basic"] }, options: { server_cert_validation: "ignore" } }),
    false,
  ],
  [
    "Basic over http where it is said in full",
    () => ({
      rules: { offers: ["Basic"], allowUnencrypted: true },
      options: { scheme: "http", transport: "basic", message_encryption: "never" },
    }),
    false,
  ],
];

for (const [name, way, isSealed] of WAYS)
  test(`commands run by ${name}: bytes, both streams, exit codes`, (t) =>
    withConnection(way(), async (connection, server) => {
      const input = Buffer.from(Array.from({ length: 700_000 }, (_, index) => index & 255));
      const back = await run(connection, "cat", input);
      t.true(back.stdout.equals(input));
      const { stdout, stderr, code } = await run(connection, "printf 'ä\\000b'; echo oops >&2; exit 7");
      t.deepEqual(stdout, Buffer.from("ä\0b"));
      t.is(stderr.toString(), "oops\n");
      t.is(code, 7);
      const carried = server.requests.filter(({ bytes }) => bytes > 0);
      t.deepEqual([...new Set(carried.map((one) => one.isSealed))], [isSealed]);
    }));

test("several commands run side by side, and closing the connection ends them", (t) =>
  withConnection({}, async (connection, server) => {
    const slow = await connection.open("cat");
    const stdout = heard(slow, "onStdout");
    t.is((await run(connection, "echo quick")).stdout.toString(), "quick\n");
    const answered = new Promise<void>((resolve) => slow.onStdout(() => resolve()));
    slow.write("still there\n");
    await answered;
    t.is(stdout().toString(), "still there\n");
    await connection.close();
    await t.throwsAsync(slow.exit);
    t.is(server.wsman.shells.size, 0);
  }));

test("a command that says nothing for long is asked again", async (t) => {
  let askedTwice: () => void = () => {};
  const twice = new Promise<void>((resolve) => {
    askedTwice = resolve;
  });
  const before = (verb: string, count: number): void => {
    if (verb === "Receive" && count >= 2) askedTwice();
  };
  const way = { rules: { before }, options: { operation_timeout_sec: "1" } };
  await withConnection(way, async (connection) => {
    const channel = await connection.open("read word; echo late $word");
    const stdout = heard(channel, "onStdout");
    await twice;
    channel.write("word\n");
    t.is((await channel.exit).code, 0);
    t.is(stdout().toString(), "late word\n");
  });
});

test("a command that is given up is killed", (t) =>
  withConnection({}, async (connection) => {
    const channel = await connection.open("exec sleep 1000");
    channel.close();
    const { code } = await channel.exit;
    t.not(code, 0);
  }));

const REFUSALS: readonly [name: string, way: () => Way, code: string, message: RegExp][] = [
  [
    "a wrong password",
    () => ({ password: "other" }),
    "CONNECTION_AUTH",
    /does not accept the password of Admin/,
  ],
  [
    "a host without NTLM",
    () => ({ rules: { offers: ["Basic"], allowUnencrypted: true } }),
    "CONNECTION_AUTH",
    /does not offer NTLM, only: Basic/,
  ],
  [
    "a host without Basic",
    () => ({ rules: { tls: tls() }, options: { transport: "basic", ca_trust_path: cert } }),
    "CONNECTION_AUTH",
    /does not offer Basic, only: Negotiate/,
  ],
  [
    "a host that drops sealing",
    () => ({ rules: { acceptor: { flags: 0xe28a8215 } } }),
    "CONNECTION_FAILED",
    /without encryption of 128 bits/,
  ],
  [
    "a certificate that nobody vouches for",
    () => ({ rules: { tls: tls() } }),
    "CONNECTION_HOST_KEY",
    /cannot be trusted: self-signed/,
  ],
  [
    "another certificate than the pinned one",
    () => ({ rules: { tls: tls() }, options: { server_cert_fingerprint: "0".repeat(64) } }),
    "CONNECTION_HOST_KEY",
    /not the pinned one/,
  ],
  ["no room for a shell", () => ({ rules: { maxShells: 0 } }), "CONNECTION_FAILED", /refuses: .*2150859173/],
  ["a path that is not there", () => ({ options: { path: "other" } }), "CONNECTION_FAILED", /status 404/],
  [
    "an answer in plain text",
    () => ({ rules: { intercept: plainAfter(2) } }),
    "CONNECTION_FAILED",
    /without encryption/,
  ],
  [
    "a changed answer",
    () => ({ rules: { change: (body) => flipped(body, 300) } }),
    "CONNECTION_FAILED",
    /not signed as it has to be/,
  ],
  ["a cut answer", () => ({ rules: { intercept: cutAfter(2) } }), "CONNECTION_FAILED", /cut|closed|hang up/],
];
for (const [name, way, code, message] of REFUSALS)
  test(`${name} is told as what it is`, async (t) => {
    const fault = await refusal(way());
    t.is(fault.code, code as never);
    t.regex(fault.message, message);
    t.false(fault.format().includes("pass wörd"));
    if (code === "CONNECTION_HOST_KEY") t.deepEqual(fault.seen, []);
  });

/** Answers of a server that is no WinRM service, or a broken one: status, body, what is told. */
const ANSWERS: readonly [status: number, body: string, message: RegExp, hint?: RegExp][] = [
  [200, "", /answered with status 200$/],
  [200, "hello", /the answer to Create is not XML/],
  [200, "<a/>", /the answer to Create belongs to another message/],
  [299, "hello", /is not XML/],
  [300, "hello", /answered with status 300$/],
  [300, "<a/>", /answered with status 300$/],
  [404, "hello", /answered with status 404$/, /ansible_winrm_path/],
  [413, "<a/>", /answered with status 413$/, /MaxEnvelopeSizekb/],
  [500, "<a/>", /answered with status 500$/],
  [503, "", /answered with status 503$/, /still starting/],
];
for (const [status, body, message, hint] of ANSWERS)
  test(`an answer with status ${status} and ${body || "nothing"} in it is told as what it is`, async (t) => {
    const intercept: ServerRules["intercept"] = (_, response) => {
      response.writeHead(status, { "content-type": "application/soap+xml" }).end(body);
      return true;
    };
    const options = { scheme: "http", transport: "basic", message_encryption: "never" };
    const fault = await refusal({ rules: { intercept }, options });
    t.is(fault.code, "CONNECTION_FAILED");
    t.regex(fault.message, message);
    if (hint) t.regex(fault.hint ?? "", hint);
    else t.falsy(fault.hint);
  });

test.serial("what could not be reached leaves no timer behind", async (t) => {
  const timers = () => process.getActiveResourcesInfo().filter((one) => one === "Timeout").length;
  const { server, connect } = await connected({});
  await server.close();
  const before = timers();
  await Promise.all(Array.from({ length: 20 }, () => t.throwsAsync(connect())));
  for (let turns = 0; turns < 100; turns++) await new Promise((resolve) => setImmediate(resolve));
  t.true(timers() < before + 20);
});

function plainAfter(count: number): ServerRules["intercept"] {
  return (_, response, number) => {
    if (number <= count) return false;
    response.writeHead(200, { "content-type": "application/soap+xml" }).end("<a/>");
    return true;
  };
}

function cutAfter(count: number): ServerRules["intercept"] {
  return (request, _, number) => {
    if (number <= count) return false;
    request.socket.destroy();
    return true;
  };
}

function flipped(body: Buffer, at: number): Buffer {
  const changed = Buffer.from(body);
  changed[at]! ^= 1;
  return changed;
}

test("a message that may have been carried out is not sent twice", async (t) => {
  for (const verb of ["Create", "Command", "Send"]) {
    let cut = false;
    const { server, connect } = await connected({
      rules: {
        intercept: (request) => {
          const isWanted = cut;
          if (isWanted) request.socket.destroy();
          return isWanted;
        },
        before: (done) => {
          if (done === verb) cut = true;
        },
      },
    });
    await t.throwsAsync(async () => {
      const connection = await connect();
      await run(connection, "cat", Buffer.from("once"));
    });
    t.is(server.wsman.verbs.filter((one) => one === verb).length, 1, verb);
    await server.close();
  }
});

test("faults in the middle of a command end it as lost, with what was said", async (t) => {
  for (const code of [2150858843, 995, 2147943418, 2150859230])
    await withConnection(
      {
        rules: {
          before: (verb, count) => {
            if (verb === "Receive" && count > 0) throw new ServerFault(code, "InvalidSelectors");
          },
        },
      },
      async (connection) => {
        const channel = await connection.open("echo first; sleep 100");
        const stdout = heard(channel, "onStdout");
        const fault = await t.throwsAsync(channel.exit, { instanceOf: Fault });
        t.is(fault.code, "CONNECTION_LOST");
        t.is(stdout().toString(), "first\n");
      },
    );
});

test("a connection that the host closed is opened and logged on anew", (t) =>
  withConnection({}, async (connection, server) => {
    t.is((await run(connection, "echo one")).stdout.toString(), "one\n");
    await server.hangUp();
    t.is((await run(connection, "echo two")).stdout.toString(), "two\n");
    const offers = server.requests.filter(({ authorization }) =>
      authorization.startsWith("Negotiate TlRMTVNTUAAB"),
    );
    t.true(offers.length >= 3);
  }));

test("a host that is not there is told with the way out", async (t) => {
  const { server, connect } = await connected({});
  await server.close();
  const fault = await t.throwsAsync(connect(), { instanceOf: Fault });
  t.is(fault.code, "CONNECTION_FAILED");
  t.regex(fault.format(), /connection refused[\s\S]*Enable-PSRemoting/);
});
