import { readFileSync, writeFileSync } from "node:fs";
import test from "ava";
import { AWS_EC2_FIELDS } from "../../../src/inventory/aws_ec2/options.js";
import { KEYED_GROUP_FIELDS } from "../../../src/inventory/constructed/config.js";
import type { Field } from "../../../src/model/args.js";
import { startEc2 } from "../../helpers/ec2_server.js";
import { loadEc2 } from "./loading.js";

const PAGE = "docs/inventory-aws.md";
const TABLE = /(<!-- options: .*? -->\n)([\s\S]*?)(<!-- \/options -->)/;

function row([name, field]: [string, Field]): string {
  const { kind, about, aliases = [], default: fallback } = field;
  const names = [name, ...aliases].map((one) => `\`${one}\``).join(", ");
  const shown =
    fallback === undefined || kind === "list" || kind === "map" ? "" : `\`${JSON.stringify(fallback)}\``;
  return `| ${names} | ${kind} | ${shown} | ${about.replaceAll("|", "\\|")} |`;
}

function table(fields: Readonly<Record<string, Field>>): string {
  return ["| key | type | default | |", "|---|---|---|---|", ...Object.entries(fields).map(row)].join("\n");
}

test("the table of options is made of their description (UPDATE_GOLDEN=1 writes it anew)", (t) => {
  const page = readFileSync(PAGE, "utf8");
  const made = `\n${table(AWS_EC2_FIELDS)}\n\nKeys of an entry of \`keyed_groups\`:\n\n${table(KEYED_GROUP_FIELDS)}\n\n`;
  if (process.env.UPDATE_GOLDEN === "1")
    writeFileSync(
      PAGE,
      page.replace(TABLE, (_, start, _old, end) => start + made + end),
    );
  t.is(TABLE.exec(readFileSync(PAGE, "utf8"))?.[2], made);
});

test("the example inventory loads, and its groups hold hosts", async (t) => {
  const server = await startEc2();
  t.teardown(() => server.stop());
  Object.assign(process.env, server.env, { AWS_REGION: "eu-central-1" });
  const { inventory, warnings } = await loadEc2("inventory/aws/aws_ec2.yml");
  for (const name of ["prod", "windows", "linux", "region_eu_central_1"])
    t.true(inventory.groups.get(name)!.hosts.length > 0, name);
  // not even two that one environment and one group of autoscaling have called alike
  t.deepEqual(warnings, []);
});
