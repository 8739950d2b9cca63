import { resolve } from "node:path";
import { homeFolder } from "../disk/local_user.js";

/** A path of this machine as it is written in a file: `~` is the user's home, the rest is relative to `folder`. */
export function localPathFrom(folder: string, path: string): string {
  return resolve(folder, path.replace(/^~(?=\/|$)/, homeFolder()));
}
