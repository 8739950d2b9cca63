import { cutText } from "../../reporters/text/width.js";
import type { RunOptions } from "../options/run_options.js";
import { isLive } from "./outputs.js";

export interface Starting {
  say(what: string): void;
  /** something else is shown now */
  clear(): void;
}

/** One row while there is nothing else to see: what is done before the first play. On a terminal with the live view. */
export function starting(options: RunOptions): Starting {
  const { askPass, askBecomePass, askVaultPass, vaultIds } = options;
  const asks = askPass || askBecomePass || askVaultPass || vaultIds.some((one) => /(^|@)prompt/.test(one));
  const isShown = isLive(options) && !asks;
  const columns = process.stdout.columns || 80;
  return {
    say: (what) => {
      if (isShown) process.stdout.write(`\r${cutText(`${what} ...`, columns - 1)}\u001b[K`);
    },
    clear: () => {
      if (isShown) process.stdout.write("\r\u001b[K");
    },
  };
}
