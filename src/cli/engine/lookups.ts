import type { Secret } from "../../model/secret.js";
import type { SecretStore } from "../../model/secret_store.js";
import { unlessStopped } from "../../model/stop.js";
import type { ExternalLookup } from "../../template/machine/world.js";

/** Lookups that ask a cloud; Ctrl-C does not wait for its answer. What is secret is masked from then on. */
export function makeLookups(
  secrets: SecretStore,
  signal: AbortSignal,
): Readonly<Record<string, ExternalLookup>> {
  return {
    "tera.aws.ecr_digest": async (terms, options) => {
      const { ecrDigests } = await import("../../aws/ecr_digest.js");
      return unlessStopped(ecrDigests(terms.map(String), options), signal);
    },
    "tera.aws.windows_password": async (terms, options) => {
      const { windowsPasswords } = await import("../../aws/windows_password.js");
      return hidden(await unlessStopped(windowsPasswords(terms.map(String), options), signal), secrets);
    },
  };
}

function hidden(found: readonly Secret[], secrets: SecretStore): string[] {
  return found.map((secret) => {
    secrets.add(secret);
    return secret.reveal();
  });
}
