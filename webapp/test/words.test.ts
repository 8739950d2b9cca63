import test from "ava";
import { MemoryStore } from "../src/stores/memory.js";
import { StoreUnavailable } from "../src/stores/store.js";
import { Words } from "../src/words.js";

class FlakyStore extends MemoryStore {
  away = false;

  override async read(): Promise<string> {
    if (this.away) throw new StoreUnavailable("away");
    return super.read();
  }
}

test("the last word seen is served as stale, for as long as was agreed and no longer", async (t) => {
  const store = new FlakyStore();
  let now = 0;
  const words = new Words(store, 60, () => now);
  t.deepEqual(await words.current(), { word: "World", stale: false });
  store.away = true;
  now = 60_000;
  t.deepEqual(await words.current(), { word: "World", stale: true });
  now = 60_001;
  await t.throwsAsync(() => words.current(), { instanceOf: StoreUnavailable });
  t.deepEqual(await words.currentOrDefault(), { word: "World", stale: true });
});

test("a word that was changed here is remembered like one that was read", async (t) => {
  const store = new FlakyStore();
  const words = new Words(store, 60);
  await words.change("mine");
  store.away = true;
  t.deepEqual(await words.current(), { word: "mine", stale: true });
});

test("with a stale time of zero nothing is remembered", async (t) => {
  const store = new FlakyStore();
  const words = new Words(store, 0, () => 0);
  await words.change("mine");
  store.away = true;
  await t.throwsAsync(() => words.current(), { instanceOf: StoreUnavailable });
});

test("a fault that is not the store's being away is not hidden", async (t) => {
  const store = new MemoryStore();
  store.read = () => Promise.reject(new TypeError("a bug"));
  const words = new Words(store, 60);
  await t.throwsAsync(() => words.currentOrDefault(), { message: "a bug" });
});
