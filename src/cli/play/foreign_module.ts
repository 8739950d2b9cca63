import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Task } from "../../model/play.js";

const ENDINGS = [".py", "", ".sh", ".ps1"];

/** The file of a module in `-M`, in `library/` beside a playbook, or in that of a role. */
export function foreignModule(
  modulePath: readonly string[],
  folders: readonly string[],
): (name: string, task: Task) => string | undefined {
  return (name, { role }) => {
    const own = role ? [join(role.role.path, "library")] : [];
    const all = [
      ...modulePath.map((path) => resolve(path)),
      ...own,
      ...folders.map((one) => join(one, "library")),
    ];
    const files = all.flatMap((folder) => ENDINGS.map((ending) => join(folder, name + ending)));
    return /^\w+$/.test(name) ? files.find((path) => existsSync(path)) : undefined;
  };
}
