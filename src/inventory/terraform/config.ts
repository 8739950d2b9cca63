import { type Args, flag, list, localPath, text } from "../../model/args.js";
import { Fault } from "../../model/errors.js";
import { keyPlaceOf } from "../../model/source.js";
import type { PlainDict } from "../../model/value.js";
import { CONSTRUCTED_FIELDS, checkConstructed, readFields } from "../constructed/config.js";

/** Every key of a file with `plugin: tera.terraform`. docs/cloud.md has the table of it. */
export const TERRAFORM_FIELDS = {
  plugin: text({ about: "`tera.terraform`", required: true }),
  folder: localPath({
    about:
      "a root of Terraform: its outputs are read from its state, wherever that is. Relative to this file, as all paths",
  }),
  environment: text({
    about:
      "with `folder`: the environment that `tera cloud up ENV` made; without it, the root as `terraform init` left it",
  }),
  state: localPath({ about: "instead of `folder`: a state file (terraform.tfstate, version 4)" }),
  output_file: localPath({ about: "instead of `folder`: a file with what `terraform output -json` printed" }),
  output: text({ about: "the output that names the hosts", default: "inventory" }),
  sensitive: flag({ about: "read the output even if Terraform calls it sensitive", default: false }),
  address: list(text({ about: "a field of a host" }), {
    about: "the fields that hold the address to connect to: the first that has a value counts",
    default: ["address"],
  }),
  key_file: localPath({
    about:
      "the private RSA key of the hosts' key pair: with it the passwords of Windows hosts are asked for when they are needed",
  }),
  fallback: localPath({ about: "an inventory file to use as long as nothing is applied" }),
  terraform: text({ about: "the program (default: $TERA_TERRAFORM, or `terraform` on the PATH)" }),
  ...CONSTRUCTED_FIELDS,
} as const;

export type TerraformConfig = Args<typeof TERRAFORM_FIELDS>;

const SOURCES = ["folder", "state", "output_file"] as const;
const ONE_OF = "give one of `folder` (a root), `state` (a state file) and `output_file` (saved outputs)";

/** The configuration in a file, checked. Fault: INVENTORY_INVALID, with the place. */
export function readConfig(given: PlainDict, path: string): TerraformConfig {
  const start = { path, line: 1, column: 1 };
  const config = readFields(TERRAFORM_FIELDS, given, "tera.terraform", start);
  checkConstructed(given, start);
  const said = SOURCES.filter((name) => config[name] !== undefined);
  if (said.length === 0)
    throw new Fault("INVENTORY_INVALID", "no state is named", { at: start, hint: ONE_OF });
  if (said.length > 1)
    throw new Fault("INVENTORY_INVALID", `${said.join(" and ")} exclude each other`, {
      at: keyPlaceOf(given, said[1]!) ?? start,
      hint: ONE_OF,
    });
  if (config.environment !== undefined && config.folder === undefined)
    throw new Fault("INVENTORY_INVALID", "`environment` belongs to `folder`", {
      at: keyPlaceOf(given, "environment") ?? start,
    });
  return config;
}
