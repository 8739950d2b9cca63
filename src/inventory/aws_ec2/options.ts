import { AWS_ARGS } from "../../aws/arguments.js";
import { type Args, flag, integer, list, map, raw, text } from "../../model/args.js";
import { CONSTRUCTED_FIELDS } from "../constructed/config.js";

const filters = (about: string) => list(map({ about: "filters by name" }), { about, default: [] });

/** Every key of a file with `plugin: amazon.aws.aws_ec2`; docs/inventory-aws.md has the table of it. */
export const AWS_EC2_FIELDS = {
  plugin: text({ about: "`amazon.aws.aws_ec2`", required: true }),
  regions: list(text({ about: "a region" }), {
    about: "regions to read, all at once; without them every region that is enabled for the account",
    default: [],
  }),
  filters: map({
    about:
      "EC2's filters by name (`tag:Role`, `instance-type`, ...), each a value or a list; all of them must match. Without `instance-state-name` instances that are pending, running, stopping or stopped are read",
    default: {},
  }),
  include_filters: filters("further sets of filters; an instance that one set matches is in"),
  exclude_filters: filters("sets of filters; an instance that one set matches is out, whatever else matches"),
  hostnames: list(
    raw({ about: "an attribute, `tag:NAME`, `tag:NAME=VALUE`, or {name, prefix, separator}" }),
    {
      about:
        "where a host's name comes from, the first that is not empty; the default is the public DNS name, then the private one",
      default: [],
    },
  ),
  allow_duplicated_hosts: flag({
    about: "an instance is in the inventory under every name of `hostnames`, not only the first",
    default: false,
  }),
  hostvars_prefix: text({ about: "before the names of variables that come from EC2", default: "" }),
  hostvars_suffix: text({ about: "after the names of variables that come from EC2", default: "" }),
  ...CONSTRUCTED_FIELDS,
  strict_permissions: flag({
    about: "`false`: regions that refuse to be read are left out with a warning",
    default: true,
  }),
  use_contrib_script_compatible_sanitization: flag({
    about: "group names as the old `ec2.py` made them: hyphens stay",
    default: false,
  }),
  use_contrib_script_compatible_ec2_tag_keys: flag({
    about: "variables `ec2_tag_NAME` for every tag, too",
    default: false,
  }),
  cache: flag({ about: "keep what EC2 said", default: false }),
  cache_plugin: text({
    about: "`jsonfile` keeps it in a file, `memory` for this run only",
    default: "memory",
  }),
  cache_connection: text({ about: "`jsonfile`: the folder" }),
  cache_timeout: integer({ about: "seconds for which it counts; 0 is for ever", default: 3600 }),
  cache_prefix: text({ about: "start of the file's name", default: "ansible_inventory_" }),
  ...AWS_ARGS,
  region: { ...AWS_ARGS.region, about: "where the regions of the account are asked for" },
  assume_role_arn: text({
    about: "not done here: name a profile with `role_arn`",
    aliases: ["iam_role_arn"],
  }),
  include_extra_api_calls: flag({
    about: "accepted; has no effect, in Ansible's newer plugins neither",
    default: false,
  }),
  use_ssm_inventory: flag({ about: "not supported", default: false }),
  route53_enabled: flag({ about: "not supported", default: false }),
  route53_hostnames: list(text({ about: "a suffix" }), { about: "not supported", default: [] }),
  route53_excluded_zones: list(text({ about: "a zone" }), { about: "not supported", default: [] }),
} as const;

export type AwsEc2Options = Args<typeof AWS_EC2_FIELDS>;
