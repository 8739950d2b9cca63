import { Fault, Faults } from "../../model/errors.js";
import type { SecretStore } from "../../model/secret_store.js";

/** What ended a run, without the secrets of that run in what it says. */
export function maskedError(error: unknown, secrets: SecretStore): unknown {
  if (error instanceof Faults) return new Faults(error.faults.map((fault) => withoutSecrets(fault, secrets)));
  if (error instanceof Fault) return withoutSecrets(error, secrets);
  if (error instanceof Error) {
    error.message = secrets.mask(error.message);
    if (error.stack !== undefined) error.stack = secrets.mask(error.stack);
  }
  return error;
}

function withoutSecrets({ code, message, at, hint, cause }: Fault, secrets: SecretStore): Fault {
  const details = { at, hint: hint === undefined ? undefined : secrets.mask(hint), cause };
  return new Fault(code, secrets.mask(message), details);
}
