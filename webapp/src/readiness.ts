import type { Lifecycle } from "./lifecycle.js";
import type { Store } from "./stores/store.js";

export interface Readiness {
  ready: boolean;
  status: "ok" | "draining" | "unavailable";
  store: Store["kind"];
}

const CACHE_MS = 1000;

/** Several load balancers may ask at once: the store is asked once a second at most. */
export function readinessOf(store: Store, lifecycle: Lifecycle, now: () => number = Date.now) {
  let asked = Number.NEGATIVE_INFINITY;
  let answer = Promise.resolve(false);

  return async function readiness(): Promise<Readiness> {
    if (lifecycle.draining) return { ready: false, status: "draining", store: store.kind };
    if (now() - asked >= CACHE_MS) {
      asked = now();
      answer = store.ping().then(
        () => true,
        () => false,
      );
    }
    const ready = await answer;
    return { ready, status: ready ? "ok" : "unavailable", store: store.kind };
  };
}
