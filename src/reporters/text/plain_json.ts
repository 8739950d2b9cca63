import { writeJson } from "../../model/json_write.js";

/** JSON text of data that may hold Maps, big integers and floats. */
export function plainJson(data: unknown): string {
  return writeJson(data, { compact: true });
}
