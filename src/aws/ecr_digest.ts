import type { Value } from "../model/value.js";
import { sharedSettings } from "./client.js";
import { tagDigest } from "./ecr.js";
import { readImageName, settingsFor } from "./ecr_names.js";
import { textOptions } from "./lookup_options.js";

const OPTIONS = ["region", "profile", "registry"] as const;

/**
 * For a lookup: the digests (`sha256:…`) that tags name now. `terms` are `[REGISTRY/]REPOSITORY:TAG`;
 * options: `region`, `profile`, `registry` (where the terms name none). Faults: ARGUMENT_UNKNOWN, AWS_*, USAGE.
 */
export async function ecrDigests(
  terms: readonly string[],
  options: Readonly<Record<string, Value>>,
): Promise<string[]> {
  const { registry: usual, ...said } = textOptions("tera.aws.ecr_digest", OPTIONS, options);
  return Promise.all(
    terms.map((term) => {
      const image = readImageName(term);
      const registry = image.registry ?? usual;
      return tagDigest(sharedSettings(settingsFor(registry, said)), { ...image, registry });
    }),
  );
}
