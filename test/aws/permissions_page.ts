import type { CommandPermissions, Permission } from "../../src/aws/permissions.js";

const BY: Readonly<Record<Permission["by"], string>> = {
  tera: "",
  docker: "by Docker",
  aws: "by the AWS CLI",
  checked: "checked with another call",
};

/** docs/aws-permissions.md: a policy for each command, and when each action is needed. */
export function permissionsPage(all: readonly CommandPermissions[]): string {
  return [
    "# What AWS must allow",
    "",
    "Made from `src/aws/permissions.ts`. A test runs each command, records its calls (`TERA_AWS_CALLS=FILE` does that in any",
    "run: one line of JSON a call), and holds them against this list, in both directions. Fill in the words in capitals.",
    "",
    "`tera cloud` makes no calls of AWS itself: Terraform does, with the permissions that its resources need.",
    "",
    ...all.flatMap((one) => [`## ${one.command}`, "", one.about, "", ...table(one), "", ...policy(one), ""]),
  ].join("\n");
}

function table({ permissions }: CommandPermissions): string[] {
  const rows = permissions.map(
    ({ action, by, when }) => `| \`${action}\` | ${[BY[by], when ?? ""].filter(Boolean).join("; ")} |`,
  );
  return ["| action | |", "|---|---|", ...rows];
}

/** One statement for each resource. */
function policy({ sid, permissions }: CommandPermissions): string[] {
  const resources = [...new Set(permissions.map(({ resource }) => resource))];
  const statements = resources.map((resource, index) => ({
    Sid: `${sid}${index + 1}`,
    Effect: "Allow",
    Action: permissions.filter((one) => one.resource === resource).map(({ action }) => action),
    Resource: resource,
  }));
  return ["```json", JSON.stringify({ Version: "2012-10-17", Statement: statements }, null, 2), "```"];
}
