import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { codeLines, type Page, pages } from "./pages.js";

const all = pages();
const page = (path: string): Page => all.find((one) => one.path === path)!;

/** All that files of a folder with these endings say. */
function textOf(folder: string, ...endings: string[]): string {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes(".terraform"))
    .filter(({ name }) => endings.some((ending) => name.endsWith(ending)))
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8"))
    .join("\n");
}

/** Names in code: `a_name`, and `a_name = value`. */
const namesIn = ({ text }: Page): string[] =>
  [...text.matchAll(/`([a-z][a-z0-9]*(?:_[a-z0-9]+)+)(?: = [^`]*)?`/g)].map(([, name]) => name!);

const declared = (text: string, kind: "variable" | "output"): string[] =>
  [...text.matchAll(new RegExp(`^${kind} "(\\w+)"`, "gm"))].map(([, name]) => name!);

const TERRAFORM = textOf("terraform", ".tf");
const ABOUT_TERRAFORM = all.filter(({ path }) => /^terraform\/|^docs\/(aws|cloud|pipeline)\.md$/.test(path));

test("variables and outputs that commands on pages set and read are there", (t) => {
  const known = { variable: declared(TERRAFORM, "variable"), output: declared(TERRAFORM, "output") };
  const PATTERNS = [
    ["variable", /\bTF_VAR_([a-z]\w*)/g],
    ["variable", /-var[ =]'?([a-z]\w*)=/g],
    ["output", /\boutput -(?:raw|json) ([a-z]\w*)/g],
  ] as const;
  let found = 0;
  for (const one of ABOUT_TERRAFORM)
    for (const line of codeLines(one))
      for (const [kind, pattern] of PATTERNS)
        for (const [, name] of line.matchAll(pattern)) {
          found += 1;
          t.true(known[kind].includes(name!), `${one.path}: no ${kind} ${name}: ${line}`);
        }
  t.true(found > 20, String(found));
});

/** Names on pages about Terraform that are others'. */
const OTHERS = ["webapp_image", "webapp_runtime", "webapp_ecs_cluster", "ecs_agent", "access_key"];
const SETTINGS = ["max_retries", "skip_requesting_account_id"];

test("names that pages about Terraform use are names of its files", (t) => {
  for (const one of all.filter(({ path }) => path.startsWith("terraform/"))) {
    const names = namesIn(one).filter((name) => ![...OTHERS, ...SETTINGS].includes(name));
    for (const name of names) t.regex(TERRAFORM, new RegExp(`\\b${name}\\b`), `${one.path}: ${name}`);
  }
});

test("each root has all its files' names of environments right: dev and prod, or shared", (t) => {
  const files = readdirSync("terraform", { recursive: true }).map(String);
  for (const one of ABOUT_TERRAFORM)
    for (const line of codeLines(one))
      for (const [file] of line.matchAll(/\benv\/[a-z]+\.(?:tfvars|s3\.tfbackend)/g))
        t.true(
          files.some((path) => path.endsWith(file)),
          `${one.path}: ${file}`,
        );
});

for (const role of readdirSync("roles").filter((name) => existsSync(`roles/${name}/README.md`)))
  test(`the page of the role ${role} names variables that it has`, (t) => {
    const known = ["meta/argument_specs.yml", "defaults/main.yml"].map((file) => `roles/${role}/${file}`);
    const options = known
      .filter((file) => existsSync(file))
      .flatMap((file) => [...readFileSync(file, "utf8").matchAll(/^(?: {6})?(\w+):/gm)])
      .map(([, name]) => name!);
    const { text } = page(`roles/${role}/README.md`);
    const rows = [...text.matchAll(/^\| (`[^|]*) \|/gm)].map(([, cell]) => cell!);
    const named = rows.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name!));
    t.deepEqual(
      named.filter((name) => !options.includes(name)),
      [],
    );
    t.true(named.length > 0);
  });
