import type { Event } from "../../model/event.js";
import type { SecretStore } from "../../model/secret_store.js";

/** Fields that are words of ours, places and names of hosts: whoever reads an event relies on them. */
const PLAIN = new Set([
  "type",
  "at",
  "id",
  "host",
  "hosts",
  "delegatedTo",
  "interrupted",
  "level",
  "status",
  "kind",
  "module",
  "noHosts",
  "version",
]);
/** Fields that hold such fields themselves. */
const INNER = new Set(["task", "result"]);

/** The event without secrets: every event of a run passes here on its way to whoever shows or writes it. */
export function masked(event: Event, secrets: SecretStore): Event {
  return fields(event, secrets) as Event;
}

function fields(data: object, secrets: SecretStore): object {
  const entries = Object.entries(data).map(([key, value]) => [key, field(key, value, secrets)]);
  return Object.fromEntries(entries);
}

function field(key: string, value: unknown, secrets: SecretStore): unknown {
  if (PLAIN.has(key)) return value;
  if (INNER.has(key)) return fields(value as object, secrets);
  if (key === "items" && Array.isArray(value)) return value.map((item) => fields(item, secrets));
  return secrets.maskDeep(value);
}
