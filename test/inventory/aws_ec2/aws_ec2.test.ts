import { readdirSync, readFileSync } from "node:fs";
import test from "ava";
import { type Ec2Server, startEc2 } from "../../helpers/ec2_server.js";
import { listing } from "../listing.js";
import { loadEc2, sorted } from "./loading.js";

/**
 * `expected/` was printed by `ansible-inventory --list` (ansible-core 2.14.18, collection amazon.aws 11.4.0,
 * boto3 1.43.11) for the files in `configs/`, asking the very server that this test asks, with the same
 * instances: see bench/ec2_inventory_record.mjs.
 */
const FOLDER = "test/fixtures/aws/ec2";
const names = readdirSync(`${FOLDER}/configs`).map((file) => file.replace(".aws_ec2.yml", ""));

let server: Ec2Server;
test.before(async () => {
  server = await startEc2();
  Object.assign(process.env, server.env);
});
test.after.always(() => server.stop());

test("there are ten configurations", (t) => {
  t.is(names.length, 10);
});

for (const name of names)
  test(`${name}: groups and variables are those of Ansible's plugin`, async (t) => {
    const { inventory } = await loadEc2(`${FOLDER}/configs/${name}.aws_ec2.yml`);
    const expected = JSON.parse(readFileSync(`${FOLDER}/expected/${name}.json`, "utf8"));
    t.deepEqual(sorted(listing(inventory)), sorted(expected));
  });
