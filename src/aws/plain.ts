/** An answer of AWS as plain data: times are ISO texts. */
export function plainAnswer(answer: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(answer ?? {})) as Record<string, unknown>;
}

/**
 * Keys as AWS spells them: `assign_public_ip` is `assignPublicIp`. Texts and numbers stay as they are,
 * keys that have no underscore too.
 */
export function camelKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelKeys);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      camelKeys(item),
    ]),
  );
}
