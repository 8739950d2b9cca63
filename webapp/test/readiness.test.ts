import test from "ava";
import { Lifecycle } from "../src/lifecycle.js";
import { readinessOf } from "../src/readiness.js";
import { MemoryStore } from "../src/stores/memory.js";
import { StoreUnavailable } from "../src/stores/store.js";

test("the store is asked once a second, however many ask for readiness", async (t) => {
  let pings = 0;
  let now = 0;
  const store = new MemoryStore();
  store.ping = async () => {
    pings += 1;
  };
  const readiness = readinessOf(store, new Lifecycle(), () => now);
  await Promise.all([readiness(), readiness(), readiness()]);
  now = 999;
  t.true((await readiness()).ready);
  t.is(pings, 1);
  now = 1000;
  await readiness();
  t.is(pings, 2);
});

test("a store that does not answer makes us unavailable, and only until it answers", async (t) => {
  let now = 0;
  const store = new MemoryStore();
  store.ping = () => Promise.reject(new StoreUnavailable("away"));
  const readiness = readinessOf(store, new Lifecycle(), () => now);
  t.deepEqual(await readiness(), { ready: false, status: "unavailable", store: "memory" });
  store.ping = async () => {};
  now = 1000;
  t.deepEqual(await readiness(), { ready: true, status: "ok", store: "memory" });
});

test("who is draining is not ready, even with a store in the best of health", async (t) => {
  const lifecycle = new Lifecycle();
  const readiness = readinessOf(new MemoryStore(), lifecycle);
  lifecycle.drain();
  t.deepEqual(await readiness(), { ready: false, status: "draining", store: "memory" });
});
