import test from "ava";
import type { Ec2Instance } from "../../../src/aws/ec2.js";
import { connectionDefaults, isWindows } from "../../../src/inventory/aws_ec2/defaults.js";

const ID = "i-0123456789abcdef0";
const instance = (more: object): Ec2Instance => ({ InstanceId: ID, ...more }) as Ec2Instance;
const known = (more: object, profile?: string) =>
  connectionDefaults(instance(more), "web1.example", { images: {}, region: "eu-west-1", profile });

test("the profile of the inventory is that of its hosts' sessions and passwords, too", (t) => {
  const windows = { Platform: "windows", KeyName: "key" };
  t.like(known({}, "it's prod"), {
    ansible_aws_ssm_instance_id: ID,
    ansible_aws_ssm_region: "eu-west-1",
    ansible_aws_ssm_profile: "it's prod",
  });
  t.regex(
    String(known(windows, "it's prod").ansible_password),
    /windows_password', 'i-0123456789abcdef0', region='eu-west-1', profile='it\\'s prod', key_file=/,
  );
  t.false("ansible_aws_ssm_profile" in known({}));
  t.notRegex(String(known(windows).ansible_password), /profile/);
});

test("an instance without a key pair has no password to ask for", (t) => {
  const found = known({ Platform: "windows" });
  t.is(found.ansible_connection, "winrm");
  t.false("ansible_password" in found);
});

test("Windows is what either of EC2's two fields calls so", (t) => {
  t.true(isWindows(instance({ PlatformDetails: "Windows with SQL Server Web" })));
  t.true(isWindows(instance({ Platform: "Windows" })));
  t.false(isWindows(instance({ PlatformDetails: "Linux/UNIX" })));
});
