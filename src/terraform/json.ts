import { Fault } from "../model/errors.js";

export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads what must be a JSON object. It is never quoted: it may hold secrets. Fault: TERRAFORM_FAILED. */
export function objectOf(text: string, source: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Fault("TERRAFORM_FAILED", `${source} is not JSON`, {
      hint: isEncrypted(text) ? "it is encrypted: decrypt it first" : cutOff(text),
    });
  }
  if (isObject(value)) return value;
  throw new Fault("TERRAFORM_FAILED", `${source} must hold a JSON object`);
}

const cutOff = (text: string): string | undefined =>
  /^\s*\{/.test(text) ? "it begins as JSON does: was it cut off, or is it being written?" : undefined;

const isEncrypted = (text: string): boolean => /^(\$ANSIBLE_VAULT|age-encryption|-----BEGIN)/.test(text);
