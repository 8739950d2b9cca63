import type { Answer, ResultValues } from "../../model/result.js";

/** The result values of what put files in their place, by Ansible's names; the host says most of them. */
export function placedResult(
  { said, failure }: Answer,
  { src, dest }: { src?: string | undefined; dest: string },
): ResultValues {
  const values: ResultValues = { src: src ?? null, dest, ...said };
  if (failure === undefined || said.operation !== "file_copy") return values;
  return { ...values, msg: `failed to copy file ${src ?? "content"}: ${failure}` };
}
