import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import ssh2 from "ssh2";
import { PERMISSIONS } from "../../src/aws/permissions.js";
import { missingForMoto, startMoto } from "../helpers/moto.js";
import { missingForTerraform, type Said, workspace } from "../helpers/terraform.js";
import { notAllowed } from "./apply_policy.js";
import { readPlan } from "./plan.js";
import { callsIn, refusedBy } from "./plan_calls.js";
import { describe, findingsIn, isExempt } from "./policy.js";
import { EXEMPTIONS } from "./policy_exemptions.js";
import { REAL_APPLIES, type RealApply } from "./real_applies.js";
import { breakPlan } from "./sample.js";
import { SAMPLES } from "./samples.js";
import { statementsOf } from "./statements.js";

const missing = missingForTerraform() ?? missingForMoto();
/** As terraform/deploy's README has it, and the inventory source reads it. */
const HOST =
  "address az connection current_release_parameter groups instance_id load_balancer_url os os_family port private_ip redis_url target_group_arn user".split(
    " ",
  );

if (missing && process.env.CI) test("roots can be applied", (t) => t.fail(missing));
const real = missing ? test.skip : test;

/** Applies, plans again, and destroys, each in an emulator of its own; gives what was there in between. */
async function live({ root, args, gaps, stays }: RealApply) {
  const moto = await startMoto({ amis: join("test", "fixtures", "aws", "amis.json"), region: "us-west-2" });
  const copy = workspace({ endpoint: moto.endpoint });
  try {
    if (root === "deploy") writeFileSync(join(copy.folder, root, "test.auto.tfvars"), publicKey());
    const flags = [...args, ...Object.keys(gaps).map((flag) => `-var=${flag}`)];
    const provider = await copy.keepProvider(root);
    await copy.run(root, ["init"]);
    await copy.run(root, ["apply", "-auto-approve", ...flags]);
    const applied: Applied = JSON.parse((await copy.run(root, ["show", "-json"])).stdout);
    const before = provider.log().length;
    const plan = ["plan", "-detailed-exitcode", "-out=second.tfplan", ...flags];
    const { code } = await copy.run(root, plan, [0, 2]);
    const calls = callsIn(provider.log().slice(before));
    const shown = (await copy.run(root, ["show", "-json", "second.tfplan"])).stdout;
    const second = { code, changes: changesIn(JSON.parse(shown)) };
    const run: Run = (args, codes) => copy.run(root, [...args, ...flags], codes);
    const destroyed = stays ? await run([...DESTROY, "-refresh=false"], [1]) : await destroy(run);
    const left = (await copy.run(root, ["state", "list"])).stdout;
    const all = callsIn(provider.log());
    const state = readPlan(applied);
    return { state, outputs: applied.values.outputs ?? {}, second, calls, all, destroyed, left };
  } finally {
    copy.remove();
    await moto.stop();
  }
}

type Run = (args: readonly string[], codes: readonly number[]) => Promise<Said>;
const DESTROY = ["destroy", "-auto-approve"];

/**
 * The second plan has just read what is there, so that it need not be read again. When the emulator's answer is
 * lost on a busy machine, the provider repeats the request and does not find what the first one deleted: then
 * what is left goes with a second try, which reads.
 */
async function destroy(run: Run): Promise<Said> {
  const said = await run([...DESTROY, "-refresh=false"], [0, 1]);
  if (said.code === 0) return said;
  if (!said.stderr.includes("NotFound")) throw new Error(said.stderr);
  return run(DESTROY, [0]);
}

/** What `show -json` says of a state, and of a plan. */
interface Applied {
  values: { outputs?: Record<string, { value: unknown }> };
}
interface Planned {
  resource_changes?: { address: string; mode: string; change: { actions: string[] } }[];
}

function changesIn({ resource_changes: changes = [] }: Planned): string[] {
  return changes
    .filter(({ mode, change }) => mode === "managed" && change.actions.join() !== "no-op")
    .map(({ address }) => address)
    .sort();
}

/** Windows' passwords are encrypted with it: hence RSA. */
function publicKey(): string {
  return `public_key = ${JSON.stringify(ssh2.utils.generateKeyPairSync("rsa", { bits: 2048 }).public)}\n`;
}

const begun = new Map<RealApply, ReturnType<typeof live>>();

/** All begin at once, since part of the time is waiting; who needs one waits for it. */
function outcome(wanted: RealApply): ReturnType<typeof live> {
  for (const each of REAL_APPLIES) if (!begun.has(each)) begun.set(each, live(each));
  return begun.get(wanted)!;
}

for (const wanted of REAL_APPLIES)
  real(`${wanted.name} is applied, planned again and destroyed`, async (t) => {
    t.timeout(600_000);
    const { state, second, destroyed, left } = await outcome(wanted);
    const forgets = Object.keys(wanted.forgets ?? {}).sort();
    t.deepEqual(second, { code: forgets.length > 0 ? 2 : 0, changes: forgets });
    if (wanted.stays) t.regex(destroyed.stderr, wanted.stays);
    else t.is(left, "");
    const findings = findingsIn(state);
    const unexpected = findings.filter((one) => !EXEMPTIONS.some((exemption) => isExempt(one, exemption)));
    t.deepEqual(unexpected.map(describe), []);
  });

for (const { name, root, gaps } of REAL_APPLIES)
  test(`what the emulator lacks for ${name} is documented`, (t) => {
    const pages = ["terraform/README.md", `terraform/${root}/README.md`].filter((path) => existsSync(path));
    const text = pages.map((path) => readFileSync(path, "utf8")).join("\n");
    const flags = Object.keys(gaps).map((flag) => flag.split("=")[0]);
    t.deepEqual(
      flags.filter((flag) => !text.includes(`\`${flag} = `)),
      [],
    );
  });

real("what is known only after the apply is held to the policy, too", async (t) => {
  t.timeout(600_000);
  const states = await Promise.all(REAL_APPLIES.map(async (wanted) => (await outcome(wanted)).state));
  for (const sample of SAMPLES.filter(({ isApplied }) => isApplied)) {
    const all = states.flatMap((state) => breakPlan(sample, state) ?? []);
    t.true(all.length > 0, `nothing of ${sample.type} was applied`);
    for (const { plan, address } of all) {
      const found = findingsIn(plan).filter((one) => one.address === address);
      t.deepEqual([...new Set(found.map(({ rule }) => rule))], [sample.rule], sample.how);
    }
  }
});

/** The roots that `tera cloud up` makes. */
const USUAL = REAL_APPLIES.filter(({ root }) => root === "ecr" || root === "deploy");

for (const wanted of USUAL)
  real(`whoever applies ${wanted.name} needs no more than the policy allows`, async (t) => {
    t.timeout(600_000);
    const { all } = await outcome(wanted);
    t.true(all.length > 10, all.join(" "));
    t.deepEqual(notAllowed(all), []);
  });

/** The states of bootstrap are local: pull requests do not plan it. */
const PLANNED = REAL_APPLIES.filter(({ root }) => root !== "bootstrap");

for (const wanted of PLANNED)
  real(`the role of pull requests may ask everything that a plan of ${wanted.name} asks`, async (t) => {
    t.timeout(600_000);
    const { state } = await outcome(REAL_APPLIES.find(({ root }) => root === "ecr")!);
    const role = state.resources.find(({ address }) => address === "aws_iam_role_policy.plan[0]")!;
    const { calls } = await outcome(wanted);
    t.true(calls.length > 10, calls.join(" "));
    t.deepEqual(refusedBy(String(role.values.policy), calls), []);
  });

/** What the commands of the workflow deploy need, and what only its other programs do. */
const DEPLOYS = [
  "inventory amazon.aws.aws_ec2",
  "connection aws_ssm",
  "module community.aws.elb_target",
  "tera ecr digest",
  "tera provision, images of ECR by token",
];
const PROGRAMS = ["s3:GetObject", "s3:ListBucket", "ssm:TerminateSession", "ssmmessages:OpenDataChannel"];

real("the role that deploys may do what its commands need, and nothing else", async (t) => {
  t.timeout(600_000);
  const { state } = await outcome(REAL_APPLIES.find(({ root }) => root === "deploy")!);
  const role = state.resources.filter(({ address }) =>
    ["aws_iam_role_policy.deploy[0]", "aws_iam_role_policy.targets[0]"].includes(address),
  );
  const allowed = role.flatMap(statementsOf).flatMap(({ actions }) => actions);
  const commands = PERMISSIONS.filter(({ command }) => DEPLOYS.includes(command));
  t.is(commands.length, DEPLOYS.length);
  const needed = commands.flatMap(({ permissions }) => permissions.map(({ action }) => action));
  t.deepEqual([...new Set(allowed)].sort(), [...new Set([...needed, ...PROGRAMS])].sort());
});

real("the inventory of deploy says how each host is reached", async (t) => {
  t.timeout(600_000);
  const { inventory } = (await outcome(REAL_APPLIES.find(({ root }) => root === "deploy")!)).outputs;
  const hosts = Object.values(inventory!.value as Record<string, Record<string, unknown>>);
  t.deepEqual([...new Set(hosts.map(({ connection }) => connection))].sort(), ["ssh", "winrm"]);
  for (const host of hosts) {
    t.deepEqual(Object.keys(host).sort(), HOST);
    t.regex(String(host.address), /^\d+(\.\d+){3}$/);
    t.regex(String(host.instance_id), /^i-[0-9a-f]+$/);
    t.is(host.port, host.connection === "ssh" ? 22 : 5986);
    t.true(Array.isArray(host.groups));
  }
});
