import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { Fault } from "../../src/model/errors.js";
import { loadYaml, readVaultable } from "../../src/playbook/load.js";
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
