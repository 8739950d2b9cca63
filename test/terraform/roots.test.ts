import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import {
  configurations,
  missingForTerraform,
  SOURCES,
  type Workspace,
  workspace,
} from "../helpers/terraform.js";
import { SECRETS } from "./policy_compute.js";

const missing = missingForTerraform();
const { roots, modules } = configurations();
let copy: Workspace;

test.before(() => {
  copy = workspace();
});
test.after.always(() => copy?.remove());

if (missing && process.env.CI) test("Terraform can be tested", (t) => t.fail(missing));
const real = missing ? test.serial.skip : test.serial;

test("there are roots and modules", (t) => {
  for (const root of ["bootstrap", "deploy", "ecr", "ecs", "eks", "kops"]) t.true(roots.includes(root), root);
  t.true(modules.includes("modules/network"));
});

real("every file is formatted", async (t) => {
  t.is((await copy.run("", ["fmt", "-check", "-recursive", "-diff"])).stdout, "");
});

const locked = roots.filter((root) => existsSync(join(SOURCES, root, ".terraform.lock.hcl")));

for (const root of locked)
  real(`the provider that ${root} has locked is installed`, async (t) => {
    t.timeout(120_000);
    t.regex((await copy.run(root, ["init", "-backend=false"])).stdout, /successfully initialized/);
  });

real("the provider starts, and stays for all that follows", async (t) => {
  t.timeout(120_000);
  t.truthy((await copy.keepProvider(locked[0]!)).env.TF_REATTACH_PROVIDERS);
});

for (const folder of [...roots, ...modules])
  real(`${folder} is valid`, async (t) => {
    t.timeout(120_000);
    await copy.run(folder, ["init", "-backend=false"]);
    const said = JSON.parse((await copy.run(folder, ["validate", "-json"], [0, 1])).stdout);
    t.deepEqual(said.diagnostics, []);
  });

for (const folder of [...roots, ...modules].filter((name) => existsSync(join(SOURCES, name, "tests"))))
  real(`the tests of ${folder} pass`, async (t) => {
    t.timeout(300_000);
    const { stdout } = await copy.run(folder, ["test"]);
    t.log(stdout.trim().split("\n").at(-1));
    t.regex(stdout, /[1-9]\d* passed, 0 failed/);
  });

for (const root of roots)
  test(`${root} has what a root has`, (t) => {
    const wanted = ["terraform.tf", "variables.tf", "outputs.tf", "tests"];
    const usesProviders = readFileSync(join(SOURCES, root, "terraform.tf"), "utf8").includes(
      "required_providers",
    );
    const hasState = existsSync(join(SOURCES, root, "backend.tf"));
    const environments = root === "ecr" ? ["shared"] : ["dev", "prod"];
    const perEnvironment = environments.flatMap((env) => [`env/${env}.tfvars`, `env/${env}.s3.tfbackend`]);
    if (usesProviders) wanted.push(".terraform.lock.hcl");
    const files = [...wanted, ...(hasState ? perEnvironment : [])];
    t.deepEqual(
      files.filter((file) => !existsSync(join(SOURCES, root, file))),
      [],
    );
  });

test("states are where the role that deploys looks for them", (t) => {
  const files = roots.flatMap((root) => {
    const folder = join(SOURCES, root, "env");
    const names = existsSync(folder)
      ? readdirSync(folder).filter((name) => name.endsWith(".s3.tfbackend"))
      : [];
    return names.map((name) => ({ root, environment: name.split(".")[0], path: join(folder, name) }));
  });
  t.true(files.length > 4);
  for (const { root, environment, path } of files)
    t.regex(readFileSync(path, "utf8"), new RegExp(`^key += "tera/${environment}/${root}\\.tfstate"$`, "m"));
});

/** `variable "name" {` to `}`, both at the start of a line, as fmt has them. */
function blocks(text: string, kind: string): [name: string, body: string][] {
  const found = text.matchAll(new RegExp(`^${kind} "(\\w+)" \\{\\n([\\s\\S]*?)^\\}`, "gm"));
  return [...found].map(([, name, body]) => [name!, body!]);
}

for (const folder of [...roots, ...modules])
  test(`${folder} describes its variables and outputs, in order`, (t) => {
    for (const [kind, file, wanted] of [
      ["variable", "variables.tf", ["description", "type"]],
      ["output", "outputs.tf", ["description"]],
    ] as const) {
      const path = join(SOURCES, folder, file);
      const text = existsSync(path) ? readFileSync(path, "utf8") : "";
      const found = blocks(text, kind);
      t.is(
        found.length,
        text.match(new RegExp(`^\\s*${kind} "`, "gm"))?.length ?? 0,
        "each in lines of its own",
      );
      const names = found.map(([name]) => name);
      t.deepEqual(names, [...names].sort());
      for (const [name, body] of found)
        for (const word of wanted) t.regex(body, new RegExp(`^ {2}${word}\\s*=`, "m"), `${kind} ${name}`);
    }
  });

test("no file has a secret in it", (t) => {
  const files = readdirSync(SOURCES, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.terraform|\/tests/.test(entry.parentPath))
    .filter(({ name }) => !/\.(md|hcl)$/.test(name))
    .map((entry) => join(entry.parentPath, entry.name));
  const found = files.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .flatMap((line, at) =>
        SECRETS.some((secret) => secret.test(line)) ? [`${file}:${at + 1}: ${line}`] : [],
      ),
  );
  t.deepEqual(found, []);
});

test("the environments of an account share one registry, and no destroy takes its images along", (t) => {
  const folder = join(SOURCES, "ecr/env");
  t.deepEqual(readdirSync(folder).sort(), ["shared.s3.tfbackend", "shared.tfvars"]);
  t.notRegex(readFileSync(join(folder, "shared.tfvars"), "utf8"), /^\s*force_delete\b/m);
});
