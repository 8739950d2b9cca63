import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { Target, Transport } from "../model/connection.js";
import { Fault } from "../model/errors.js";
import { connectSsh } from "./ssh/connect.js";

/** The document that forwards the SSH port of a managed node through Session Manager. */
const DOCUMENT = "AWS-StartSSHSession";

const transport: Transport = {
  name: "aws_ssm",
  about: "EC2 instances without an open port: SSH through AWS Session Manager, by the AWS CLI and its plugin",
  variables: {
    ansible_aws_ssm_instance_id:
      "the instance (default: ansible_host, which then must be an id such as i-0abc…)",
    ansible_aws_ssm_region: "region of the instance",
    ansible_aws_ssm_profile: "profile of the AWS CLI",
  },
  connect: async (target, signal, first) => {
    const instance = instanceOf(target);
    for (const [program, source] of NEEDED) if (!onPath(program)) throw missing(target, program, source);
    // after the user's own options: of two that say the same the first counts
    const sshArgs = [...(target.sshArgs ?? []), "-o", `ProxyCommand=${command(target, instance)}`];
    return connectSsh({ ...target, address: instance, sshArgs }, signal, first);
  },
};

export default transport;

const NEEDED = [
  ["aws", "the AWS CLI"],
  ["session-manager-plugin", "the Session Manager plugin of the AWS CLI"],
] as const;

function instanceOf(target: Target): string {
  const id = target.options.instance ?? target.address;
  if (/^m?i-[0-9a-f]{8,17}$/.test(id)) return id;
  throw new Fault("CONNECTION_FAILED", `\`${id}\` of ${target.name} is no id of an instance`, {
    hint: "set ansible_aws_ssm_instance_id (an EC2 inventory has it: `compose: {ansible_aws_ssm_instance_id: instance_id}`)",
  });
}

function command({ options }: Target, instance: string): string {
  const words = ["aws", "ssm", "start-session", "--target", instance, "--document-name", DOCUMENT];
  words.push("--parameters", "portNumber=%p");
  if (options.region) words.push("--region", options.region);
  if (options.profile) words.push("--profile", options.profile);
  return words.map(quoted).join(" ");
}

const quoted = (word: string): string =>
  /^[\w%=./:-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`;

function onPath(program: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function missing({ name }: Target, program: string, what: string): Fault {
  return new Fault(
    "CONNECTION_FAILED",
    `${name} is reached by Session Manager, but there is no \`${program}\` here`,
    {
      hint: `install ${what}, or reach the host by ssh`,
    },
  );
}
