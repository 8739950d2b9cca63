import type { Command } from "../options/option.js";
import { releaseGroups, serviceGroups } from "./options.js";

/** The commands of releases; `docs/releases.md` tells how they go together. */
export const RELEASE_COMMANDS: readonly Command[] = [
  {
    name: "deploy",
    about: "Bring a release of a service to its hosts without a dropped request",
    more: [
      "release.yml says what the service is. The new container starts beside the old one; when it is ready, and stays ready, the proxy sends it the requests; then the old one ends.",
      "The first batch proves the release. When a host fails, every host goes back to what it ran before, and one block says why.",
    ],
    operands: [{ name: "VERSION", about: "1.2.0@sha256:…, or sha256:…" }],
    groups: releaseGroups,
    examples: [
      ["tera deploy -i prod 1.2.0@sha256:…", "one host proves it, then all others"],
      ["tera deploy -i prod 1.2.0@sha256:… --check --diff", "what would happen on each host"],
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
