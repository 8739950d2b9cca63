import type { Answer } from "../../model/result.js";

interface TextChange {
  before: string;
  after: string;
}

/** The differences of an edited file as Ansible's modules give them: its text (only under --diff) and its attributes. */
export function editDiff(path: string, text: TextChange | undefined, diffs: Answer["diffs"]): object[] {
  const header = (what: string) => ({
    before_header: `${path} (${what})`,
    after_header: `${path} (${what})`,
  });
  return [
    { before: text?.before ?? "", after: text?.after ?? "", ...header("content") },
    { ...header("file attributes"), ...attributeChange(diffs) },
  ];
}

/** What the attributes were and are wanted to be; nothing where they are as they should be. */
function attributeChange(diffs: Answer["diffs"]): object {
  const changes = diffs.filter((diff) => diff.kind === "value");
  if (changes.length === 0) return {};
  return {
    before: Object.fromEntries(changes.map(({ name, before }) => [name, asNumber(name, before)])),
    after: Object.fromEntries(changes.map(({ name, after }) => [name, asNumber(name, after)])),
  };
}

const asNumber = (name: string, text: string): string | number =>
  (name === "owner" || name === "group") && /^\d+$/.test(text) ? Number(text) : text;

export const ATTRIBUTES_CHANGED = "ownership, perms or SE linux context changed";

/** The message, and that attributes changed too. */
export function editMessage(msg: string, diffs: Answer["diffs"]): string {
  const more = diffs.some((diff) => diff.kind === "value") ? ATTRIBUTES_CHANGED : "";
  return [msg, more].filter(Boolean).join(" and ");
}
