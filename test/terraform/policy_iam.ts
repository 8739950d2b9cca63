import type { Resource } from "./plan.js";
import type { Rule } from "./policy_rule.js";
import { type Statement, statementsOf } from "./statements.js";

/** Actions that IAM cannot limit to a resource; each needs "*". */
const WITHOUT_RESOURCE: readonly RegExp[] = [
  /^ecr:GetAuthorizationToken$/,
  /^ec2:Describe\w+$/,
  /^elasticloadbalancing:Describe\w+$/,
  /^ecs:(?:De)?[Rr]egisterTaskDefinition$/,
  /^ecs:DescribeTaskDefinition$/,
  /^ssmmessages:(?:Create|Open)(?:Control|Data)Channel$/,
  /^xray:Put(?:TraceSegments|TelemetryRecords)$/,
];
/** Conditions that bound "*" to what is named in them. */
const BOUNDS = /^(?:ecs:cluster|(?:aws:|ec2:|ssm:|autoscaling:)[Rr]esourceTag\/.+)$/;
const ISSUER = "token.actions.githubusercontent.com";

export const iamRules: readonly Rule[] = [
  {
    id: "iam-no-wildcard-actions",
    intent: "what may be done is named, action by action",
    check: (resource) =>
      identityStatements(resource)
        .flatMap(({ actions }) => actions)
        .filter((action) => action.includes("*"))
        .map((action) => `allows ${action}`),
  },
  {
    id: "iam-no-wildcard-resources",
    intent: 'what it may be done to is named; "*" only for actions that know no resource',
    check: (resource) =>
      identityStatements(resource)
        .filter(({ resources, conditions }) => resources.includes("*") && !conditions.some(isBound))
        .flatMap(({ actions }) => actions)
        .filter((action) => !WITHOUT_RESOURCE.some((pattern) => pattern.test(action)))
        // the other rule's
        .filter((action) => !action.includes("*"))
        .map((action) => `allows ${action} on every resource`),
  },
  {
    id: "iam-pass-role-limited",
    intent: "a role is passed by name, and to one service",
    check: (resource) =>
      identityStatements(resource)
        .filter(({ actions }) => actions.includes("iam:PassRole"))
        .flatMap(({ resources, conditions }) => [
          ...resources.filter((one) => one !== "*" && one.includes("*")).map((one) => `passes ${one}`),
          ...(conditions.some(({ variable }) => variable === "iam:PassedToService")
            ? []
            : ["passes a role to any service"]),
        ]),
  },
  {
    id: "sessions-bounded",
    intent: "sessions start on the hosts of one environment, with a document that is allowed by name",
    check: (resource) =>
      identityStatements(resource)
        .filter(({ actions }) => actions.includes("ssm:StartSession"))
        .flatMap(sessionProblems),
  },
  {
    id: "oidc-trust-conditioned",
    intent:
      "a role trusts named repositories' workflows: audience and subject are checked, neither is a whole organisation",
    check: (resource) => statementsOf(resource).filter(trustsGithub).flatMap(trustProblems),
  },
  {
    id: "no-public-principal",
    intent: "no policy lets everybody in",
    check: (resource) =>
      statementsOf(resource)
        .filter(({ isAllow, principals }) => isAllow && principals.some(([, one]) => one === "*"))
        .map(({ actions }) => `lets everybody do ${actions.join(", ")}`),
  },
  {
    id: "no-iam-users",
    intent: "nobody has keys that do not expire: there are roles, and no users",
    types: ["aws_iam_user", "aws_iam_access_key", "aws_iam_user_policy", "aws_iam_user_policy_attachment"],
    check: () => ["is about a user of IAM"],
  },
];

function isBound({ variable, values }: Statement["conditions"][number]): boolean {
  return BOUNDS.test(variable) && !values.includes("*");
}

/** A key's and a bucket's policy say "*" of themselves: those with a principal are not meant. */
function identityStatements(resource: Resource): Statement[] {
  return statementsOf(resource).filter(({ isAllow, hasPrincipals }) => isAllow && !hasPrincipals);
}

/** A session on any host needs two conditions: which host, and that the document is asked about, too. */
function sessionProblems({ resources, conditions }: Statement): string[] {
  const has = (name: RegExp) => conditions.some((one) => name.test(one.variable) && isSet(one.values));
  return resources
    .filter((one) => one !== "*" && one.includes("*"))
    .flatMap((one) => {
      if (!/:instance\/\*$/.test(one)) return [`starts sessions with ${one}`];
      const isChecked = has(/^ssm:SessionDocumentAccessCheck$/);
      return [
        ...(has(/^(?:aws:|ssm:)[Rr]esourceTag\/Environment$/)
          ? []
          : ["starts sessions in every environment"]),
        ...(isChecked ? [] : ["starts sessions with the document that nobody names: a shell"]),
      ];
    });
}

function isSet(values: readonly string[]): boolean {
  return values.length > 0 && values.every((value) => value !== "*" && value !== "false");
}

function trustsGithub({ isAllow, actions, conditions, principals }: Statement): boolean {
  const isFederated = principals.some(([type, one]) => type === "Federated" && one.includes(ISSUER));
  const isNamed = conditions.some(({ variable }) => variable.startsWith(ISSUER));
  return isAllow && actions.includes("sts:AssumeRoleWithWebIdentity") && (isFederated || isNamed);
}

function trustProblems({ conditions }: Statement): string[] {
  const on = (name: string) => conditions.filter(({ variable }) => variable === `${ISSUER}:${name}`);
  const audiences = on("aud").filter(({ test }) => test === "StringEquals");
  const subjects = on("sub").flatMap(({ values }) => values);
  return [
    ...(audiences.length > 0 ? [] : ["does not check the audience"]),
    ...(on("sub").length > 0 ? [] : ["does not check the subject"]),
    ...conditions
      .filter(({ test }) => test.startsWith("ForAllValues:"))
      .map(() => "is true without the claim"),
    ...subjects.filter(isTooWide).map((subject) => `trusts ${subject}`),
  ];
}

/** repo:ORG/REPO:..., with or without the numbers of both: neither name may have a wildcard, nor may all follow. */
function isTooWide(subject: string): boolean {
  const [, owner, name, rest] = /^repo:([^/:]+)\/([^:]+):(.+)$/.exec(subject) ?? [];
  if (!owner || !name || !rest) return true;
  return /[*?]/.test(owner) || /[*?]/.test(name) || rest === "*";
}
