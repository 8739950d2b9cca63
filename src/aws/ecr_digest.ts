import { Fault } from "../model/errors.js";
import { suggest } from "../model/nearest.js";
import type { Value } from "../model/value.js";
import { tagDigest } from "./ecr.js";
import { readImageName, settingsFor } from "./ecr_names.js";

const OPTIONS = ["region", "profile", "registry"];

/**
 * For a lookup: the digests (`sha256:…`) that tags name now. `terms` are `[REGISTRY/]REPOSITORY:TAG`;
 * options: `region`, `profile`, `registry` (where the terms name none). Faults: AWS_*, USAGE.
 */
export async function ecrDigests(
  terms: readonly string[],
  options: Readonly<Record<string, Value>>,
): Promise<string[]> {
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown)
    throw new Fault("ARGUMENT_UNKNOWN", `the lookup of digests has no option \`${unknown}\``, {
      hint: suggest(unknown, OPTIONS) ?? `its options are ${OPTIONS.join(", ")}`,
    });
  const text = (name: string): string | undefined =>
    options[name] === undefined ? undefined : String(options[name]);
  return Promise.all(
    terms.map((term) => {
      const image = readImageName(term);
      const registry = image.registry ?? text("registry");
      const settings = settingsFor(registry, { region: text("region"), profile: text("profile") });
      return tagDigest(settings, { ...image, registry });
    }),
  );
}
