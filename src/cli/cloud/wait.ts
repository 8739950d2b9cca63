import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { TerraformHost } from "../../inventory/terraform/hosts.js";

const PAUSE = 2000;
const PATIENCE = 5000;

/**
 * Waits until every host that is reached by SSH greets on its port; new machines take a minute.
 * Returns those that did not in time.
 */
export async function waitForHosts(
  hosts: readonly TerraformHost[],
  seconds: number,
  signal: AbortSignal,
): Promise<TerraformHost[]> {
  const end = performance.now() + seconds * 1000;
  const answers = await Promise.all(
    hosts.filter(isAwaited).map(async (host) => {
      while (!(await greets(host, signal))) {
        signal.throwIfAborted();
        if (performance.now() > end) return host;
        await sleep(PAUSE, undefined, { signal }).catch(() => signal.throwIfAborted());
      }
      return undefined;
    }),
  );
  return answers.filter((host) => host !== undefined);
}

export function isAwaited({ address, connection }: TerraformHost): boolean {
  return address !== undefined && (connection ?? "ssh") === "ssh";
}

/** An SSH server speaks first: an open port alone may be a machine that is still starting. */
function greets({ address, port = 22 }: TerraformHost, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address!, port });
    const end = (found: boolean): void => {
      socket.destroy();
      signal.removeEventListener("abort", stop);
      resolve(found);
    };
    const stop = (): void => end(false);
    signal.addEventListener("abort", stop, { once: true });
    socket.setTimeout(PATIENCE, () => end(false));
    socket.once("error", () => end(false));
    socket.once("close", () => end(false));
    socket.once("data", (data: Buffer) => end(data.toString("latin1").startsWith("SSH-")));
  });
}
