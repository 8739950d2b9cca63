import test from "ava";
import { misspelt } from "../../../src/inventory/aws_ec2/hostnames.js";
import { snakeName } from "../../../src/inventory/aws_ec2/vars.js";
import { safeGroupName, scriptGroupName } from "../../../src/inventory/constructed/names.js";

test("names of variables are those of EC2's attributes in snake_case", (t) => {
  const names = {
    AmiLaunchIndex: "ami_launch_index",
    Ipv6Addresses: "ipv6_addresses",
    EnableResourceNameDnsAAAARecord: "enable_resource_name_dns_aaaa_record",
    HttpProtocolIpv6: "http_protocol_ipv6",
    TargetGroupARNs: "target_group_arns",
    VpcId: "vpc_id",
    Tags: "tags",
  };
  for (const [name, snake] of Object.entries(names)) t.is(snakeName(name), snake);
});

test("names of groups are safe: letters of all alphabets, digits but at the start, underscores", (t) => {
  t.is(safeGroupName("tag_Name_web-01.farm"), "tag_Name_web_01_farm");
  t.is(safeGroupName("9lives"), "_lives");
  t.is(safeGroupName("мон ü"), "мон_ü");
  t.is(safeGroupName(""), "");
  t.is(scriptGroupName("9 web-01/ü"), "9_web-01__");
});

test("names of attributes that are nearly right are found", (t) => {
  t.deepEqual(
    misspelt([
      "private-ip-address",
      "tag:Nmae",
      "the-bastion",
      { name: "dns-nam", prefix: "aws", separator: "-" },
    ]),
    [["dns-nam", "dns-name"]],
  );
});
