import { setTimeout as sleep } from "node:timers/promises";

/** Waits for what must happen sooner or later; the test's own time limit is the limit. */
export async function until(happened: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await happened())) await sleep(20);
}
