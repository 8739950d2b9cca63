import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { type CacheOptions, fileCache } from "../../src/inventory/inventory_cache.js";

const home = mkdtempSync(join(tmpdir(), "tera-cache-"));
const options = (more: Partial<CacheOptions>): CacheOptions => ({
  ...{
    folder: join(home, "kept"),
    timeout: 60,
    prefix: "ansible_inventory_",
    name: "test",
    question: "who?",
  },
  ...more,
});
const only = (folder: string): string => join(folder, readdirSync(folder)[0]!);

test.after.always(() => rmSync(home, { recursive: true, force: true }));

test.serial("a folder below ~ is made in the user's home, and nowhere else", (t) => {
  const before = process.env.HOME;
  process.env.HOME = home;
  t.teardown(() => {
    process.env.HOME = before;
  });
  const cache = fileCache<string>(options({ folder: "~/deep/inside" }));
  cache.write("answer");
  t.is(cache.read(), "answer");
  t.is(statSync(only(join(home, "deep", "inside"))).mode & 0o777, 0o600);
  t.false(existsSync("~"));
});

test.serial("another question has another answer, and an old one is none", (t) => {
  const folder = join(home, "old");
  const cache = fileCache<string>(options({ folder }));
  cache.write("answer");
  t.is(fileCache(options({ folder, question: "what?" })).read(), undefined);
  const anHourAgo = Date.now() / 1000 - 3600;
  utimesSync(only(folder), anHourAgo, anHourAgo);
  t.is(cache.read(), undefined);
  t.is(fileCache(options({ folder, timeout: 0 })).read(), "answer");
});

test.serial("what others may write to is not read", (t) => {
  const folder = join(home, "open");
  const cache = fileCache<string>(options({ folder }));
  cache.write("answer");
  for (const mode of [0o620, 0o602, 0o666]) {
    chmodSync(only(folder), mode);
    t.is(cache.read(), undefined, mode.toString(8));
  }
  chmodSync(only(folder), 0o644);
  t.is(cache.read(), "answer");
});

// only root can give a file away
const asRoot = process.getuid?.() === 0 ? test.serial : test.serial.skip;

asRoot("what others have written is not read", (t) => {
  const folder = join(home, "foreign");
  const cache = fileCache<string>(options({ folder }));
  cache.write("answer");
  chownSync(only(folder), 65534, 65534);
  t.is(cache.read(), undefined);
});
