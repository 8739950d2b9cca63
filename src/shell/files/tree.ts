import { posix } from "node:path";
import type { Controller } from "../../model/module.js";

/** What is below a folder of the controller. */
export interface Tree {
  folders: string[];
  files: { path: string; from: string; mode: number }[];
  links: { path: string; target: string }[];
}

export interface TreeWish {
  /** stands before each path */
  below: string;
  follow: boolean;
  /** folders that this one is in */
  above?: readonly string[];
}

/** What is below a folder. Links are followed where asked for, but never back to where they are. */
export async function treeBelow(
  folder: string,
  { below, follow, above = [folder] }: TreeWish,
  controller: Controller,
): Promise<Tree> {
  const tree: Tree = { folders: [], files: [], links: [] };
  for (const entry of await controller.walk(folder)) {
    const path = below + entry.path;
    const from = posix.join(folder, entry.path);
    if (entry.kind === "directory") tree.folders.push(path);
    else if (entry.kind === "file") tree.files.push({ path, from, mode: entry.mode });
    else {
      const real = posix.resolve(posix.dirname(from), entry.target!);
      const found = follow ? await controller.stat(from).catch(() => undefined) : undefined;
      const isCircle = [...above, posix.dirname(from)].some((one) => `${one}/`.startsWith(`${real}/`));
      if (found?.kind === "file") tree.files.push({ path, from: real, mode: found.mode });
      else if (found?.kind === "directory" && !isCircle) {
        tree.folders.push(path);
        const more = await treeBelow(
          real,
          { below: `${path}/`, follow, above: [...above, real] },
          controller,
        );
        tree.folders.push(...more.folders);
        tree.files.push(...more.files);
        tree.links.push(...more.links);
      } else tree.links.push({ path, target: entry.target! });
    }
  }
  return tree;
}
