import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { Fault } from "../../src/model/errors.js";
import { Secret } from "../../src/model/secret.js";
import type { Value } from "../../src/model/value.js";
import { decryptInline, loadYaml, readVaultable } from "../../src/playbook/load.js";
import { encryptVault, type VaultSecrets } from "../../src/yaml/vault.js";
import { scratchFolder } from "../helpers/scratch.js";
import { loading } from "./reading.js";

const folder = scratchFolder("load");
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
file("there.yml", "a: 1\n");
mkdirSync(join(folder, "folder"));

const at = { path: "site.yml", line: 3, column: 5 };
const UNREAD: [string, RegExp][] = [
  ["nowhere.yml", /^Could not find or access '.*nowhere\.yml'$/],
  ["nowhere/x.yml", /^Could not find or access '.*x\.yml'$/],
  ["there.yml/x.yml", /^Could not find or access '.*x\.yml'$/],
  ["folder", /folder' cannot be read: EISDIR$/],
];

for (const [name, says] of UNREAD)
  test(`${name} cannot be read, which is told where it is named`, (t) => {
    const fault = t.throws(() => loadYaml(join(folder, name), loading, at), { instanceOf: Fault });
    t.is(fault?.code, "FILE_MISSING");
    t.regex(fault?.message ?? "", says);
    t.deepEqual(fault?.at, at);
    t.throws(() => readVaultable(join(folder, name), loading), { message: says });
  });

test("a file is parsed once while its text and the passwords stay the same", (t) => {
  const path = file("kept.yml", "a: [1]\n");
  const first = loadYaml(path, loading);
  t.is(loadYaml(path, loading), first);
  t.not(loadYaml(path, { ...loading, secrets: new Map() }), first);
  file("kept.yml", "a: [2]\n");
  t.deepEqual({ ...(loadYaml(path, loading) as object) }, { a: [2] });
});

test("the mark that editors put before a text is no part of it", (t) => {
  t.deepEqual({ ...(loadYaml(file("mark.yml", "\ufeffa: 1\n"), loading) as object) }, { a: 1 });
  t.is(readVaultable(file("mark.ini", "\ufeff[a]\n"), loading), "[a]\n");
});

test("a key that stands twice is a fault, or a warning where it may be", (t) => {
  const path = file("twice.yml", "a: 1\na: 2\n");
  t.throws(() => loadYaml(path, loading), { instanceOf: Fault });
  const told: string[] = [];
  const warn = (text: string) => void told.push(text);
  t.deepEqual({ ...(loadYaml(path, { ...loading, warn }, undefined, "warn") as object) }, { a: 2 });
  t.is(told.length, 1);
});

const sealing = new Secret("harvest");
const sealed = (name: string, text: string): string => file(name, encryptVault(text, sealing));
/** What is told as secret. */
const opening = () => {
  const revealed: Value[] = [];
  const secrets: VaultSecrets = new Map([["default", sealing]]);
  return { revealed, own: { ...loading, secrets, revealed: (plain: Value) => void revealed.push(plain) } };
};

test("a file that is encrypted as a whole is opened, and all of it is a secret", (t) => {
  const { revealed, own } = opening();
  const path = sealed("sealed.yml", "a: hidden\nb: [1]\n");
  const value = loadYaml(path, own);
  t.deepEqual({ ...(value as object) }, { a: "hidden", b: [1] });
  t.deepEqual(revealed, [value]);
  const closed = t.throws(() => loadYaml(path, loading), { instanceOf: Fault });
  t.is(closed.code, "VAULT_FAILED");
  t.deepEqual(closed.at, { path, line: 1, column: 1 });
});

test("what is wrong with an encrypted file is a secret too, and no line of it is shown", (t) => {
  const { revealed, own } = opening();
  const path = sealed("broken.yml", "a: hidden\n b: [\n");
  const fault = t.throws(() => loadYaml(path, own), { instanceOf: Fault });
  t.is(fault.code, "YAML_INVALID");
  t.false(fault.format().includes("hidden"));
  t.deepEqual(revealed, ["a: hidden\n b: [\n"]);
});

test("a value that is encrypted is opened where it stands, and is a secret", (t) => {
  const { revealed, own } = opening();
  const inner = encryptVault("hidden", sealing).trim().replace(/^/gm, "  ");
  const path = file("inline.yml", `a: !vault |\n${inner}\nb: plain\n`);
  t.deepEqual({ ...(loadYaml(path, own) as object) }, { a: "hidden", b: "plain" });
  t.deepEqual(revealed, ["hidden"]);
  t.is(decryptInline(encryptVault("more", sealing), own, at), "more");
  t.deepEqual(revealed, ["hidden", "more"]);
});

test("of an encrypted inventory the text and each of its values are secrets", (t) => {
  const { revealed, own } = opening();
  const text = "web a=one b='two three' c: \"four\"\nd = five\ne=\n";
  t.is(readVaultable(sealed("hosts", text), own), text);
  t.deepEqual(revealed, [text, "one", "two three", "four", "five"]);
  t.is(readVaultable(file("plain", text), own), text);
  t.is(revealed.length, 5);
  const path = sealed("closed", text);
  t.deepEqual(t.throws(() => readVaultable(path, loading), { instanceOf: Fault }).at, {
    path,
    line: 1,
    column: 1,
  });
});

test("every file that is read is noted, and what is told while reading is handed on", (t) => {
  const read = new Set<string>();
  const path = file("noted.yml", "a: 1\n");
  loadYaml(path, { ...loading, read });
  t.deepEqual([...read], [path]);
});
