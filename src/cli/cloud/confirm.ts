import { Fault } from "../../model/errors.js";
import { ask } from "../engine/ask.js";

/** Without a terminal nobody can confirm: said before anything is planned. Fault: USAGE. */
export function checkConfirmable(yes: boolean, look: string): void {
  if (yes || process.stdin.isTTY) return;
  throw new Fault("USAGE", "nobody is there to confirm the plan", {
    hint: `add --yes to apply it unseen; \`${look}\` only shows it`,
  });
}

/** Was the word typed? Faults: INTERRUPTED for Ctrl-C and where the input ends. */
export async function isConfirmed(word: string, question: string, signal: AbortSignal): Promise<boolean> {
  const stopped = new Promise<undefined>((resolve) => {
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  const answer = await Promise.race([ask(`${question} `, { echo: true }), stopped]);
  if (answer === undefined) throw new Fault("INTERRUPTED", "stopped by the user");
  return answer.trim() === word;
}
