/** What policies call the services that the provider's log names. */
const PREFIXES: Readonly<Record<string, string>> = {
  "Application Auto Scaling": "application-autoscaling",
  "Auto Scaling": "autoscaling",
  "CloudWatch Logs": "logs",
  "Elastic Load Balancing v2": "elasticloadbalancing",
};
/** Refused, and nothing comes of it: the provider asks it of the image of a search, and takes any error for "none". */
const MAY_FAIL = ["ec2:GetInstanceUefiData"];

/** The calls in a log of the provider at DEBUG, as policies name them: "ec2:DescribeVpcs", each once. */
export function callsIn(log: string): string[] {
  const sent = log.split("\n").flatMap((line) => {
    const method = /"rpc\.method":"(\w+)"/.exec(line)?.[1];
    const name = /"rpc\.service":"([^"]+)"/.exec(line)?.[1];
    return method && name ? [`${PREFIXES[name] ?? name.toLowerCase()}:${method}`] : [];
  });
  return [...new Set(sent)].sort();
}

interface Statement {
  Effect: string;
  Action?: string | string[];
  NotAction?: string | string[];
  Condition?: unknown;
}

/** The calls that are no reading, or that a statement of the policy denies whatever they are about. */
export function refusedBy(policy: string, calls: readonly string[]): string[] {
  const { Statement: statements } = JSON.parse(policy) as { Statement: Statement[] };
  const denials = statements.filter(({ Effect, Condition }) => Effect === "Deny" && !Condition);
  const isDenied = (call: string) =>
    denials.some(({ Action, NotAction }) => (NotAction ? !isIn(NotAction, call) : isIn(Action ?? [], call)));
  return calls
    .filter((call) => !MAY_FAIL.includes(call))
    .filter((call) => !/:(?:Describe|Get|List)\w+$/.test(call) || isDenied(call));
}

function isIn(patterns: string | string[], call: string): boolean {
  return [patterns].flat().some((pattern) => {
    const text = pattern.replace(/[.*+?^${}()|[\]\\]/g, (one) => (one === "*" ? ".*" : `\\${one}`));
    return new RegExp(`^${text}$`).test(call);
  });
}
