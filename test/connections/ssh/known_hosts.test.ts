import { lstatSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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
  const { keys: options } = configFor(target([...files, ...args]));
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
