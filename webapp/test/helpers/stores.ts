import anyTest, { type ExecutionContext, type TestFn } from "ava";
import type { Env } from "../../src/env.js";
import { lacks, REDIS } from "./programs.js";
import { type RedisServer, startRedis } from "./redis.js";

const test = anyTest as TestFn;

/** Each test runs twice: with the word in memory, and in a real Redis with a database of its own. */
export function forBothStores(): (
  name: string,
  body: (t: ExecutionContext, env: Env) => Promise<void>,
) => void {
  let redis: Promise<RedisServer> | undefined;
  let databases = 0;
  test.after.always(async () => (await redis)?.remove());

  return (name, body) => {
    test(`in memory: ${name}`, (t) => body(t, {}));
    test(`in Redis: ${name}`, async (t) => {
      if (lacks(t, REDIS)) return;
      databases += 1;
      const database = databases;
      redis ??= startRedis("--databases", "64");
      await body(t, { REDIS_URL: (await redis).url(database) });
    });
  };
}
