import type { Command, Option, OptionGroup } from "../options/option.js";
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

const RESUME: OptionGroup = {
  title: "What is done",
  options: [
    {
      name: "resumeRelease",
      flags: "--resume",
      about: "go on with the deploy that this machine has begun and not ended",
    },
    {
      name: "restartProxy",
      flags: "--restart-proxy",
      about: "put another proxy in the place of the one that runs, though nothing of it has changed",
    },
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

const allowEmpty = provisionGroups
  .flatMap(({ options }) => options)
  .filter(({ name }) => name === "allowEmpty");
const releaseGroups: readonly OptionGroup[] = [
  { ...WHICH, options: [...WHICH.options, ...allowEmpty] },
  LOCK,
  ...shared,
];

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
function serviceGroups(...names: readonly (keyof typeof EXTRA)[]): readonly OptionGroup[] {
  const own = { title: "What it does", options: names.map((name) => EXTRA[name]!) };
  return [...(names.length > 0 ? [own] : []), WHICH, ...shared];
}

/** The commands of releases; `docs/releases.md` tells how they go together. */
export const RELEASE_COMMANDS: readonly Command[] = [
  {
    name: "deploy",
    about: "Bring a release of a service to its hosts without a dropped request",
    more: [
      "release.yml says what the service is. The new container starts beside the old one; when it is ready, and stays ready, the proxy sends it the requests; then the old one ends.",
      "The first batch proves the release. When a host fails, every host goes back to what it ran before, and one block says why.",
    ],
    operands: [
      {
        name: "VERSION",
        about: "1.2.0@sha256:…, or sha256:…; unless said what runs, as the release file is now",
        optional: true,
      },
    ],
    groups: [RESUME, ...releaseGroups],
    examples: [
      ["tera deploy -i prod 1.2.0@sha256:…", "one host proves it, then all others"],
      ["tera deploy -i prod 1.2.0@sha256:… --check --diff", "what would happen on each host"],
      ["tera deploy -i prod", "a variable or a secret was changed: the same release, with it"],
    ],
    endsItself: "soon",
    load: () => import("./deploy.js"),
  },
  {
    name: "rollback",
    about: "Go back to a release that was good",
    more: [
      "It must be on every host; otherwise it is refused before anything is touched, with what there is. Nothing is pulled.",
    ],
    operands: [{ name: "VERSION", about: "unless said the one before", optional: true }],
    groups: releaseGroups,
    examples: [
      ["tera rollback -i prod", "to the release before"],
      ["tera rollback -i prod 1.1.0", "to this one"],
    ],
    endsItself: "soon",
    load: () => import("./rollback.js"),
  },
  {
    name: "releases",
    about: "List the releases of a service: what was deployed, what runs, what can be gone back to",
    operands: [],
    groups: serviceGroups("json"),
    examples: [["tera releases -i prod", "the newest first"]],
    endsItself: "soon",
    load: () => import("./releases.js"),
  },
  {
    name: "lock",
    about: "Show, hold or free the lock that a release takes",
    operands: [
      { name: "ACTION", about: "default: status", choices: ["status", "take", "free"], optional: true },
    ],
    groups: serviceGroups("reason"),
    examples: [
      ["tera lock -i prod", "who has it?"],
      ["tera lock take -i prod --reason 'the database is being moved'", "no release until it is freed"],
    ],
    endsItself: "soon",
    load: () => import("./lock.js"),
  },
  {
    name: "prune",
    about: "Remove images of old releases; what the ledgers still need stays",
    operands: [],
    groups: serviceGroups("lockWait"),
    examples: [["tera prune -i prod --check", "which would go?"]],
    endsItself: "soon",
    load: () => import("./prune.js"),
  },
  {
    name: "logs",
    about: "Print the last lines of a service's containers",
    operands: [],
    groups: serviceGroups("lines", "since", "failed"),
    examples: [["tera logs -i prod -l web3 --failed", "why was it taken back?"]],
    endsItself: "soon",
    load: () => import("./logs.js"),
  },
  {
    name: "exec",
    about: "Run a command in the containers of a service",
    operands: [{ name: "WORD", about: "the command and its arguments, behind --", repeated: true }],
    groups: serviceGroups(),
    examples: [["tera exec -i prod -l web1 -- node --version", "in the container that gets the requests"]],
    endsItself: "soon",
    load: () => import("./exec.js"),
  },
  {
    name: "maintenance",
    about: "Let the proxy answer with a page (503), or send requests on again",
    operands: [{ name: "STATE", about: "which", choices: ["on", "off"] }],
    groups: serviceGroups("message"),
    examples: [["tera maintenance on -i prod --message 'Back at noon.'", "the containers go on"]],
    endsItself: "soon",
    load: () => import("./maintenance.js"),
  },
  {
    name: "audit",
    about: "Say who did what to a service",
    operands: [],
    groups: serviceGroups(),
    examples: [["tera audit -i prod", "the last lines of every host, by time"]],
    endsItself: "soon",
    load: () => import("./audit.js"),
  },
];
