import { availableParallelism } from "node:os";
import test from "ava";
import { hashInThread } from "../../../src/run/vars/hash_thread.js";
import { hashPassword } from "../../../src/template/crypt/password_hash.js";
import { evaluateTemplate } from "../../../src/template/render.js";
import { runCase } from "../../helpers/case.js";
import { contextOf } from "../../helpers/template.js";

const options = { salt: "abcdefgh", rounds: 60_000 };

test("a hash of a password is made while other things go on", async (t) => {
  let turns = 0;
  let isOver = false;
  const turn = () => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  turn();
  const hash = await hashInThread("secret", "sha512", options);
  isOver = true;
  t.is(hash, hashPassword("secret", "sha512", options));
  t.true(turns > 100, `${turns}`);
});

test("what cannot be hashed is refused in the same words", async (t) => {
  const wrong = { salt: "abcdefgh", rounds: 999_999_999 };
  const { message } = t.throws(() => hashPassword("secret", "sha512", wrong), { instanceOf: RangeError })!;
  await t.throwsAsync(hashInThread("secret", "sha512", wrong), { instanceOf: RangeError, message });
});

test("templates hash in the thread what takes long, and each call by itself", async (t) => {
  const hashes =
    "{{ [x | password_hash('sha512', rounds=20000), x | password_hash('sha512', rounds=20000)] | unique | length }}";
  const outcome = await runCase({
    name: "hashes",
    tasks: `- debug: {msg: "${hashes} {{ x | password_hash('sha512', 'abcdefgh', rounds=60000) }}"}\n  vars: {x: secret}\n`,
  });
  t.true(outcome.output.includes(`2 ${hashPassword("secret", "sha512", options)}`), outcome.output);
});

test("a password that is a book is refused", (t) => {
  t.throws(() => hashPassword("x".repeat(4097), "sha512", options), { message: /maximum allowed size/ });
  t.notThrows(() => hashPassword("x".repeat(4096), "sha512", { ...options, rounds: 1000 }));
});

test("few rounds are made in place", (t) => {
  const context = contextOf({});
  const hash = () => t.fail() as never;
  evaluateTemplate(
    "{{ 'x' | password_hash('sha512', rounds=5000) }}{{ 'x' | password_hash('md5') }}",
    undefined,
    {
      ...context,
      world: { ...context.world, hash },
    },
  );
  t.pass();
});

test("of many hashes as many are made at a time as there are processors, and all come", async (t) => {
  const threads = () => process.getActiveResourcesInfo().filter((name) => name === "MessagePort").length;
  const before = threads();
  const many = Array.from({ length: availableParallelism() * 3 }, (_, index) =>
    hashInThread(`secret ${index}`, "sha256", { salt: "abcdefgh", rounds: 5000 }),
  );
  t.true(threads() - before <= availableParallelism());
  t.is(new Set(await Promise.all(many)).size, many.length);
});
