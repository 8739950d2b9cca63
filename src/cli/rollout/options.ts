import type { Option, OptionGroup } from "../options/option.js";
import { provisionGroups } from "../options/options.js";

const WHICH: OptionGroup = {
  title: "Which service",
  options: [
    {
      name: "file",
      flags: "--file",
      value: "FILE",
      completes: "file",
      about: "the release file (default: release.yml)",
    },
    {
      name: "environment",
      flags: "--environment",
      value: "NAME",
      about: "which environment this is (default: the release file's, else the inventory's name)",
    },
  ],
};

const LOCK: OptionGroup = {
  title: "Lock",
  options: [
    {
      name: "lockWait",
      flags: "--lock-wait",
      value: "SECONDS",
      kind: "number",
      about: "wait so long for a lock that somebody has (default: 20)",
    },
    { name: "breakLock", flags: "--break-lock", about: "take the lock from whoever has it; needs --reason" },
    { name: "reason", flags: "--reason", value: "TEXT", about: "why; it is written into the audit log" },
  ],
};

const SELECTS = "What runs";
const LOOKS = ["check", "diff", "explainPlan", "timings"];

/** Everything about hosts, connections and output as for `provision`, but nothing that takes tasks out. */
const shared = provisionGroups.flatMap((group) => {
  if (group.title === SELECTS) return [];
  const options = group.options.filter(
    ({ name }) => group.title !== "Looking before acting" || LOOKS.includes(name),
  );
  return [{ ...group, options }];
});

export const releaseGroups: readonly OptionGroup[] = [WHICH, LOCK, ...shared];

const EXTRA: Readonly<Record<string, Option>> = {
  json: { name: "json", flags: "--json", about: "print them as JSON" },
  reason: {
    name: "reason",
    flags: "--reason",
    value: "TEXT",
    about: "why; everybody who meets the lock reads it",
  },
  lockWait: {
    name: "lockWait",
    flags: "--lock-wait",
    value: "SECONDS",
    kind: "number",
    about: "wait so long for a lock that somebody has (default: 20)",
  },
  lines: {
    name: "lines",
    flags: "-n, --lines",
    value: "NUMBER",
    kind: "number",
    about: "how many (default: 100)",
  },
  since: {
    name: "since",
    flags: "--since",
    value: "TIME",
    about: "not older than that: 10m, 2026-11-27T10:00:00",
  },
  failed: {
    name: "failed",
    flags: "--failed",
    about: "of the other container: the one that was taken back, or ran before",
  },
  message: { name: "message", flags: "--message", value: "TEXT", about: "what the page says" },
};

/** The groups of a command that looks at a service, or does one thing with it. */
export function serviceGroups(...names: readonly (keyof typeof EXTRA)[]): readonly OptionGroup[] {
  const own = { title: "What it does", options: names.map((name) => EXTRA[name]!) };
  return [...(names.length > 0 ? [own] : []), WHICH, ...shared];
}
