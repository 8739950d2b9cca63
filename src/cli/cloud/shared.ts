import { relative } from "node:path";
import { Fault } from "../../model/errors.js";
import { hasLocalState } from "../../terraform/root.js";
import { type Cloud, stateIn } from "./root.js";
import { type ChosenRoot, usersOf } from "./roots.js";

/**
 * What is shared stays as long as this machine knows of an environment that holds something. Others know of other
 * environments: there, AWS still refuses to destroy a repository with images, or a policy that is attached.
 * Faults: USAGE, TERRAFORM_FAILED, INTERRUPTED.
 */
export async function checkUnused(cloud: Cloud): Promise<void> {
  const users = new Set<string>();
  for (const root of usersOf(cloud.roots)) if (await holds(cloud, root)) users.add(root.environment);
  if (users.size === 0) return;
  const names = [...users].sort();
  const [hold, them] = names.length === 1 ? ["holds", "it"] : ["hold", "them"];
  throw new Fault(
    "USAGE",
    `${names.join(" and ")} still ${hold} something, and what is shared may be needed by ${them}`,
    { hint: `destroy ${them} first: ${names.map((name) => `\`tera cloud down ${name}\``).join(", ")}` },
  );
}

/** A backend is asked, because what `terraform init` left behind stays after everything is destroyed. */
async function holds(cloud: Cloud, root: ChosenRoot): Promise<boolean> {
  if (root.isLocal) return hasLocalState(root);
  try {
    const place = { terraform: cloud.terraform, root, folder: root.folder };
    return (await stateIn(cloud, place)).resources > 0;
  } catch (cause) {
    if (!(cause instanceof Fault) || cause.code !== "TERRAFORM_FAILED") throw cause;
    throw new Fault(
      "TERRAFORM_FAILED",
      `whether ${root.environment} still holds something cannot be known: ${cause.message}`,
      {
        hint: `if that backend is gone, and all that was in it, remove ${relative(process.cwd(), root.data)}`,
        cause,
      },
    );
  }
}
