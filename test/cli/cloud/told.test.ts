import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "ava";
import { Fault } from "../../../src/model/errors.js";
import type { CliRun } from "../../e2e/cli.js";
import { scratchFolder } from "../../helpers/scratch.js";
import { typed } from "../../helpers/typed.js";

/** Notes where it is run and what it is told, and answers as the test wants: no Terraform is needed for that. */
const PROGRAM = `#!/bin/sh
[ "$1" != version ] || { echo "Terraform v1.12.0"; exit; }
root=\${PWD##*/}
echo "$root: $*\${TF_VAR_repository_url+ (repository_url=$TF_VAR_repository_url)}" >>"$SAYS/log"
case $1 in
  "\${FAILS:-none}") echo "Error: out of luck" >&2; exit 1 ;;
  plan) for word; do case $word in -out=*) : >"\${word#-out=}" ;; esac; done; exit "\${PLANS:-2}" ;;
  show) cat "$SAYS/plan.json" ;;
  apply) for word; do :; done; [ -e "$word" ] || { echo "there is no plan" >&2; exit 1; } ;;
  state) cat "$SAYS/$root.state" 2>/dev/null || true ;;
esac
`;

const change = (actions: string[], before: object | null = null, mode = "managed") => ({
  address: `x.${actions[0]}`,
  mode,
  change: { actions, before },
});
const planOf = (...changes: object[]) => JSON.stringify({ format_version: "1.2", resource_changes: changes });
const stateOf = (resources: number, outputs: object = {}) =>
  JSON.stringify({
    version: 4,
    outputs,
    resources: Array.from({ length: resources }, () => ({ mode: "managed", instances: [{}] })),
  });
const HOSTS = {
  inventory: { value: { web1: { address: "127.0.0.1", connection: "local", os: "ubuntu2404" }, web22: {} } },
};

const VARIABLES = 'variable "repository_url" {\n}\nvariable "names" {\n}\n';
const FILES: Record<string, string> = {
  "terraform/ecr/main.tf": "",
  "terraform/ecr/env/shared.tfvars": "",
  "terraform/deploy/main.tf": VARIABLES,
  "terraform/deploy/env/dev.tfvars": "",
  "terraform/deploy/env/dev.s3.tfbackend": "",
  "terraform/deploy/env/prod.tfvars": "",
  "terraform/ecs/main.tf": "",
  "terraform/ecs/env/dev.tfvars": "",
  "terraform/notes/README.md": "",
  "inventory/dev/hosts.yml": "all: {hosts: {web1: {ansible_connection: local}}}\n",
  "playbooks/site.yml": "- {hosts: all, gather_facts: false, tasks: [{ping: }]}\n",
  "playbooks/smoke.yml": "- {hosts: all, gather_facts: false, tasks: [{ping: }]}\n",
  "mine.tfvars": "",
};

interface Given {
  env?: Record<string, string | undefined>;
  files?: Record<string, string>;
  /** what Terraform answers: the plan, and the states of roots that are in no file */
  plan?: string;
  states?: Record<string, string>;
  signal?: AbortSignal;
}

/** What is typed, what Terraform was told, and what was said. */
async function cloud(
  words: readonly string[],
  { env = {}, files = {}, plan = planOf(change(["create"])), states = {}, signal }: Given = {},
): Promise<CliRun & { told: string[]; cwd: string }> {
  const top = scratchFolder("told");
  const cwd = join(top, "project");
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  for (const [name, text] of Object.entries({ ...FILES, ...files })) put(join(cwd, name), text);
  put(join(top, "terraform"), PROGRAM);
  chmodSync(join(top, "terraform"), 0o755);
  put(join(top, "plan.json"), plan);
  for (const [name, text] of Object.entries(states)) put(join(top, `${name}.state`), text);
  const own = { TERA_TERRAFORM: join(top, "terraform"), SAYS: top, TERA_OUTPUT: "default", ...env };
  const ran = await typed(["cloud", ...words], { cwd, env: own, ...(signal ? { signal } : {}) });
  const log = existsSync(join(top, "log")) ? readFileSync(join(top, "log"), "utf8") : "";
  const told = log
    .replace(/[^ =]*\/tera-cloud-[^/]*\//g, "@")
    .replaceAll(`${cwd}/`, "")
    .split("\n")
    .filter(Boolean);
  return { ...ran, told, cwd };
}

const INIT = "init -no-color";
const planned = (root: string, env: string, more = "") =>
  `${root}: plan -detailed-exitcode -out=@terraform_${root}.tfplan -var-file=terraform/${root}/env/${env}.tfvars${more} -no-color`;
const shown = (root: string) => `${root}: show -json -no-color @terraform_${root}.tfplan`;
const applied = (root: string) => `${root}: apply -no-color @terraform_${root}.tfplan`;
const BACKEND = "-backend-config=terraform/deploy/env/dev.s3.tfbackend";
const PULL = "deploy: state pull -no-color";
const ECR = [`ecr: ${INIT}`, planned("ecr", "shared"), shown("ecr")];
const DEPLOY = [`deploy: ${INIT} ${BACKEND}`, planned("deploy", "dev"), shown("deploy")];
const ECR_STATE = "terraform/ecr/env/shared.tfstate";
const URL = { repository_url: { value: "r.example/web" }, hosts_security_group_id: { value: ["sg-1"] } };
const DONE = { env: { PLANS: "0" } };

type Case = readonly [words: string[], given: Given, told: string[], out: RegExp | string, code?: number];

const CASES: readonly Case[] = [
  [
    ["plan", "dev"],
    {},
    [...ECR, ...DEPLOY, PULL],
    "terraform/ecr: shared by all environments; state in terraform/ecr/env/shared.tfstate\nterraform/ecr: 1 to add, 0 to change, 0 to destroy\nterraform/deploy: state in the backend of terraform/deploy/env/dev.s3.tfbackend\nterraform/deploy: 1 to add, 0 to change, 0 to destroy\n",
  ],
  [
    ["plan", "dev"],
    DONE,
    [ECR[0]!, ECR[1]!, DEPLOY[0]!, DEPLOY[1]!, PULL],
    /^terraform\/ecr: nothing to do$[\s\S]*^terraform\/deploy: nothing to do$/m,
  ],
  [
    ["plan", "dev", "--local-state", "--roots", "deploy", "--var-file", "mine.tfvars"],
    {},
    [`deploy: ${INIT}`, planned("deploy", "dev", " -var-file=mine.tfvars"), shown("deploy")],
    /state in terraform\/deploy\/env\/dev\.tfstate/,
  ],
  [
    ["plan", "dev", "--roots", "ecr", "--var-file", "mine.tfvars"],
    {},
    ECR,
    /terraform\/ecr: without --var-file, because environments share it: write into terraform\/ecr\/env\/shared\.tfvars/,
  ],
  [
    ["plan", "dev", "--roots", "deploy", "--backend-config", "bucket=b", "--backend-config", "key=k"],
    {},
    [`deploy: ${INIT} ${BACKEND} -backend-config=bucket=b -backend-config=key=k`, ...DEPLOY.slice(1), PULL],
    "terraform/deploy: state in the backend of terraform/deploy/env/dev.s3.tfbackend\nterraform/deploy: 1 to add, 0 to change, 0 to destroy\n",
  ],
  [
    ["plan", "dev", "--roots", "deploy"],
    { files: { "terraform/deploy/.terraform/dev/terraform.tfstate": '{"backend": {"type": "s3"}}' } },
    [`deploy: ${INIT}`, ...DEPLOY.slice(1), PULL],
    /1 to add/,
  ],
  [
    ["plan", "dev", "--roots", "deploy"],
    { files: { "terraform/deploy/.terraform/dev/terraform.tfstate": '{"backend": {"type": "local"}}' } },
    [`deploy: ${INIT} -reconfigure ${BACKEND}`, ...DEPLOY.slice(1), PULL],
    /1 to add/,
  ],
  [
    ["plan", "dev", "--roots", "deploy", "--local-state"],
    { files: { "terraform/deploy/.terraform/dev/terraform.tfstate": '{"backend": {"type": "local"}}' } },
    [`deploy: ${INIT} -reconfigure`, ...DEPLOY.slice(1)],
    /1 to add/,
  ],
  [
    ["plan", "dev", "--pass", "repository_url"],
    { files: { [ECR_STATE]: stateOf(1, URL) } },
    [
      ...ECR,
      DEPLOY[0]!,
      ...DEPLOY.slice(1).map((line) => `${line} (repository_url=r.example/web)`),
      PULL,
    ].map((line) => (line.startsWith("deploy: show") ? line.replace(/ \(.*/, "") : line)),
    /^terraform\/deploy: repository_url as terraform\/ecr says, unless a file of variables says otherwise$/m,
  ],
  [
    ["plan", "dev", "--with", "ecs", "--roots", "deploy"],
    {},
    [...DEPLOY, PULL, `ecs: ${INIT}`, planned("ecs", "dev"), shown("ecs")],
    /terraform\/ecs: state in terraform\/ecs\/env\/dev\.tfstate/,
  ],
  [["plan", "shared"], {}, ECR, /terraform\/ecr: 1 to add/],
  [
    ["up", "dev", "--yes", "--no-provision"],
    { states: { deploy: stateOf(2, HOSTS) }, files: { [ECR_STATE]: stateOf(1) } },
    [...ECR, applied("ecr"), ...DEPLOY, applied("deploy"), PULL],
    /\ndev is up\n {2}web1 {3}127\.0\.0\.1\n {2}web22 {2}no address\n$/,
  ],
  [
    ["up", "dev", "--yes", "--roots", "ecr"],
    DONE,
    ECR.slice(0, 2),
    /^tera provision --inventory dev$[\s\S]*^web1 +: ok=1[\s\S]*^tera smoke --inventory dev$[\s\S]*^web1 +: ok=1[\s\S]*^dev is up$/m,
  ],
  [
    ["up", "dev", "--yes", "--roots", "ecr", "--no-smoke"],
    DONE,
    ECR.slice(0, 2),
    /^tera provision --inventory dev$(?![\s\S]*tera smoke)[\s\S]*^dev is up$/m,
  ],
  [["up", "shared", "--yes"], DONE, ECR.slice(0, 2), /nothing to do\nshared is up\n$/],
  [
    ["up", "dev", "--yes", "--roots", "ecr"],
    {
      ...DONE,
      files: {
        "playbooks/preflight.yml": "- {hosts: all, gather_facts: false, tasks: [{fail: {msg: not yet}}]}\n",
      },
    },
    [],
    /^tera playbook --inventory dev playbooks\/preflight\.yml$[\s\S]*not yet(?![\s\S]*is up)/m,
    2,
  ],
  [
    ["up", "dev", "--yes", "--roots", "ecr"],
    {
      ...DONE,
      files: { "playbooks/site.yml": "- {hosts: all, gather_facts: false, tasks: [{fail: {msg: no}}]}\n" },
    },
    ECR.slice(0, 2),
    /the machines are there; `tera cloud up dev` goes on with provision\n$/,
    2,
  ],
  [
    ["down", "dev", "--yes"],
    { plan: planOf(change(["delete"]), change(["delete"], { deletion_protection: false })) },
    [DEPLOY[0]!, planned("deploy", "dev", " -destroy"), shown("deploy"), applied("deploy")],
    /^terraform\/deploy: 0 to add, 0 to change, 2 to destroy$[\s\S]*^terraform\/ecr stays, because environments share it; `tera cloud down shared` destroys it\ndev is down\n$/m,
  ],
  [
    ["down", "dev", "--yes", "--with", "ecs"],
    {},
    [
      `ecs: ${INIT}`,
      planned("ecs", "dev", " -destroy"),
      shown("ecs"),
      applied("ecs"),
      DEPLOY[0]!,
      planned("deploy", "dev", " -destroy"),
      shown("deploy"),
      applied("deploy"),
    ],
    /dev is down\n$/,
  ],
  [
    ["down", "dev", "--yes", "--roots", "ecr"],
    {},
    [],
    /terraform\/ecr stays[^\n]*\nnothing else of dev was named\n$/,
  ],
  [
    ["down", "shared", "--yes"],
    DONE,
    [ECR[0]!, planned("ecr", "shared", " -destroy")],
    /nothing to do\nshared is down\n$/,
  ],
  [
    ["status", "dev"],
    { states: { deploy: stateOf(2, HOSTS) }, files: { [ECR_STATE]: stateOf(1) } },
    [ECR[0]!, DEPLOY[0]!, PULL],
    /^terraform\/ecr: 1 resource$[\s\S]*^terraform\/deploy: 2 resources\n {2}web1 {2}127\.0\.0\.1 {2}ubuntu2404\n {2}web22 {2}no address\n$/m,
  ],
];

for (const [index, [words, given, told, out, code = 0]] of CASES.entries())
  test(`what Terraform is told by tera cloud ${words.join(" ")} (${index + 1})`, async (t) => {
    const ran = await cloud(words, given);
    t.deepEqual(ran.told, told, ran.stdout + ran.stderr);
    if (typeof out === "string") t.is(ran.stdout, out, ran.stderr);
    else t.regex(ran.stdout, out, ran.stderr);
    t.is(ran.code, code, ran.stderr);
  });

const GUARDED = planOf(
  change(["delete"], { enable_deletion_protection: true }),
  change(["delete"], { disable_api_termination: true }),
);

/** What is typed; the code, what is told, and the last thing that Terraform was told, if anything. */
const REFUSED: readonly (readonly [
  words: string[],
  given: Given,
  code: number,
  err: RegExp,
  last?: string,
])[] = [
  [
    ["up", "dev"],
    {},
    2,
    /nobody is there to confirm the plan\n {2}add --yes to apply it unseen; `tera cloud plan dev` only shows it/,
  ],
  [["down", "dev"], {}, 2, /`tera cloud status dev` only shows it/],
  [["up", "shared", "--yes", "--var-file", "mine.tfvars"], {}, 2, /`shared` takes no --var-file/],
  [["plan", "dev", "--var-file", "none"], {}, 1, /--var-file \S*\/none: there is no such file/],
  [["plan", "nowhere"], {}, 2, /there is no environment `nowhere`\n {2}there are: dev, prod, shared/],
  [["plan", "dve"], {}, 2, /did you mean `dev`/],
  [
    ["plan", "lab"],
    { files: { "inventory/lab/hosts.ini": "" } },
    2,
    /Terraform makes nothing for `lab`: no root has env\/lab\.tfvars/,
  ],
  [["plan", "dev", "--roots", "esc"], {}, 2, /there is no terraform\/esc\n {2}did you mean `ecs`/],
  [
    ["plan", "dev", "--roots", "notes"],
    {},
    2,
    /there is no terraform\/notes\n {2}there are: deploy, ecr, ecs/,
  ],
  [["plan", "prod", "--roots", "ecs"], {}, 2, /terraform\/ecs has no env\/prod\.tfvars\n {2}write it/],
  [["plan", "shared", "--roots", "deploy"], {}, 2, /terraform\/deploy is not shared/],
  [
    ["plan", "dev", "--roots", "deploy", "--local-state"],
    { files: { "terraform/deploy/.terraform/dev/terraform.tfstate": '{"backend": {"type": "s3"}}' } },
    2,
    /the state of terraform\/deploy for dev is in s3 already\n {2}leave --local-state out/,
  ],
  [
    ["down", "dev", "--yes"],
    { files: { "terraform/ecs/env/dev.tfstate": stateOf(1) } },
    2,
    /ecs may hold something of dev too\n {2}destroy it as well: --with ecs; or leave it as it is: --roots deploy/,
  ],
  [
    ["down", "shared", "--yes"],
    {
      files: {
        "terraform/deploy/env/dev.tfstate": stateOf(1),
        "terraform/deploy/env/prod.tfstate": stateOf(1),
      },
    },
    2,
    /dev and prod still hold something, and what is shared may be needed by them\n {2}destroy them first: `tera cloud down dev`, `tera cloud down prod`/,
  ],
  [
    ["down", "dev", "--yes"],
    { plan: GUARDED },
    1,
    /x\.delete \(and 1 more\) in terraform\/deploy is protected: enable_deletion_protection is true\n.*run `tera cloud up dev`, then again/,
    shown("deploy"),
  ],
  [
    ["up", "dev", "--yes", "--no-provision"],
    { env: { FAILS: "init" } },
    1,
    /terraform init failed in terraform\/ecr:\nError: out of luck\n {2}`tera cloud up dev` goes on: what is made already/,
    ECR[0]!,
  ],
  [
    ["plan", "dev"],
    { env: { FAILS: "init" } },
    1,
    /out of luck\n {2}mend that, then try `tera cloud plan dev` again/,
    ECR[0]!,
  ],
  [
    ["up", "dev", "--yes", "--no-provision"],
    { env: { FAILS: "apply" } },
    1,
    /^ERROR! terraform apply failed in terraform\/ecr\n/m,
    applied("ecr"),
  ],
  [["plan", "dev"], { env: { PLANS: "1" } }, 1, /terraform plan failed in terraform\/ecr/, ECR[1]!],
  [["up", "prod", "--yes"], {}, 1, /there is no inventory `prod`/],
];

for (const [words, given, code, err, last] of REFUSED)
  test(`tera cloud ${words.join(" ")} is refused: ${err.source.slice(0, 60)}`, async (t) => {
    const ran = await cloud(words, given);
    t.regex(ran.stderr, err);
    t.is(ran.code, code);
    t.is(ran.told.at(-1), last);
  });

/** A command that is stopped: what is told. What may have been begun is in the state. */
const STOPPED: readonly (readonly [action: string, hint: boolean])[] = [
  ["up", true],
  ["down", true],
  ["plan", false],
  ["status", false],
];

for (const [action, hint] of STOPPED)
  test(`tera cloud ${action} that is stopped ${hint ? "says how to go on" : "has nothing to go on with"}`, async (t) => {
    const reason = new Fault("INTERRUPTED", "stopped");
    const ran = await cloud([action, "dev", "--yes", "--roots", "deploy"], {
      signal: AbortSignal.abort(reason),
    });
    const more = `  what was done is in the state: \`tera cloud ${action} dev\` goes on\n`;
    t.is(ran.stderr, `ERROR! stopped\n${hint ? more : ""}`);
    t.is(ran.code, 130);
  });

test("where events go to standard output, what we say does not", async (t) => {
  for (const [words, env] of [
    [["--output", "jsonl"], {}],
    [[], { TERA_OUTPUT: "jsonl" }],
  ] as const) {
    const ran = await cloud(["status", "dev", "--roots", "ecr", ...words], { env });
    t.is(ran.stdout, "");
    t.regex(ran.stderr, /terraform\/ecr: 0 resources/);
  }
});

test("what down leaves nothing of is not kept beside, secrets included", async (t) => {
  const state = "terraform/ecs/env/dev.tfstate";
  const files = { [state]: stateOf(1), [`${state}.backup`]: "secrets" };
  const ran = await cloud(["down", "dev", "--yes", "--with", "ecs"], { files });
  t.is(ran.code, 0, ran.stderr);
  t.false(existsSync(join(ran.cwd, `${state}.backup`)));
});

test("a variable that the environment has is not handed on", async (t) => {
  const files = { [ECR_STATE]: stateOf(1, URL) };
  const env = { TF_VAR_repository_url: "mine" };
  const ran = await cloud(["plan", "dev", "--pass", "repository_url"], { files, env });
  t.notRegex(ran.stdout, /as terraform\/ecr says/);
  t.regex(ran.told.join("\n"), /repository_url=mine/);
});
