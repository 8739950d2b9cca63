import { jsonFloat } from "../../model/json_write.js";
import { DateValue, Float } from "../../model/value.js";

/** JSON text as Python's `json.dumps(value, sort_keys=True, ensure_ascii=False)` writes it. */
export function pythonJson(value: unknown, indent = 0): string {
  return write(value, indent, "");
}

function write(value: unknown, indent: number, margin: string): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return numberText(value);
  if (typeof value !== "object") return String(value);
  if (value instanceof Float) return jsonFloat(value.value);
  if (value instanceof DateValue) return JSON.stringify(value.text.replace(" ", "T"));
  const inner = margin + " ".repeat(indent);
  if (Array.isArray(value))
    return enclose(
      "[",
      value.map((item) => write(item, indent, inner)),
      "]",
      indent,
      margin,
    );
  const entries = sorted(value).map(([key, item]) => `${JSON.stringify(key)}: ${write(item, indent, inner)}`);
  return enclose("{", entries, "}", indent, margin);
}

function enclose(open: string, parts: string[], close: string, indent: number, margin: string): string {
  if (parts.length === 0 || indent === 0) return `${open}${parts.join(", ")}${close}`;
  const inner = `\n${margin}${" ".repeat(indent)}`;
  return `${open}${inner}${parts.join(`,${inner}`)}\n${margin}${close}`;
}

function sorted(value: object): [string, unknown][] {
  const entries: [string, unknown][] =
    value instanceof Map ? [...value].map(([key, item]) => [String(key), item]) : Object.entries(value);
  return entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function numberText(value: number): string {
  return Number.isInteger(value) ? BigInt(value).toString() : jsonFloat(value);
}
