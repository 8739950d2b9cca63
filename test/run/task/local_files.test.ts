import { createHash } from "node:crypto";
import { closeSync, existsSync, openSync, readFileSync, utimesSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { Fault } from "../../../src/model/errors.js";
import { joinedFiles, localContent, localFile, receiveFile } from "../../../src/run/task/local_files.js";
import { chunksOf } from "../../../src/shell/session/request.js";
import { scratchFolder } from "../../helpers/scratch.js";

const folder = scratchFolder("local-files");
const MEGABYTE = 1 << 20;

/** A file of so many megabytes, none of which is like another. */
function bigFile(name: string, megabytes: number): string {
  const path = join(folder, name);
  const file = openSync(path, "w");
  for (let index = 0; index < megabytes; index++) writeSync(file, Buffer.alloc(MEGABYTE, `${index} `));
  closeSync(file);
  return path;
}

const sha1 = (content: Buffer) => createHash("sha1").update(content).digest("hex");

test("a large file is hashed and streamed without being held", async (t) => {
  const path = bigFile("large", 128);
  let most = 0;
  const look = () => {
    most = Math.max(most, process.memoryUsage().arrayBuffers);
  };
  const before = process.memoryUsage().arrayBuffers;
  const timer = setInterval(look, 5);
  const file = await localFile(path);
  const hash = createHash("sha1");
  for await (const chunk of chunksOf(file.content)) {
    hash.update(chunk);
    look();
  }
  clearInterval(timer);
  t.is(file.size, 128 * MEGABYTE);
  t.is(hash.digest("hex"), file.sha1);
  t.deepEqual(file.content, { path });
  t.true(most - before < 64 * MEGABYTE, `${(most - before) / MEGABYTE} MiB at once`);
});

test("hosts that take the same file share one reading, and a changed file is read anew", async (t) => {
  const path = join(folder, "shared");
  writeFileSync(path, "one");
  const [first, second] = await Promise.all([localFile(path), localFile(path)]);
  t.is(first, second);
  writeFileSync(path, "two");
  utimesSync(path, 1, 1);
  t.is((await localFile(path)).sha1, sha1(Buffer.from("two")));
});

test("small files are joined in memory, large ones as they lie", async (t) => {
  const small = await joinedFiles([localContent("a"), localContent(Buffer.from("bc"))]);
  t.deepEqual(small.content, Buffer.from("abc"));
  const path = bigFile("joined", 2);
  const large = await joinedFiles([localContent("a"), await localFile(path), localContent("z")]);
  const whole = Buffer.concat([Buffer.from("a"), readFileSync(path), Buffer.from("z")]);
  t.is(large.sha1, sha1(whole));
  t.is(large.size, whole.length);
  t.false(Buffer.isBuffer(large.content));
  const chunks: Buffer[] = [];
  for await (const chunk of chunksOf(large.content)) chunks.push(chunk);
  t.true(Buffer.concat(chunks).equals(whole));
});

test("what cannot be read is a fault with the reason, and the run goes on", async (t) => {
  await t.throwsAsync(localFile(join(folder, "none")), { message: /Could not find or access .*ENOENT/ });
  await t.throwsAsync(localFile(folder), { message: /is a directory, not a file/ });
});

test("what is received takes its place only when it is whole and the right one", async (t) => {
  const dest = join(folder, "deep", "received");
  const bring = async (sink: (chunk: Buffer) => Promise<void>) => {
    await sink(Buffer.from("ab"));
    await sink(Buffer.from("c"));
  };
  const got = await receiveFile(dest, bring, () => false);
  t.is(got.sha1, sha1(Buffer.from("abc")));
  t.false(existsSync(dest));
  await t.throwsAsync(
    receiveFile(
      dest,
      async (sink) => {
        await sink(Buffer.from("half"));
        throw new Error("cut");
      },
      () => true,
    ),
    { message: "cut" },
  );
  t.false(existsSync(dest));
  await receiveFile(dest, bring, () => true);
  t.is(readFileSync(dest, "utf8"), "abc");
});

test("what is vaulted is opened as a whole, however large; what only begins like it stays as it is", async (t) => {
  const decrypt = (text: string) => `plain text of ${text.length}`;
  const rows: [string, string, boolean][] = [
    ["small", "$ANSIBLE_VAULT;1.1;AES256\n3132\n", true],
    ["large", `$ANSIBLE_VAULT;1.1;AES256\n${"3132\n".repeat(MEGABYTE / 4)}`, true],
    ["plain", "$ANSIBLE_VAULT no", false],
    ["largeplain", ` $ANSIBLE_VAULT;1.1;AES256\n${"3132\n".repeat(MEGABYTE / 4)}`, false],
  ];
  for (const [name, text, isOpened] of rows) {
    const path = join(folder, `vaulted-${name}`);
    writeFileSync(path, text);
    const expected = Buffer.from(isOpened ? decrypt(text) : text);
    const file = await localFile(path, decrypt);
    t.is(file.sha1, sha1(expected), name);
    t.is(file.size, expected.length, name);
    t.is(Buffer.isBuffer(file.content), isOpened || text.length < MEGABYTE, name);
    t.is((await localFile(path)).sha1, sha1(Buffer.from(text)), `${name} as it lies`);
  }
  const refused = (hint?: string) => () => {
    throw new Fault("VAULT_FAILED", "own words", { hint });
  };
  for (const [hint, message] of [
    [undefined, "own words"],
    ["tried: a", "own words"],
    [
      "give a password",
      `A vault password or secret must be specified to decrypt ${join(folder, "vaulted-no")}`,
    ],
  ] as const) {
    writeFileSync(join(folder, "vaulted-no"), rows[0]![1]);
    await t.throwsAsync(localFile(join(folder, "vaulted-no"), refused(hint)), { message });
  }
  const bytes = join(folder, "vaulted-bytes");
  writeFileSync(bytes, rows[0]![1]);
  await t.throwsAsync(
    localFile(bytes, () => "\ufffd"),
    { message: /holds no text/ },
  );
});
