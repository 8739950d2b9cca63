import {
  CreateTagsCommand,
  DescribeImagesCommand,
  EC2Client,
  RunInstancesCommand,
  StopInstancesCommand,
} from "@aws-sdk/client-ec2";
import test from "ava";
import { type Moto, missingForMoto, startMoto } from "../../helpers/moto.js";
import { loadText } from "./loading.js";

/** Another's idea of EC2's answers than that of our own server. */
const missing = process.env.CI ? undefined : missingForMoto();

let moto: Moto | undefined;
test.before(async () => {
  if (missing) return;
  moto = await startMoto();
  Object.assign(process.env, moto.env);
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
});
test.after.always(() => moto?.stop());

async function runInstances(region: string, name: string, count: number): Promise<string[]> {
  const client = new EC2Client({ region });
  const { Images } = await client.send(new DescribeImagesCommand({ Owners: ["amazon"] }));
  const wanted = Images!.find((image) => /^amzn/.test(image.Name ?? ""))!;
  const { Instances } = await client.send(
    new RunInstancesCommand({
      ImageId: wanted.ImageId,
      MinCount: count,
      MaxCount: count,
      InstanceType: "t3.small",
    }),
  );
  const ids = Instances!.map((one) => one.InstanceId!);
  for (const [index, id] of ids.entries())
    await client.send(
      new CreateTagsCommand({
        Resources: [id],
        Tags: [
          { Key: "Name", Value: `${name}-${index}` },
          { Key: "Role", Value: index === 0 ? "db" : "web" },
        ],
      }),
    );
  if (count > 2) await client.send(new StopInstancesCommand({ InstanceIds: [ids.at(-1)!] }));
  client.destroy();
  return ids;
}

(missing ? test.skip : test)(
  `an emulator's instances are grouped, named and given their user${missing ? `: ${missing}` : ""}`,
  async (t) => {
    const east = await runInstances("us-east-1", "east", 3);
    await runInstances("eu-west-1", "west", 2);
    const { inventory, warnings } = await loadText(
      `plugin: amazon.aws.aws_ec2
regions: [us-east-1, eu-west-1, eu-central-1]
hostnames: [tag:Name]
keyed_groups:
  - {key: tags.Role, prefix: role}
  - {key: state.name, prefix: state}
  - {key: placement.region, separator: ""}
`,
    );
    t.deepEqual([...inventory.hosts.keys()].sort(), ["east-0", "east-1", "east-2", "west-0", "west-1"]);
    t.deepEqual(inventory.groups.get("role_db")!.hosts.toSorted(), ["east-0", "west-0"]);
    t.deepEqual(inventory.groups.get("state_stopped")!.hosts, ["east-2"]);
    t.deepEqual(inventory.groups.get("eu_west_1")!.hosts.toSorted(), ["west-0", "west-1"]);
    const first = inventory.hosts.get("east-0")!;
    t.like(first.vars, {
      instance_id: east[0],
      instance_type: "t3.small",
      tags: { Name: "east-0", Role: "db" },
    });
    t.regex(
      String((first.vars.placement as { availability_zone_id: string }).availability_zone_id),
      /^use1-az\d$/,
    );
    t.deepEqual(warnings, []);
    t.is(first.defaults?.ansible_user, "ec2-user");

    const { inventory: filtered } = await loadText(
      "plugin: aws_ec2\nregions: [us-east-1]\nfilters: {tag:Role: web, instance-state-name: running}\nhostnames: [tag:Name]\n",
    );
    t.deepEqual([...filtered.hosts.keys()], ["east-1"]);
  },
);
