// node:fs, with a recursive listing that Node 20 does not have.
import { existsSync, readdirSync } from "node:fs";

export * from "node:fs";

/** Paths below `folder` (with it in front) that end in `ending`, sorted; node_modules and dist left out. */
export function globSync(folder, ending) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== "node_modules" && entry.name !== "dist")
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return globSync(path, ending);
      return path.endsWith(ending) ? [path] : [];
    })
    .sort();
}
