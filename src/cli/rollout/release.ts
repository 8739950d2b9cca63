import { execFileSync } from "node:child_process";
import type { Event } from "../../model/event.js";
import { releasePlays } from "../../rollout/plays.js";
import type { Release } from "../../rollout/run.js";
import type { At } from "../../rollout/service_plays.js";
import type { Spec } from "../../rollout/spec.js";
import { noteHere } from "./ledger.js";
import { type Asked, runPlays } from "./start.js";

interface What {
  kind: Release["kind"];
  version: string | undefined;
  image(spec: Spec): string;
}

/** Brings a release, or goes back to one. */
export async function release(
  asked: Asked,
  { kind, version, image }: What,
  play = runPlays,
): Promise<number> {
  const { input, options, run, by } = asked;
  const text = (name: string) => (input.values[name] as string | undefined) ?? "";
  const when = new Date().toISOString();
  const git = gitOf();
  let report: Record<string, unknown> | undefined;
  let target: At | undefined;
  const note = (event: Event): void => {
    if (event.type !== "task-result" || event.task.module !== "tera.rollout.release_report") return;
    report = event.result.values as Record<string, unknown>;
  };
  const code = await play(
    asked,
    (at) => {
      target = at;
      return releasePlays({
        spec: at.spec,
        hosts: at.hosts,
        kind,
        version,
        image: image(at.spec),
        run,
        by,
        git,
        when,
        lock: {
          wait: (input.values.lockWait as number | undefined) ?? 20,
          breakReason: input.values.breakLock === true ? text("reason") || "no reason given" : "",
          reason: `${kind} ${version ?? "of the one before"}`,
        },
        playbook: playbookWords(options.inventory),
      });
    },
    note,
  );
  if (report) process.stdout.write(`\n${String(report.report)}\n`);
  if (report && target && !options.check)
    noteHere(target.spec, {
      run,
      kind,
      version: String(report.version),
      image: String(report.image),
      git,
      when,
      by,
      hosts: [...target.hosts],
      result: report.outcome === "good" ? "good" : "returned",
    });
  return code;
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
