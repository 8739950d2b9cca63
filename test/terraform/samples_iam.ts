import { listOf, type Values } from "./plan.js";
import { resource, type Sample } from "./sample.js";
import { type Statement, statementsOf } from "./statements.js";

const DOCUMENT = "aws_iam_policy_document";
const ISSUER = "token.actions.githubusercontent.com";
const EVERYBODY = { Statement: [{ Effect: "Allow", Principal: "*", Action: "ecr:BatchGetImage" }] };

/** One more statement in a document: in a data source that has no principals, and in a policy's JSON. */
function allow(rule: string, how: string, actions: string[], resources: string[]): Sample[] {
  const inBlock = (values: Values): boolean => {
    const statements = listOf(values.statement);
    if (statements.length === 0) return false;
    values.statement = [
      ...statements,
      { effect: "Allow", actions, resources, principals: [], condition: [] },
    ];
    return true;
  };
  const inJson = (values: Values): boolean =>
    changeJson(values, "policy", ({ Statement }) => {
      Statement.push({ Effect: "Allow", Action: actions, Resource: resources });
    });
  return [
    { rule, how: `${how}, in a data source`, type: DOCUMENT, change: inBlock },
    { rule, how: `${how}, in a policy`, type: "aws_iam_policy", change: inJson, isApplied: true },
  ];
}

function changeJson(
  values: Values,
  name: string,
  change: (document: { Statement: Values[] }) => void,
): boolean {
  if (typeof values[name] !== "string") return false;
  const document = JSON.parse(values[name]) as { Statement: Values | Values[] };
  const statements = { Statement: [document.Statement].flat() };
  change(statements);
  values[name] = JSON.stringify({ ...document, ...statements });
  return true;
}

type Condition = Statement["conditions"][number];

/** Changes the conditions under which GitHub is trusted: in a data source, and in a role. */
function trust(how: string, change: (condition: Condition) => Condition | undefined): Sample[] {
  const changed = (conditions: Condition[]) => conditions.flatMap((condition) => change(condition) ?? []);
  const inBlock = (values: Values): boolean => {
    const statement = listOf(values.statement).find((one) => JSON.stringify(one).includes(`${ISSUER}:sub`));
    if (statement) statement.condition = changed(listOf<Condition>(statement.condition));
    return statement !== undefined;
  };
  const inRole = (values: Values): boolean => {
    if (!String(values.assume_role_policy).includes(`${ISSUER}:sub`)) return false;
    return changeJson(values, "assume_role_policy", ({ Statement }) => {
      const { conditions } = statementsOf(resource("aws_iam_role", values))[0]!;
      Statement[0]!.Condition = asJson(changed(conditions));
    });
  };
  const rule = "oidc-trust-conditioned";
  return [
    { rule, how: `${how}, in a data source`, type: DOCUMENT, change: inBlock },
    { rule, how: `${how}, in a role`, type: "aws_iam_role", change: inRole, isApplied: true },
  ];
}

function asJson(conditions: readonly Condition[]): Values {
  const json: Record<string, Values> = {};
  for (const { test, variable, values } of conditions) {
    json[test] ??= {};
    json[test][variable] = values;
  }
  return json;
}

const trustSubject = (subject: string): Sample[] =>
  trust(`${subject} is trusted`, (condition) =>
    condition.variable === `${ISSUER}:sub` ? { ...condition, values: [subject] } : condition,
  );

const withoutClaim = (claim: string): Sample[] =>
  trust(`any ${claim} is trusted`, (condition) =>
    condition.variable === `${ISSUER}:${claim}` ? undefined : condition,
  );

export const iamSamples: readonly Sample[] = [
  ...allow("iam-no-wildcard-actions", "all of a service is allowed", ["ecr:*"], ["*"]),
  ...allow("iam-no-wildcard-resources", "a push to everything is allowed", ["ecr:PutImage"], ["*"]),
  ...allow(
    "iam-pass-role-limited",
    "a role may be passed to any service",
    ["iam:PassRole"],
    ["arn:aws:iam::123456789012:role/task"],
  ),
  ...allow(
    "sessions-bounded",
    "a session may start on any host",
    ["ssm:StartSession"],
    ["arn:aws:ec2:us-west-2:123456789012:instance/*"],
  ),
  ...allow(
    "sessions-bounded",
    "a session may start with any document",
    ["ssm:StartSession"],
    ["arn:aws:ssm:us-west-2::document/*"],
  ),
  ...trustSubject("repo:acme/*:ref:refs/heads/main"),
  ...trustSubject("repo:acme*/web:pull_request"),
  ...trustSubject("repo:acme/web:*"),
  ...trustSubject("*"),
  ...withoutClaim("aud"),
  ...withoutClaim("sub"),
  {
    rule: "no-public-principal",
    how: "everybody may pull",
    type: "aws_ecr_repository_policy",
    add: { policy: JSON.stringify(EVERYBODY) },
  },
  {
    rule: "no-public-principal",
    how: "everybody may be a role",
    type: "aws_iam_role",
    change: (values) =>
      changeJson(values, "assume_role_policy", ({ Statement }) => {
        Statement.push({ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: "*" } });
      }),
  },
  { rule: "no-iam-users", how: "there is a user", type: "aws_iam_user", add: { name: "push" } },
  { rule: "no-iam-users", how: "there is a key", type: "aws_iam_access_key", add: { user: "push" } },
];
