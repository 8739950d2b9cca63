import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { runStep } from "./run_step.js";

const top = mkdtempSync(join(tmpdir(), "tera-plan-step-"));
test.after.always(() => rmSync(top, { recursive: true, force: true }));

/** Runs the step with a program that notes where it was called and how; `fails` is a word that it fails at. */
async function plansOf(root: string, fails = "-") {
  const folder = mkdtempSync(join(top, `${root}-`));
  mkdirSync(join(folder, "bin"));
  const program = `#!/bin/sh
echo "\${TF_DATA_DIR#"$PWD/"} $*" >>"${folder}/calls"
[ "$2" != ${fails} ]
`;
  writeFileSync(join(folder, "bin/terraform"), program);
  chmodSync(join(folder, "bin/terraform"), 0o755);
  const run = await runStep("terraform.yml", "plan", "Plan", {
    values: {
      "matrix.root": root,
      "vars.STATE_BUCKET": "states",
      "vars.TERRAFORM_VARIABLES || '{}'": JSON.stringify({ dev: { public_key: "ssh-ed25519 it's" } }),
    },
    env: {
      PATH: `${join(folder, "bin")}:${process.env.PATH}`,
      RUNNER_TEMP: folder,
      GITHUB_STEP_SUMMARY: join(folder, "summary"),
    },
  });
  const calls = readFileSync(join(folder, "calls"), "utf8").trimEnd().split("\n");
  const given = (name: string) =>
    JSON.parse(readFileSync(join(folder, `${name}.tfvars.json`), "utf8")) as unknown;
  return { run, calls, folder, given, summary: () => readFileSync(join(folder, "summary"), "utf8") };
}

for (const [root, environments] of [
  ["ecr", ["shared"]],
  ["deploy", ["dev", "prod"]],
] as const)
  test(`${root} is planned for ${environments.join(" and ")}, each with its own state`, async (t) => {
    const { run, calls, summary } = await plansOf(root);
    t.is(run.exitCode, 0, run.all);
    t.is(calls.length, 3 * environments.length);
    for (const [index, name] of environments.entries()) {
      const [init, plan, show] = calls.slice(3 * index);
      const at = `terraform/${root}/.terraform/${name} -chdir=terraform/${root}`;
      t.true(init!.startsWith(`${at} init `), init);
      t.true(init!.endsWith(`-backend-config=env/${name}.s3.tfbackend -backend-config=bucket=states`), init);
      t.regex(plan!, new RegExp(`^${at} plan .*-lock=false .*-var-file=env/${name}\\.tfvars `));
      t.true(show!.startsWith(`${at} show `), show);
    }
    t.deepEqual(
      summary().match(/^### .*/gm),
      environments.map((name) => `### ${root}, ${name}`),
    );
  });

test("what is given from outside reaches the plan of its environment, and no other", async (t) => {
  const { calls, folder, given } = await plansOf("deploy");
  const plans = calls.filter((call) => / plan /.test(call));
  t.is(plans.length, 2);
  for (const name of ["dev", "prod"])
    t.true(
      plans.some((call) =>
        call.includes(`-var-file=env/${name}.tfvars -var-file=${folder}/${name}.tfvars.json`),
      ),
    );
  t.deepEqual([given("dev"), given("prod")], [{ public_key: "ssh-ed25519 it's" }, {}]);
});

test("a plan that fails fails the run", async (t) => {
  const { run, calls } = await plansOf("deploy", "plan");
  t.is(run.exitCode, 1);
  t.is(calls.length, 2);
});
