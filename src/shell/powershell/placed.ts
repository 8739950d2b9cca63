import type { Answer, ResultValues } from "../../model/result.js";
import { type PosixRights, rightsPassedOver } from "./rights.js";

/** Those of the modules that both systems have: what they say of a file on POSIX hosts too, where there is such a thing. */
export function filePlaced(
  answer: Answer,
  args: PosixRights & { src?: string | undefined; dest?: string | undefined },
): ResultValues {
  const { operation, original_basename: _, prepared: _p, ...said } = answer.said;
  if (answer.failure !== undefined) return said;
  return {
    dest: args.dest,
    ...said,
    src: args.src,
    state: operation === "folder_copy" ? "directory" : "file",
    ...rightsPassedOver(args),
  };
}

/** The result values of what put files in their place, by Ansible's names; the host says most of them. */
export function placedResult(
  { said, failure }: Answer,
  { src, dest }: { src?: string | undefined; dest: string },
): ResultValues {
  const values: ResultValues = { src: src ?? null, dest, ...said };
  if (failure === undefined || said.operation !== "file_copy") return values;
  return { ...values, msg: `failed to copy file ${src ?? "content"}: ${failure}` };
}
