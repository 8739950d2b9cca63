import { lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "ava";
import { configFor } from "../../../src/connections/ssh/config.js";
import {
  checkHostKey,
  hostKeyAlgorithms,
  judgeKey,
  keysOf,
  namesFor,
  type Verdict,
} from "../../../src/connections/ssh/host_keys.js";
import {
  addKnownHost,
  hashedName,
  keyType,
  parseKnownHosts,
} from "../../../src/connections/ssh/known_hosts.js";
import type { Target } from "../../../src/model/connection.js";
import { runProgram } from "../../e2e/cli.js";
import { scratchFolder } from "../../helpers/scratch.js";

const folder = scratchFolder("known-hosts");

/** Keys as bytes, for what needs no server. */
const blob = (type: string, fill: number): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(type.length);
  return Buffer.concat([head, Buffer.from(type), Buffer.alloc(32, fill)]);
};
const ED = blob("ssh-ed25519", 1);
const ED2 = blob("ssh-ed25519", 2);
const EC = blob("ecdsa-sha2-nistp256", 3);
const RSA = blob("ssh-rsa", 4);
const lineOf = (names: string, key: Buffer) => `${names} ${keyType(key)} ${key.toString("base64")}`;

const VERDICTS: readonly [name: string, lines: string[], shown: Buffer, verdict: Verdict["is"]][] = [
  ["no line", [], ED, "new"],
  ["the same key", [lineOf("h", ED)], ED, "known"],
  ["another key of the type", [lineOf("h", ED2)], ED, "changed"],
  ["a key of another type", [lineOf("h", EC)], ED, "changed"],
  ["several, one is right", [lineOf("h", ED2), lineOf("h", RSA), lineOf("h", ED)], ED, "known"],
  ["another host's key", [lineOf("other", ED2)], ED, "new"],
  ["revoked before", [`@revoked ${lineOf("*", ED)}`, lineOf("h", ED)], ED, "revoked"],
  ["revoked after", [lineOf("h", ED), `@revoked ${lineOf("*", ED)}`], ED, "revoked"],
  ["another revoked", [`@revoked ${lineOf("h", ED2)}`], ED, "new"],
  ["an authority", [`@cert-authority ${lineOf("h", ED)}`], ED, "new"],
  ["an authority and the key", [`@cert-authority ${lineOf("h", EC)}`, lineOf("h", ED)], ED, "known"],
  ["hashed", [lineOf(hashedName("h"), ED)], ED, "known"],
  ["another hashed", [lineOf(hashedName("other"), ED2)], ED, "new"],
  ["a hash of a kind that is not known", [lineOf(hashedName("h").replace("|1|", "|2|"), ED2)], ED, "new"],
  ["capitals", [lineOf("H", ED)], ED, "known"],
  ["several names", [lineOf("other,h", ED)], ED, "known"],
  ["a pattern", [lineOf("?", ED)], ED, "known"],
  ["a name that is excepted", [lineOf("*,!h", ED2)], ED, "new"],
  ["no names", [` ${lineOf("", ED)}`], ED, "new"],
  ["spaces and tabs", [`  h \t ${keyType(ED)}\t${ED.toString("base64")} a comment`], ED, "known"],
  ["a line end of Windows", [`${lineOf("h", ED)}\r`], ED, "known"],
  ["a comment", [`# ${lineOf("h", ED2)}`, `#${lineOf("h", ED2)}`, "", "h"], ED, "new"],
  ["a mark that is not known", [`@strange ${lineOf("h", ED2)}`], ED, "new"],
  ["a type that is not the key's", [`h ssh-rsa ${ED2.toString("base64")}`], ED, "new"],
  ["a type that nobody knows", [`h ssh-strange ${blob("ssh-strange", 1).toString("base64")}`], ED, "new"],
  ["an old type", [lineOf("h", blob("ssh-dss", 5))], ED, "changed"],
];

for (const [name, lines, shown, verdict] of VERDICTS)
  test(`known_hosts with ${name}: the key is ${verdict}`, (t) => {
    const path = join(folder, `verdict-${name.replace(/\W/g, "-")}`);
    writeFileSync(path, lines.map((line) => `${line}\n`).join(""));
    t.is(judgeKey(shown, keysOf([path], "h")).is, verdict);
  });

const target = (sshArgs: string[]): Target => ({
  ...{ name: "web", address: "h", hostKeyChecking: "accept-new", connectTimeout: 5, connectRetries: 0 },
  options: {},
  sshArgs: ["-F", "none", ...sshArgs],
});

/** The check of host `h`, with a file of its own. */
function checkOf(name: string, lines: string[], args: string[] = [], port = 22) {
  const path = join(folder, name);
  writeFileSync(path, lines.map((line) => `${line}\n`).join(""));
  const files = ["-o", `UserKnownHostsFile=${path}`, "-o", "GlobalKnownHostsFile=none"];
  const { keys: options } = configFor(target([...args, ...files]));
  return { path, check: { host: "h", port, options, otherwise: "accept-new" as const, name: "web" } };
}

test("a key of a known host that is not the known one is a fault with both, and how to go on", (t) => {
  const { path, check } = checkOf("message", [lineOf("h", EC)]);
  const { fault } = checkHostKey(ED, check);
  t.is(fault?.code, "CONNECTION_HOST_KEY");
  t.regex(
    fault!.message,
    /^the host key of web has changed: .*message:1 knows SHA256:\S+ \(ecdsa-sha2-nistp256\), the host shows ssh-ed25519 SHA256:/,
  );
  t.regex(fault!.hint!, new RegExp(`ssh-keygen -f ${path} -R 'h'$`));
});

/** What is told of a key: [file, arguments, port, the message, the way out, or what is unsafe or noted] */
const TOLD: readonly (readonly [
  title: string,
  lines: string[],
  args: string[],
  port: number,
  told: object,
])[] = [
  [
    "is not known",
    [],
    ["-oStrictHostKeyChecking=yes"],
    22,
    {
      message: /^the host key of web is not known: ssh-ed25519 SHA256:\S{43}$/,
      hint: /ssh-keyscan h >> \S+$/,
    },
  ],
  [
    "is not known at a port",
    [],
    ["-oStrictHostKeyChecking=ask"],
    2222,
    { message: /is not known/, hint: /ssh-keyscan -p 2222 h >> \S+$/ },
  ],
  [
    "is vouched for by an authority only",
    [`@cert-authority ${lineOf("h", EC)}`],
    [],
    22,
    { message: /is not known: .*:1 trusts certificates, which cannot be checked here$/ },
  ],
  [
    "has changed at a port",
    [lineOf("[h]:2222", ED2)],
    [],
    2222,
    {
      message:
        /^the host key of web has changed: \S+:1 knows SHA256:\S{43}, the host shows ssh-ed25519 SHA256:\S{43}$/,
      hint: /-R '\[h\]:2222'$/,
    },
  ],
  [
    "is revoked",
    [`@revoked ${lineOf("h", ED)}`],
    [],
    22,
    { message: /^the host key of web is revoked \(\S+:1\): ssh-ed25519 SHA256:/ },
  ],
  ["is known for another port", [lineOf("h", ED)], [], 2222, { notes: /^$/ }],
  ["has changed for another port", [lineOf("h", ED2)], [], 2222, { notes: /was new and is now in/ }],
  ["is new", [], [], 22, { notes: /^the host key of web was new and is now in \S+: SHA256:\S{43}$/ }],
  [
    "has changed and nobody looks",
    [lineOf("h", EC)],
    ["-oStrictHostKeyChecking=no"],
    22,
    { unsafe: true, notes: /has changed/ },
  ],
  [
    "is new and nobody looks",
    [`@cert-authority ${lineOf("h", EC)}`],
    ["-oStrictHostKeyChecking=no"],
    22,
    { notes: /was new/ },
  ],
];
for (const [title, lines, args, port, told] of TOLD)
  test(`a key that ${title} is told as such`, (t) => {
    const { check } = checkOf(`told-${title.replace(/\W/g, "-")}`, lines, args, port);
    const { fault, unsafe, notes } = checkHostKey(ED, check);
    const wanted = told as { message?: RegExp; hint?: RegExp; unsafe?: true; notes?: RegExp };
    t.is(fault === undefined, wanted.message === undefined);
    if (wanted.message) t.regex(fault!.message, wanted.message);
    if (wanted.hint) t.regex(fault!.hint!, wanted.hint);
    t.is(unsafe, wanted.unsafe);
    if (wanted.notes) t.regex(notes.join(), wanted.notes);
    else t.deepEqual(notes, []);
  });

test("a new key is written with its name, its port and in clear, or hashed where that is wished", (t) => {
  const written = (name: string, args: string[], port: number) => {
    const { path, check } = checkOf(name, [], args, port);
    checkHostKey(ED, check);
    return readFileSync(path, "utf8");
  };
  t.is(written("clear", [], 22), `${lineOf("h", ED)}\n`);
  t.is(written("port", [], 2222), `${lineOf("[h]:2222", ED)}\n`);
  t.is(written("alias", ["-oHostKeyAlias=Own"], 2222), `${lineOf("Own", ED)}\n`);
  t.regex(written("hash", ["-oHashKnownHosts=yes"], 22), /^\|1\|[\w+/=]{28}\|[\w+/=]{28} ssh-ed25519 /);
  t.is(written("nowhere", ["-oUserKnownHostsFile=none"], 22), "");
});

const LOOPBACK: readonly (readonly [host: string, skipped: boolean])[] = [
  ...["localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1"].map((host) => [host, true] as const),
  ...["localhost.example", "my-localhost", "127.0.0", "1127.0.0.1", "::11", "10.0.0.1"].map(
    (host) => [host, false] as const,
  ),
];
for (const [host, skipped] of LOOPBACK)
  test(`${host} is ${skipped ? "this machine, whose key need not be looked at" : "no name of this machine"}`, (t) => {
    const args = ["-oNoHostAuthenticationForLocalhost=yes", "-oStrictHostKeyChecking=yes"];
    const { check } = checkOf(`loop-${host.replace(/\W/g, "-")}`, [], args);
    t.is(checkHostKey(ED, { ...check, host }).fault === undefined, skipped);
    t.truthy(checkHostKey(ED, { ...check, host, options: { ...check.options, alias: "own" } }).fault);
  });

test("a line is added below what is there, however that ends, in a folder that is made", (t) => {
  const added = (before: string | undefined) => {
    const path = join(folder, "made", `of-${before?.length}`, "known_hosts");
    if (before !== undefined) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, before);
    }
    addKnownHost(path, "line");
    return readFileSync(path, "utf8");
  };
  t.deepEqual([undefined, "", "x", "x\n", "\n"].map(added), [
    "line\n",
    "line\n",
    "x\nline\n",
    "x\nline\n",
    "\nline\n",
  ]);
});

test("the type of a key is what its bytes say, and nothing where they say nothing", (t) => {
  t.is(keyType(ED), "ssh-ed25519");
  t.is(keyType(Buffer.from([0, 0, 0])), "");
  t.is(keyType(Buffer.from([0, 0, 0, 0])), "");
  t.is(keyType(blob("x".repeat(64), 1)), "x".repeat(64));
  t.is(keyType(blob("x".repeat(65), 1)), "");
});

test("a password is told to no host whose key is another one, even where keys are not looked at", (t) => {
  const { check } = checkOf("unsafe", [lineOf("h", EC)], ["-o", "StrictHostKeyChecking=no"]);
  t.like(checkHostKey(ED, check), { unsafe: true, fault: undefined });
});

test("known types are asked for first, in ssh's order", (t) => {
  const first = (name: string, lines: string[], ...args: string[]) =>
    hostKeyAlgorithms(checkOf(name, lines, args).check)[0];
  t.is(first("order-none", []), "ssh-ed25519");
  t.is(first("order-rsa", [lineOf("h", RSA)]), "rsa-sha2-512");
  t.is(first("order-ec", [lineOf("h", EC), lineOf("h", RSA)]), "ecdsa-sha2-nistp256");
  t.is(first("order-both", [lineOf("h", RSA), lineOf("h", ED)]), "ssh-ed25519");
  t.is(first("order-revoked", [`@revoked ${lineOf("h", RSA)}`]), "ssh-ed25519");
  t.is(first("order-own", [lineOf("h", RSA)], "-oHostKeyAlgorithms=ssh-ed25519"), "ssh-ed25519");
  t.is(first("order-minus", [lineOf("h", RSA)], "-oHostKeyAlgorithms=-rsa-*"), "ssh-rsa");
});

test("names: the port counts, the alias stands alone, capitals do not matter", (t) => {
  t.deepEqual(namesFor("Web.Example", 22, undefined), { name: "web.example", bare: undefined });
  t.deepEqual(namesFor("Web", 2222, undefined), { name: "[web]:2222", bare: "web" });
  t.deepEqual(namesFor("Web", 2222, "Alias"), { name: "Alias", bare: undefined });
});

test("a known_hosts that is a link stays one, and a last line without an end is not lengthened", (t) => {
  const real = join(folder, "dotfiles-known-hosts");
  const link = join(folder, "link-known-hosts");
  writeFileSync(real, lineOf("a", ED));
  symlinkSync(real, link);
  addKnownHost(link, lineOf("b", ED2));
  t.true(lstatSync(link).isSymbolicLink());
  t.is(readFileSync(real, "utf8"), `${lineOf("a", ED)}\n${lineOf("b", ED2)}\n`);
});

test("a key that cannot be written down is noted, and no fault", (t) => {
  const { check } = checkOf("unwritable", [], ["-o", "StrictHostKeyChecking=accept-new"]);
  const checked = checkHostKey(ED, {
    ...check,
    options: { ...check.options, userFiles: ["/dev/null/known_hosts"] },
  });
  t.is(checked.fault, undefined);
  t.regex(checked.notes.join(), /could not be added to \/dev\/null/);
});

test("runs that write at the same time lose no line and tear none", async (t) => {
  const path = join(folder, "shared");
  const module = new URL("../../../src/connections/ssh/known_hosts.js", import.meta.url).href;
  const program = (n: number) =>
    `import { addKnownHost } from ${JSON.stringify(module)};
for (let i = 0; i < 50; i++) addKnownHost(${JSON.stringify(path)}, "h${n}-" + i + " ${keyType(RSA)} ${RSA.toString("base64")}");`;
  await Promise.all(
    [1, 2, 3, 4, 5].map((n) => runProgram(process.execPath, ["--input-type=module", "-e", program(n)])),
  );
  const names = parseKnownHosts(readFileSync(path, "utf8"), path).map(({ hosts }) => hosts);
  t.is(new Set(names).size, 250);
  // who reads while another writes may see half of a line and leave an empty one, which nobody minds
  t.is(readFileSync(path, "utf8").split("\n").filter(Boolean).length, 250);
});
