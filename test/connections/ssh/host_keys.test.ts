import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { hashedName, parseKnownHosts } from "../../../src/connections/ssh/known_hosts.js";
import transport from "../../../src/connections/ssh.js";
import type { Target } from "../../../src/model/connection.js";
import { runProgram } from "../../e2e/cli.js";
import { scratchFolder } from "../../helpers/scratch.js";
import { makeKey, missingForSshd, publicKey, type Sshd, startSshd, USER } from "./sshd.js";

const missing = missingForSshd();
if (missing && process.env.CI) test("real SSH servers can be made", (t) => t.fail(missing));

const folder = scratchFolder("host-keys");
const KEYS = ["ed", "ec", "rsa", "other", "client", "ca"] as const;
type KeyName = (typeof KEYS)[number];
const TYPE: Partial<Record<KeyName, "ecdsa" | "rsa">> = { ec: "ecdsa", rsa: "rsa" };
const SERVERS = {
  ed: ["ed"],
  ec: ["ec"],
  rsa: ["rsa"],
  all: ["ed", "ec", "rsa"],
  certified: ["ed"],
} as const;
type ServerName = keyof typeof SERVERS;

const paths = {} as Record<KeyName, string>;
const servers = {} as Record<ServerName, Sshd>;

test.before(async () => {
  if (missing) return;
  for (const name of KEYS) paths[name] = makeKey(folder, name, TYPE[name]);
  const names = "127.0.0.1,localhost,alias";
  execFileSync("ssh-keygen", ["-q", "-s", paths.ca, "-I", "host", "-h", "-n", names, `${paths.ed}.pub`]);
  for (const [name, keys] of Object.entries(SERVERS))
    servers[name as ServerName] = await startSshd({
      folder,
      name,
      hostKeys: keys.map((key) => paths[key]),
      clientKey: paths.client,
      lines: ["MaxStartups 500", ...(name === "certified" ? [`HostCertificate ${paths.ed}-cert.pub`] : [])],
    });
});
test.after.always(() => {
  for (const server of Object.values(servers)) server.stop();
});

interface Row {
  name: string;
  server: ServerName;
  /** lines of the user's file: HOST is the entry of the host, HASHED the same hashed, BARE without the port; a word such as `ed` at the end a key */
  user?: string[];
  second?: string[];
  global?: string[];
  options?: string[];
  host?: string;
  /** what ssh does */
  expected: "accepted" | "refused";
  /** where ours differs: why */
  ours?: ["accepted" | "refused", string];
  /** a key is written down */
  adds?: boolean;
}

const ROWS = JSON.parse(readFileSync("test/fixtures/host_keys.json", "utf8")) as Row[];

/** The files and the words of one row, in a folder of their own. */
function prepared(row: Row, who: string): { args: string[]; host: string; file: string; port: number } {
  const host = row.host ?? "127.0.0.1";
  const { port } = servers[row.server];
  const own = join(folder, `${who}-${ROWS.indexOf(row)}`);
  mkdirSync(own);
  const entry = `[${host.toLowerCase()}]:${port}`;
  const filled = (line: string) =>
    line
      .replace(/\bHOST\b/g, entry)
      .replace("HASHED", hashedName(entry))
      .replace("BARE", host)
      .replace(/BASE64:(\w+)/, (_, name: KeyName) => publicKey(paths[name]).split(" ")[1]!)
      .replace(
        /([ \t])(ed|ec|rsa|other|ca)(?=$|\s)/,
        (_, space: string, name: KeyName) => space + publicKey(paths[name]),
      );
  const file = (name: string, lines: string[] | undefined) => {
    const path = join(own, name);
    if (lines) writeFileSync(path, lines.map((line) => `${filled(line)}\n`).join(""));
    return path;
  };
  const options = (row.options ?? []).map((word) =>
    word.replace(/REVOKED:(\w+)/, (_, name: KeyName) => `${paths[name]}.pub`),
  );
  const user = file("user", row.user);
  return {
    host,
    port,
    file: user,
    args: [
      ...[
        "-F",
        "none",
        "-o",
        "UpdateHostKeys=no",
        "-o",
        `GlobalKnownHostsFile=${file("global", row.global)}`,
      ],
      ...["-o", `UserKnownHostsFile=${user} ${file("second", row.second)}`, ...options],
    ],
  };
}

function keysIn(path: string): number {
  try {
    return parseKnownHosts(readFileSync(path, "utf8"), path).length;
  } catch {
    return 0;
  }
}

async function bySsh(row: Row): Promise<{ verdict: string; added: number }> {
  const { args, host, file, port } = prepared(row, "ssh");
  const before = keysIn(file);
  const { code, stderr } = await runProgram("ssh", [
    ...[...args, "-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes", "-i", paths.client],
    ...["-p", String(port), `${USER}@${host}`, "true"],
  ]);
  const refused = code === 255 && /Host key verification failed|host key/i.test(stderr);
  return {
    verdict: code === 0 ? "accepted" : refused ? "refused" : `${code} ${stderr}`,
    added: keysIn(file) - before,
  };
}

async function byUs(row: Row): Promise<{ verdict: string; added: number; message: string }> {
  const { args, host, file, port } = prepared(row, "tera");
  const before = keysIn(file);
  const target: Target = {
    ...{ name: "h", address: host, port, user: USER, privateKeyFile: paths.client, sshArgs: args },
    ...{ hostKeyChecking: "accept-new", connectTimeout: 20, connectRetries: 0, options: {} },
  };
  let verdict = "accepted";
  let message = "";
  try {
    const connection = await transport.connect(target, new AbortController().signal);
    await connection.close();
  } catch (error) {
    const { code } = error as { code?: string };
    message = (error as Error).message;
    verdict = code === "CONNECTION_HOST_KEY" ? "refused" : `${code} ${message}`;
  }
  return { verdict, added: keysIn(file) - before, message };
}

/** A few rows at a time. */
let running = 0;
const waiting: (() => void)[] = [];
const before = async () => {
  if (running >= 4) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
};
const after = () => {
  const next = waiting.shift();
  if (next) next();
  else running -= 1;
};

for (const row of ROWS)
  (missing ? test.skip : test)(`${row.name}: ${row.expected}, by ssh too`, async (t) => {
    await before();
    const [theirs, ours] = await Promise.all([bySsh(row), byUs(row)]).finally(after);
    t.is(theirs.verdict, row.expected, "ssh");
    t.is(ours.verdict, row.ours?.[0] ?? row.expected, `tera ${row.ours?.[1] ?? ""}: ${ours.message}`);
    t.is(theirs.added, row.adds ? 1 : 0, "ssh adds");
    if (!row.ours) t.is(ours.added, theirs.added, "tera adds");
    if (row.ours) t.regex(ours.message, /certificates, which cannot be checked here/);
  });
