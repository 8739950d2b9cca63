import type { Plan } from "./plan.js";
import { computeRules } from "./policy_compute.js";
import { containerRules } from "./policy_containers.js";
import { dataRules } from "./policy_data.js";
import { iamRules } from "./policy_iam.js";
import { networkRules } from "./policy_network.js";
import type { Rule } from "./policy_rule.js";

export interface Finding {
  rule: string;
  intent: string;
  address: string;
  problem: string;
}

/** A place where a rule is broken on purpose. */
export interface Exemption {
  rule: string;
  /** the address, keys included, or a pattern that fits all of it */
  address: string | RegExp;
  reason: string;
}

export const RULES: readonly Rule[] = [
  ...networkRules,
  ...computeRules,
  ...iamRules,
  ...containerRules,
  ...dataRules,
];

/** Every place of a plan or a state that breaks a rule, by address. */
export function findingsIn(plan: Plan, rules: readonly Rule[] = RULES): Finding[] {
  return plan.resources.flatMap((resource) =>
    rules
      .filter(({ types }) => types === undefined || types.includes(resource.type))
      .flatMap((rule) =>
        rule.check(resource, plan).map((problem) => ({
          rule: rule.id,
          intent: rule.intent,
          address: resource.address,
          problem,
        })),
      ),
  );
}

export function isExempt(finding: Finding, { rule, address }: Exemption): boolean {
  if (finding.rule !== rule) return false;
  if (typeof address === "string") return finding.address === address;
  return new RegExp(`^(?:${address.source})$`).test(finding.address);
}

/** One line for a person: where, what is wrong, and what was meant. */
export function describe({ rule, intent, address, problem }: Finding): string {
  return `${address}: ${problem} (${rule}: ${intent})`;
}
