import { listOf, type Resource, type Values } from "./plan.js";

/** One statement of a policy document; what is known only after the apply is left out. */
export interface Statement {
  isAllow: boolean;
  actions: string[];
  resources: string[];
  /** "*" or "arn:...", by type: [["Federated", "arn:aws:iam::...:oidc-provider/..."]] */
  principals: [type: string, identifier: string][];
  /** a principal is written, though it may not be known yet */
  hasPrincipals: boolean;
  conditions: { test: string; variable: string; values: string[] }[];
}

/** The attributes that hold documents. */
const DOCUMENTS = ["policy", "assume_role_policy", "inline_policy", "access_policy", "json"];

/** The statements of a data source, or of the documents that a resource has. */
export function statementsOf({ mode, type, values }: Resource): Statement[] {
  if (mode === "data") {
    return type === "aws_iam_policy_document" ? listOf(values.statement).map(fromBlock) : [];
  }
  return DOCUMENTS.flatMap((name) => fromJson(values[name]));
}

function fromBlock(block: Values): Statement {
  const principals = listOf(block.principals);
  return {
    isAllow: (block.effect ?? "Allow") === "Allow",
    actions: texts(block.actions),
    resources: texts(block.resources),
    hasPrincipals: principals.length > 0,
    principals: principals.flatMap(({ type, identifiers }) =>
      texts(identifiers).map((one): [string, string] => [String(type), one]),
    ),
    conditions: listOf(block.condition).map(({ test, variable, values }) => ({
      test: String(test),
      variable: String(variable),
      values: texts(values),
    })),
  };
}

function fromJson(text: unknown): Statement[] {
  if (typeof text !== "string" || !text.trimStart().startsWith("{")) return [];
  const { Statement: found = [] } = JSON.parse(text) as { Statement?: Values | Values[] };
  return [found].flat().map(fromStatement);
}

function fromStatement(statement: Values): Statement {
  const written = statement.Principal ?? {};
  const principals = typeof written === "string" ? { AWS: written } : (written as Values);
  return {
    isAllow: statement.Effect === "Allow",
    actions: texts(statement.Action),
    resources: texts(statement.Resource),
    hasPrincipals: statement.Principal !== undefined,
    principals: Object.entries(principals).flatMap(([type, found]) =>
      texts(found).map((one): [string, string] => [type, one]),
    ),
    conditions: Object.entries((statement.Condition ?? {}) as Values).flatMap(([test, variables]) =>
      Object.entries(variables as Values).map(([variable, values]) => ({
        test,
        variable,
        values: texts(values),
      })),
    ),
  };
}

function texts(value: unknown): string[] {
  return [value].flat().filter((one): one is string => typeof one === "string");
}
