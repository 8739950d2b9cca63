import { readFileSync, writeFileSync } from "node:fs";
import test from "ava";
import { TERRAFORM_FIELDS } from "../../../src/inventory/terraform/config.js";
import type { Field } from "../../../src/model/args.js";

const PAGE = "docs/cloud.md";
const START = "<!-- keys -->\n";

function row([name, { about, required, default: usual }]: [string, Field]): string {
  const fallback = usual === undefined || usual === "" ? "" : `\`${JSON.stringify(usual)}\``;
  return `| \`${name}\` | ${about} | ${required ? "required" : fallback} |`;
}

test("docs/cloud.md has every key of tera.terraform (UPDATE_GOLDEN=1 writes the table anew)", (t) => {
  const rows = Object.entries(TERRAFORM_FIELDS as Record<string, Field>).map(row);
  const table = `${START}\n| key | | default |\n|---|---|---|\n${rows.join("\n")}\n`;
  const page = readFileSync(PAGE, "utf8");
  const written = page.replace(/<!-- keys -->\n(\n\|[\s\S]*?\n(?=\n))?/, table);
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(PAGE, written);
  t.is(process.env.UPDATE_GOLDEN === "1" ? written : page, written);
});
