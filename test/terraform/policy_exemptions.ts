import type { Exemption } from "./policy.js";

/** Where a rule is broken on purpose. One that nothing needs any more fails the test. */
export const EXEMPTIONS: readonly Exemption[] = [
  {
    rule: "default-tags",
    address: "aws_s3_bucket.state",
    reason: "it keeps the states of all environments",
  },
];
