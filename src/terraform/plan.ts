import { Fault } from "../model/errors.js";
import { objectOf } from "./json.js";

/** What a plan would do to a root. A replacement counts as one to add and one to destroy, as Terraform counts. */
export interface PlanSummary {
  add: number;
  change: number;
  destroy: number;
  /** things to destroy that AWS would not let go, and the attribute that says so */
  guarded: readonly Guarded[];
}

export interface Guarded {
  /** `module.alb.aws_lb.this` */
  address: string;
  /** `enable_deletion_protection` */
  attribute: string;
}

interface ResourceChange {
  address: string;
  mode?: string;
  change: { actions: readonly string[]; before: Record<string, unknown> | null };
}

/** Attributes that keep a resource from being destroyed while they are true. */
const GUARDS = [
  "deletion_protection",
  "deletion_protection_enabled",
  "disable_api_termination",
  "enable_deletion_protection",
];

/** From what `terraform show -json PLAN` prints. Fault: TERRAFORM_FAILED. */
export function planSummary(text: string): PlanSummary {
  const changes = changesIn(text).filter(({ mode }) => mode !== "data");
  const count = (action: string) => changes.filter(({ change }) => change.actions.includes(action)).length;
  return {
    add: count("create"),
    change: count("update"),
    destroy: count("delete"),
    guarded: changes.filter(({ change }) => change.actions.includes("delete")).flatMap(guardsOf),
  };
}

function changesIn(text: string): ResourceChange[] {
  const { format_version: version, resource_changes: changes } = objectOf(text, "the plan");
  if (String(version).startsWith("1.")) return (changes ?? []) as ResourceChange[];
  throw new Fault("TERRAFORM_FAILED", `plans of format ${version} are not understood`, {
    hint: "this Terraform is newer than what is known here: name an older one with --terraform PATH",
  });
}

function guardsOf({ address, change }: ResourceChange): Guarded[] {
  const { before } = change;
  return GUARDS.filter((attribute) => before?.[attribute] === true).map((attribute) => ({
    address,
    attribute,
  }));
}

/** `2 to add, 0 to change, 1 to destroy`. */
export function summaryText({ add, change, destroy }: PlanSummary): string {
  if (add + change + destroy === 0) return "only outputs change";
  return `${add} to add, ${change} to change, ${destroy} to destroy`;
}
