import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { type Moto, missingForMoto, startMoto } from "../helpers/moto.js";
import { missingForTerraform, type Workspace, workspace } from "../helpers/terraform.js";
import { HCL_MUTATIONS } from "./hcl_mutations.js";
import { type Plan, readPlan } from "./plan.js";
import { describe, findingsIn, isExempt } from "./policy.js";
import { EXEMPTIONS } from "./policy_exemptions.js";
import { REAL_PLANS } from "./real_plans.js";
import { breakPlan } from "./sample.js";
import { SAMPLES } from "./samples.js";

const missing = missingForTerraform() ?? missingForMoto();
const plans = new Map<string, Plan>();
let moto: Moto;
let copy: Workspace;

test.before(async () => {
  if (missing) return;
  moto = await startMoto({ amis: join("test", "fixtures", "aws", "amis.json"), region: "us-west-2" });
  copy = workspace({ endpoint: moto.endpoint });
  await copy.keepProvider("bootstrap");
});
test.after.always(async () => {
  copy?.remove();
  await moto?.stop();
});

if (missing && process.env.CI) test("plans can be made", (t) => t.fail(missing));
const real = missing ? test.serial.skip : test.serial;
const unexpected = (plan: Plan) =>
  findingsIn(plan).filter((finding) => !EXEMPTIONS.some((exemption) => isExempt(finding, exemption)));

for (const { name, root, args } of REAL_PLANS)
  real(`the plan of ${name} keeps the policy`, async (t) => {
    t.timeout(180_000);
    await copy.run(root, ["init"]);
    const plan = readPlan(await copy.plan(root, args));
    plans.set(name, plan);
    t.true(plan.resources.length > 3);
    t.deepEqual(unexpected(plan).map(describe), []);
  });

real("every exemption is needed", (t) => {
  const findings = [...plans.values()].flatMap((plan) => findingsIn(plan));
  const unused = EXEMPTIONS.filter((exemption) => !findings.some((finding) => isExempt(finding, exemption)));
  t.deepEqual(unused, []);
});

for (const sample of SAMPLES.filter(({ isApplied }) => !isApplied))
  real(`${sample.rule} reports a real plan where ${sample.how}`, (t) => {
    const all = [...plans.values()].flatMap((plan) => {
      const broken = breakPlan(sample, plan);
      return broken ? [{ before: plan, ...broken }] : [];
    });
    t.true(all.length > 0, `no real plan has anything of ${sample.type} to break`);
    for (const { before, plan, address } of all) {
      const known = findingsIn(before).map(describe);
      const found = findingsIn(plan).filter((finding) => !known.includes(describe(finding)));
      t.deepEqual([...new Set(found.map(({ rule }) => rule))], [sample.rule], found.map(describe).join("\n"));
      t.true(
        found.some((finding) => finding.address === address),
        address,
      );
    }
  });

for (const { how, plan: name, file, from, to, findings } of HCL_MUTATIONS)
  real(`${name}, where ${file} is changed so that ${how}, breaks the policy`, async (t) => {
    t.timeout(180_000);
    const { root, args } = REAL_PLANS.find((one) => one.name === name)!;
    const path = join(copy.folder, file);
    const text = readFileSync(path, "utf8");
    t.regex(text, from);
    writeFileSync(path, text.replace(from, to));
    try {
      const found = unexpected(readPlan(await copy.plan(root, args)));
      t.deepEqual(found.map(({ rule, address }) => `${rule} ${address}`).sort(), [...findings].sort());
    } finally {
      writeFileSync(path, text);
    }
  });
