import type { Job, Permissions, Step, Workflow } from "./workflows.js";

/** A rule over one workflow file; `check` names every place that breaks it. */
export interface Rule {
  id: string;
  intent: string;
  check(workflow: Workflow): string[];
}

/** Permissions to write, and the only jobs that may have them: `file:job`. */
const MAY_WRITE: Readonly<Record<string, readonly string[]>> = {
  "id-token": [
    "release.yml:push",
    "release.yml:deploy-dev",
    "release.yml:deploy-prod",
    "deploy.yml:deploy",
    "terraform.yml:plan",
  ],
  attestations: ["release.yml:push"],
};

/** Owners whose actions may run where there is a token for AWS: GitHub, AWS, and Terraform's maker. */
const TRUSTED = ["actions", "aws-actions", "hashicorp"];

/** Values of contexts that somebody outside, or whoever starts a run, chooses freely. */
const CHOSEN =
  /\$\{\{[^}]*\b(github\.(event|head_ref|ref_name|ref)\b|inputs\.|vars\.|secrets\.|matrix\.|needs\.|steps\.)/;

export const RULES: readonly Rule[] = [
  {
    id: "pinned",
    intent: "an action is pinned by its commit, with the version beside it",
    check: (workflow) => [
      ...lines(workflow.text)
        .filter(([line]) => /^\s*(- )?uses:\s/.test(line) && !/uses:\s+\.\//.test(line))
        .filter(([line]) => !/uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))
        .map(([line, number]) => `line ${number}: ${line.trim()}`),
      // however it is written: `- { uses: ... }` is no line of its own
      ...[...eachJob(workflow), ...eachStep(workflow)]
        .filter(([, { uses }]) => uses && !/^\.\/|@[0-9a-f]{40}$/.test(uses))
        .map(([place, { uses }]) => `${place} uses ${uses}`),
    ],
  },
  {
    id: "one-version",
    intent: "an action has one version in a file",
    check: ({ text }) => {
      const used = new Map<string, Set<string>>();
      for (const [, action, commit] of text.matchAll(/uses: ([\w./-]+)@([0-9a-f]{40})/g))
        used.set(action!, (used.get(action!) ?? new Set()).add(commit!));
      return [...used].filter(([, commits]) => commits.size > 1).map(([action]) => action);
    },
  },
  {
    id: "read-only-by-default",
    intent: "a workflow's own permissions are none, or to read the code",
    check: ({ permissions }) => {
      const granted = permissions === undefined ? "not set" : JSON.stringify(permissions);
      return ["{}", '{"contents":"read"}'].includes(granted) ? [] : [`permissions: ${granted}`];
    },
  },
  {
    id: "least-permissions",
    intent: "only the jobs that need it may write",
    check: (workflow) =>
      eachJob(workflow).flatMap(([place, { permissions }]) =>
        written(permissions)
          .filter((scope) => !MAY_WRITE[scope]?.includes(place))
          .map((scope) => `${place} has ${scope}: write`),
      ),
  },
  {
    id: "no-strangers-beside-a-token",
    intent:
      "where a job may get a role, only actions of GitHub, AWS and HashiCorp run, and no install scripts",
    check: (workflow) =>
      eachJob(workflow)
        .filter(([, { permissions }]) => written(permissions).includes("id-token"))
        .flatMap(([place, { steps = [] }]) => [
          ...steps
            .filter(({ uses }) => uses && !TRUSTED.includes(uses.split("/")[0]!))
            .map(({ uses }) => `${place} uses ${uses}`),
          ...steps
            .filter(({ run }) => /npm (ci|install)/.test(run ?? "") && !/--ignore-scripts/.test(run!))
            .map(() => `${place} runs install scripts`),
        ]),
  },
  {
    id: "no-pull-request-target",
    intent: "code of a pull request never runs with the rights of the repository",
    check: ({ on }) =>
      (typeof on === "string" ? [on] : Array.isArray(on) ? on : Object.keys(on)).filter((event) =>
        ["pull_request_target", "workflow_run", "issue_comment"].includes(event),
      ),
  },
  {
    id: "no-role-for-forks",
    intent: "a job that a pull request starts gets a role only if the code is of this repository",
    check: (workflow) =>
      JSON.stringify(workflow.on).includes("pull_request")
        ? eachJob(workflow)
            .filter(([, { permissions }]) => written(permissions).includes("id-token"))
            .filter(
              ([, job]) => !/head\.repo\.full_name == github\.repository/.test(String((job as Step).if)),
            )
            .map(([place]) => place)
        : [],
  },
  {
    id: "no-injection",
    intent: "what somebody chooses reaches a shell as a variable, never as part of the script",
    check: (workflow) =>
      eachStep(workflow)
        .filter(([, { run }]) => CHOSEN.test(run ?? ""))
        .map(([place, { run }]) => `${place}: ${CHOSEN.exec(run!)![0]}`),
  },
  {
    id: "secrets-in-env",
    intent: "a secret stands in env or with, and nowhere else",
    check: (workflow) =>
      [...places(workflow.jobs, [])]
        .filter(([, value]) => /\$\{\{[^}]*\bsecrets\./.test(value))
        .filter(([path]) => !path.includes("env") && !path.includes("with"))
        .map(([path]) => path.join(".")),
  },
  {
    id: "secrets-stay-here",
    intent: "secrets are handed only to a workflow of this repository",
    check: (workflow) =>
      eachJob(workflow)
        .filter(([, { secrets, uses }]) => secrets !== undefined && !uses?.startsWith("./"))
        .map(([place]) => place),
  },
  {
    id: "no-credentials-left",
    intent: "a checkout leaves no token in the folder",
    check: (workflow) =>
      eachStep(workflow)
        .filter(([, { uses }]) => uses?.startsWith("actions/checkout@"))
        .filter(([, { with: options }]) => options?.["persist-credentials"] !== false)
        .map(([place]) => place),
  },
  {
    id: "time-limit",
    intent: "a job ends by itself",
    check: (workflow) =>
      eachJob(workflow)
        .filter(([, job]) => !job.uses && !job["timeout-minutes"])
        .map(([place]) => place),
  },
  {
    id: "strict-shell",
    intent: "a failed command in a pipe fails the step",
    check: (workflow) =>
      eachStep(workflow).some(([, { run }]) => run) && workflow.defaults?.run?.shell !== "bash"
        ? ["defaults.run.shell is not bash, which means -o pipefail"]
        : [],
  },
  {
    id: "failures-are-seen",
    intent: "a command substitution that fails is not hidden by echo or a test",
    check: (workflow) =>
      eachStep(workflow)
        .filter(([, { run }]) =>
          /\b(echo|printf|export|local)\b[^\n]*\$\((?!\()[^\n]*>>\s*"\$GITHUB_/.test(run ?? ""),
        )
        .map(([place]) => place),
  },
  {
    id: "deploys-one-by-one",
    intent: "what runs in an environment runs alone and is not cancelled",
    check: (workflow) =>
      eachJob(workflow)
        .filter(([, { environment }]) => environment !== undefined)
        .filter(([, { concurrency }]) => {
          const { group, "cancel-in-progress": cancel } = (concurrency ?? {}) as Record<string, unknown>;
          return !String(group).includes("environment") || cancel !== false;
        })
        .map(([place]) => place),
  },
  {
    id: "pushes-only-on-tags",
    intent: "a registry is written to by tags v* alone",
    check: ({ on, text }) =>
      /PUSH_ROLE_ARN/.test(text) && JSON.stringify(on) !== '{"push":{"tags":["v*"]}}'
        ? [`on: ${JSON.stringify(on)}`]
        : [],
  },
  {
    id: "built-once",
    intent: "what is pushed was built and proven before: one build in a file, none where a token is",
    check: (workflow) => {
      const builds = eachStep(workflow).filter(([, { uses }]) =>
        uses?.startsWith("docker/build-push-action@"),
      );
      const pushes = builds.filter(([, { with: options }]) => options?.push);
      return [
        ...(builds.length > 1 ? ["more than one build"] : []),
        ...pushes.map(([place]) => `${place} pushes`),
      ];
    },
  },
  {
    id: "no-cache-in-release",
    intent: "what pull requests left in a cache gets into no release and near no role",
    check: (workflow) =>
      JSON.stringify(workflow.on).includes("pull_request") && !workflow.text.includes("id-token")
        ? []
        : eachStep(workflow)
            .filter(([, { with: options }]) => options && ("cache" in options || "cache-from" in options))
            .map(([place]) => place),
  },
];

/** `rule: place`, for every place that breaks a rule. */
export function findings(workflow: Workflow): string[] {
  return RULES.flatMap(({ id, check }) => check(workflow).map((place) => `${id}: ${place}`));
}

const base = (workflow: Workflow): string => workflow.file.split("/").at(-1)!;

function eachJob(workflow: Workflow): [place: string, job: Job][] {
  return Object.entries(workflow.jobs).map(([key, job]) => [`${base(workflow)}:${key}`, job]);
}

function eachStep(workflow: Workflow): [place: string, step: Step][] {
  return eachJob(workflow).flatMap(([place, { steps = [] }]) =>
    steps.map((step, index): [string, Step] => [`${place}, ${step.name ?? step.uses ?? index}`, step]),
  );
}

function written(permissions: Permissions | undefined): string[] {
  if (permissions === undefined) return [];
  if (typeof permissions === "string") return permissions === "write-all" ? ["everything"] : [];
  return Object.entries(permissions).flatMap(([scope, right]) => (right === "write" ? [scope] : []));
}

function lines(text: string): [line: string, number: number][] {
  return text.split("\n").map((line, index) => [line, index + 1]);
}

/** Every text in a value, with the keys that lead to it. */
function* places(value: unknown, path: string[]): Generator<[path: string[], text: string]> {
  if (typeof value === "string") yield [path, value];
  if (value === null || typeof value !== "object") return;
  for (const [key, part] of Object.entries(value)) yield* places(part, [...path, key]);
}
