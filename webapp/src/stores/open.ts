import type { Logger } from "pino";
import type { Config } from "../config.js";
import { MemoryStore } from "./memory.js";
import { RedisStore } from "./redis.js";
import type { Store } from "./store.js";

export function openStore(config: Config, log: Logger): Store {
  if (config.redis) return new RedisStore(config.redis, log);
  log.warn("REDIS_URL is not set: the word is kept in memory and is lost when this process ends");
  return new MemoryStore();
}
