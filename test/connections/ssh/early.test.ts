import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { connectSsh } from "../../../src/connections/ssh/connect.js";
import type { Channel, Target } from "../../../src/model/connection.js";
import { makeKey, missingForSshd, type Sshd, startSshd, USER } from "./sshd.js";

const missing = missingForSshd();
if (missing && process.env.CI) test("a real sshd can be started", (t) => t.fail(missing));
const real = missing ? test.skip : test.serial;

const folder = mkdtempSync(join(tmpdir(), "tera-early-"));
const keys = { known: "", unknown: "", rsa: "" };
let server: Sshd;
let noPrograms: Sshd;

test.before(async () => {
  if (missing) return;
  keys.known = makeKey(folder, "known");
  keys.unknown = makeKey(folder, "unknown");
  keys.rsa = makeKey(folder, "rsa", "rsa");
  const options = { folder, hostKeys: [makeKey(folder, "host_key")], clientKey: keys.known };
  server = await startSshd({ ...options, name: "server" });
  noPrograms = await startSshd({ ...options, name: "none", lines: ["MaxSessions 0"] });
});
test.after.always(() => {
  server?.stop();
  noPrograms?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A connection with the keys, which are offered in this order. */
function connected(identities: readonly string[], first: string, to: Sshd = server) {
  const target: Target = {
    ...{ name: "h", address: "127.0.0.1", port: to.port, user: USER, hostKeyChecking: "off" },
    ...{ connectTimeout: 20, connectRetries: 0, options: {} },
    sshArgs: [
      ...["-F", "none", "-o", "IdentitiesOnly=yes", "-o", "UserKnownHostsFile=/dev/null"],
      ...identities.flatMap((path) => ["-i", path]),
    ],
  };
  return connectSsh(target, new AbortController().signal, first);
}

async function outcome(channel: Channel): Promise<{ said: string; code: number | null }> {
  let said = "";
  channel.onStdout((data) => {
    said += data;
  });
  channel.end();
  const { code } = await channel.exit;
  return { said, code };
}

/** How many programs the server has started. */
const started = () => server.log().match(/Starting session: command/g)?.length ?? 0;

const ROWS: { name: string; identities: (keyof typeof keys)[] }[] = [
  { name: "the first key is taken", identities: ["known"] },
  { name: "the first key is refused", identities: ["unknown", "known"] },
  { name: "a key with two ways of signing is refused", identities: ["rsa", "unknown", "known"] },
];

for (const { name, identities } of ROWS)
  real(`${name}: the program that was asked for with the login runs once, and others after it`, async (t) => {
    const before = started();
    const paths = identities.map((one) => keys[one]);
    const connection = await connected(paths, "echo early; exit 3");
    t.deepEqual(await outcome(await connection.open("echo other; exit 4")), { said: "other\n", code: 4 });
    // it has long ended, and yet how it did is known
    t.deepEqual(await outcome(await connection.open("echo early; exit 3")), { said: "early\n", code: 3 });
    t.deepEqual(await outcome(await connection.open("echo early; exit 3")), { said: "early\n", code: 3 });
    t.is(started() - before, 3);
    await connection.close();
  });

real("the program that is wanted may be another one", async (t) => {
  const connection = await connected([keys.known], "cat");
  t.deepEqual(await outcome(await connection.open("echo other")), { said: "other\n", code: 0 });
  await connection.close();
});

real("where no key is taken, that is what is said", async (t) => {
  const error = await t.throwsAsync(connected([keys.unknown, keys.rsa], "true"));
  t.like(error, { code: "CONNECTION_AUTH" });
});

real("a server that starts no programs is one that opens no channel", async (t) => {
  const error = await t.throwsAsync(async () => {
    const connection = await connected([keys.known], "true", noPrograms);
    await connection.open("true").finally(() => connection.close());
  });
  t.like(error, { code: "CONNECTION_LOST" });
  t.regex(error!.message, /the host opens no channel: .*open failed/);
});

real("a server that takes only rsa-sha2-256 is given a signature at once", async (t) => {
  const hostKeys = [join(folder, "host_key")];
  const lines = ["PubkeyAcceptedAlgorithms rsa-sha2-256"];
  const strict = await startSshd({ folder, name: "strict", hostKeys, clientKey: keys.rsa, lines });
  try {
    const connection = await connected([keys.rsa], "exit 3", strict);
    t.is((await outcome(await connection.open("exit 3"))).code, 3);
    await connection.close();
    t.regex(strict.log(), /Accepted publickey/);
    t.notRegex(strict.log(), /Postponed publickey/, "it is not asked before");
  } finally {
    strict.stop();
  }
});
