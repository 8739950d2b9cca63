import { Suspend } from "../../template/machine/suspend.js";

/**
 * Evaluates, waiting for whatever the evaluation finds not here yet (a result
 * on its way, facts, another host, an asynchronous lookup). Where nothing is
 * awaited nothing is paid: this is what makes steps go out ahead of answers.
 */
export async function settled<T>(evaluate: () => T, waits?: (what: string) => void): Promise<T> {
  for (;;) {
    try {
      return evaluate();
    } catch (error) {
      if (!(error instanceof Suspend)) throw error;
      waits?.(error.what);
      await error.promise;
    }
  }
}

/** The same for work that is asynchronous itself; it is begun again from its start. */
export async function settledAsync<T>(work: () => Promise<T>, waits?: (what: string) => void): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Suspend)) throw error;
      waits?.(error.what);
      await error.promise;
    }
  }
}
