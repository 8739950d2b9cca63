// Prints what ansible-inventory with amazon.aws makes of test/fixtures/aws/ec2/configs into expected/.
// Needs ansible-inventory, boto3 and the collection (ANSIBLE_COLLECTIONS_PATH). Usage, after `node scripts/test.mjs`
// or any test has built build/: node bench/ec2_inventory_record.mjs [name ...]
import { execFile } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { startEc2 } from "../build/test/helpers/ec2_server.js";

const FOLDER = "test/fixtures/aws/ec2";
const wanted = process.argv.slice(2);
const server = await startEc2();

async function record(name) {
  const path = `${FOLDER}/configs/${name}.aws_ec2.yml`;
  const { stdout } = await promisify(execFile)("ansible-inventory", ["-i", path, "--list"], {
    env: { ...process.env, ...server.env, ANSIBLE_LOCALHOST_WARNING: "false" },
    maxBuffer: 1e9,
  });
  writeFileSync(`${FOLDER}/expected/${name}.json`, `${packed(JSON.parse(stdout))}\n`);
  console.log(name);
}

/** One line for each group and each host: 60 instances of 100 lines each would hide what differs. */
function packed({ _meta: { hostvars }, ...groups }) {
  const rows = (dict) =>
    Object.entries(dict).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const meta = `"_meta": {"hostvars": {\n${rows(hostvars).join(",\n")}\n}}`;
  return `{\n${[meta, ...rows(groups)].join(",\n")}\n}`;
}

const names = readdirSync(`${FOLDER}/configs`).map((file) => file.replace(/\.aws_ec2\.yml$/, ""));
for (const name of names.filter((one) => wanted.length === 0 || wanted.includes(one))) await record(name);
await server.stop();
