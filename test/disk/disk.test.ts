import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import test from "ava";
import { besideName, makeFolders, writeWhole } from "../../src/disk/disk.js";
import { inScratch } from "../helpers/module.js";

test("folders are made with those above them, and are there already without harm", (t) =>
  inScratch(async (folder) => {
    const path = join(folder, "a/b/c");
    for (const _ of [1, 2]) makeFolders(path, 0o700);
    t.is(statSync(join(folder, "a")).mode & 0o777, 0o700);
    t.true(statSync(path).isDirectory());
    makeFolders("/");
  }));

test("a link to a folder is one", (t) =>
  inScratch(async (folder) => {
    mkdirSync(join(folder, "real"));
    symlinkSync("real", join(folder, "link"));
    makeFolders(join(folder, "link/below"));
    t.true(existsSync(join(folder, "real/below")));
  }));

const NOWHERE: [string, (folder: string) => string, RegExp][] = [
  ["below a file", (folder) => join(folder, "file/a/b"), /ENOTDIR|ENOENT/],
  ["a file", (folder) => join(folder, "file"), /EEXIST/],
  ["below a link to nothing", (folder) => join(folder, "dangling/a"), /EEXIST|ENOENT/],
  ["where there is no place for it", (folder) => join(folder, "x".repeat(300), "a"), /ENAMETOOLONG/],
];
if (existsSync("/proc/self"))
  NOWHERE.push([
    "where a file system makes none, of which Node's own never comes back",
    () => "/proc/none/a/b",
    /ENOENT/,
  ]);

for (const [what, path, why] of NOWHERE)
  test(`a folder ${what} is an error at once`, (t) =>
    inScratch(async (folder) => {
      writeFileSync(join(folder, "file"), "x");
      symlinkSync("nothing", join(folder, "dangling"));
      t.throws(() => makeFolders(path(folder)), { message: why });
    }));

test("a file is written whole, and nothing is left of one that is not", (t) =>
  inScratch(async (folder) => {
    const path = join(folder, "file");
    writeWhole(path, "old", 0o600);
    writeWhole(path, Buffer.from("new"), 0o600);
    t.is(readFileSync(path, "utf8"), "new");
    t.is(statSync(path).mode & 0o777, 0o600);
    mkdirSync(join(folder, "taken"));
    t.throws(() => writeWhole(join(folder, "taken"), "x"));
    t.deepEqual(readdirSync(folder).sort(), ["file", "taken"]);
    t.not(besideName(path), besideName(path));
  }));

test("no other file makes folders by Node's own way, or writes beside a file by a name that can be guessed", (t) => {
  const wrong = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.startsWith("disk/"))
    .filter((name) =>
      /mkdir(Sync)?\(.*recursive|process\.pid\}.*(tmp|half)/.test(readFileSync(join("src", name), "utf8")),
    );
  t.deepEqual(wrong, []);
});
