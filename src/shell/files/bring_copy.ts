import { posix } from "node:path";
import { writeJson } from "../../model/json_write.js";
import type { Brought, Controller } from "../../model/module.js";
import type { LocalFile } from "../../model/script.js";
import { isDict, type Value } from "../../model/value.js";
import { treeBelow } from "./tree.js";

/** What is to be copied, by the arguments that copy and win_copy have in common. */
export interface CopyWish {
  src?: string | undefined;
  content?: Value | undefined;
  remote_src: boolean;
  local_follow: boolean;
  decrypt: boolean;
}

/** Where a copy begins: nothing is brought yet. */
export const copyVars = ({ remote_src, src }: { remote_src: boolean; src?: string | undefined }) => ({
  content: null,
  src: remote_src && src ? { path: src } : null,
  list: null,
});

/** The file, the text, or all files of the folder that a copy puts on a Windows host. */
export async function bringCopy(wish: CopyWish, controller: Controller): Promise<Brought> {
  if (wish.remote_src) return {};
  if (wish.content !== undefined)
    return { files: { new: controller.localContent(contentText(wish.content)) }, vars: { base: "" } };
  const found = controller.find("files", wish.src!.replace(/(?<=.)\/+$/, ""));
  if ((await controller.stat(found)).kind === "directory") return bringFolder(found, wish, controller);
  const file = await controller.localFile(found, { decrypt: wish.decrypt });
  return { files: { new: file }, vars: { base: posix.basename(found) } };
}

/** A dict or list becomes JSON as Python writes it; other values their text. */
function contentText(value: Value): string {
  if (Array.isArray(value) || isDict(value)) return writeJson(value, { ascii: true });
  return typeof value === "boolean" ? (value ? "True" : "False") : String(value ?? "");
}

/** All files of a folder as one, and a line for each: its SHA-1, where it begins, its size, its path. */
async function bringFolder(found: string, wish: CopyWish, controller: Controller): Promise<Brought> {
  const top = wish.src!.endsWith("/") ? "" : `${posix.basename(found)}/`;
  const tree = await treeBelow(found, { below: top, follow: wish.local_follow }, controller);
  const files: LocalFile[] = [];
  const list: string[] = [];
  let offset = 0;
  for (const { path: name, from } of tree.files) {
    const file = await controller.localFile(from, { decrypt: wish.decrypt });
    files.push(file);
    list.push(`${file.sha1} ${offset} ${file.size} ${name}`);
    offset += file.size;
  }
  const folders = [...(top ? [top.slice(0, -1)] : []), ...tree.folders];
  return { files: { new: await controller.joined(files) }, vars: { list, folders } };
}
