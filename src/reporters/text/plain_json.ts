/** JSON text of data that may hold Maps and big integers. */
export function plainJson(data: unknown): string {
  return JSON.stringify(data, (_key, value: unknown) => {
    if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [String(key), item]));
    return typeof value === "bigint" ? value.toString() : value;
  });
}
