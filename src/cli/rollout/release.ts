import { execFileSync } from "node:child_process";
import type { Event } from "../../model/event.js";
import { failurePlays, releasePlays } from "../../rollout/plays.js";
import type { Release } from "../../rollout/run.js";
import type { At } from "../../rollout/service_plays.js";
import type { Spec } from "../../rollout/spec.js";
import type { Entry } from "../../shell/releases/release.js";
import { FirstFailures } from "./failures.js";
import { noteHere } from "./ledger.js";
import { type Asked, runPlays } from "./start.js";

/** Which release is asked for. */
export interface What {
  kind: Release["kind"];
  version: string | undefined;
  /** NAME@sha256:…; "" where the hosts say which */
  image: string;
}

/** Brings a release, or goes back to one; `find` says which, once the release file is read. */
export async function release(asked: Asked, find: (spec: Spec) => What, play = runPlays): Promise<number> {
  const { input, options, run, by } = asked;
  const text = (name: string) => (input.values[name] as string | undefined) ?? "";
  const when = new Date().toISOString();
  const git = gitOf();
  let what: What | undefined;
  const first = new FirstFailures();
  let made: Release | undefined;
  let report: Record<string, unknown> | undefined;
  let target: At | undefined;
  const entryHere = (of: Pick<Entry, "version" | "image" | "result">): Entry => ({
    ...{ run, kind: what!.kind, git, when, by, hosts: [...target!.hosts] },
    ...of,
  });
  const note = (event: Event): void => {
    first.see(event);
    if (event.type !== "task-result" || event.task.module !== "tera.rollout.release_report") return;
    report = event.result.values as Record<string, unknown>;
  };
  const code = await play(
    asked,
    (at) => {
      target = at;
      what = find(at.spec);
      const { kind, version } = what;
      const secrets = at.secrets();
      if (!options.check)
        noteHere(at.spec, entryHere({ version: version ?? "", image: what.image, result: "begun" }));
      made = {
        ...what,
        spec: at.spec,
        hosts: at.hosts,
        roles: at.roles,
        secrets,
        run,
        by,
        git,
        when,
        lock: {
          wait: (input.values.lockWait as number | undefined) ?? 20,
          breakReason: input.values.breakLock === true ? text("reason") || "no reason given" : "",
          reason: `${kind} ${version ?? (kind === "deploy" ? "of what runs" : "of the one before")}`,
        },
        playbook: playbookWords(options.inventory),
      };
      return releasePlays(made);
    },
    note,
  );
  if (report) process.stdout.write(`\n${String(report.report)}\n`);
  else if (what && target && code !== 0) process.stdout.write(`\n${brokenOff(what, target.spec, first)}\n`);
  // those of a release that came to its end were a part of it
  const lost = code !== 0 && !report && !options.check ? (made as Release | undefined) : undefined;
  if (lost?.spec.hooks.on_failure) await play(asked, () => failurePlays(lost));
  if (what && target && !options.check && (report || !first.begun))
    noteHere(
      target.spec,
      entryHere({
        version: String(report?.version ?? what.version ?? ""),
        image: String(report?.image ?? what.image),
        result: report === undefined ? "failed" : report.outcome === "good" ? "good" : "returned",
      }),
    );
  return code;
}

/** What is said of a release that did not come to its end. */
function brokenOff({ kind, version }: What, { service, environment }: Spec, first: FirstFailures): string {
  const what = `${service}${version === undefined ? "" : ` ${version}`}`;
  const done = kind === "rollback" ? "rolled back to" : "deployed";
  return [
    `${what} was not ${done} in ${environment}: ${first.begun ? "the run was broken off" : "the preparation failed"}`,
    ...first.lines(),
    first.begun
      ? `\`tera ${kind === "deploy" ? "deploy --resume" : "rollback"}\` brings every host to one version`
      : "every host is on what it was",
  ].join("\n");
}

/** The commit that is checked out; "" where there is none. */
function gitOf(): string {
  try {
    return execFileSync("git", ["rev-parse", "HEAD"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return "";
  }
}

const playbookWords = (inventory: readonly string[]): string[] => [
  process.execPath,
  process.argv[1]!,
  "playbook",
  ...inventory.flatMap((source) => ["-i", source]),
];
