import { execFileSync } from "node:child_process";
import type { Event } from "../../model/event.js";
import type { PlainDict } from "../../model/value.js";
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
  const bringing = new Bringing(asked, find);
  const code = await play(
    asked,
    (at) => bringing.plays(at),
    (event) => bringing.see(event),
  );
  await bringing.conclude(code, play);
  return code;
}

/** A release: its plays, what is seen of them, and what is said and written down when they are through. */
export class Bringing {
  readonly #asked: Asked;
  readonly #find: (spec: Spec) => What;
  readonly #follows: boolean;
  readonly #when = new Date().toISOString();
  readonly #git = gitOf();
  readonly #first = new FirstFailures();
  #isSeen: boolean;
  #made: Release | undefined;
  #report: Record<string, unknown> | undefined;

  /** `follows`: it is behind playbooks, for hosts that have a release already */
  constructor(asked: Asked, find: (spec: Spec) => What, { follows = false } = {}) {
    this.#asked = asked;
    this.#find = find;
    this.#follows = follows;
    this.#isSeen = !follows;
  }

  plays(at: At): PlainDict[] {
    const { input, options, run, by } = this.#asked;
    const text = (name: string) => (input.values[name] as string | undefined) ?? "";
    const what = this.#find(at.spec);
    const { kind, version } = what;
    const made: Release = {
      ...what,
      spec: at.spec,
      hosts: at.hosts,
      roles: at.roles,
      secrets: at.secrets(),
      run,
      by,
      git: this.#git,
      when: this.#when,
      lock: {
        wait: (input.values.lockWait as number | undefined) ?? 20,
        breakReason: input.values.breakLock === true ? text("reason") || "no reason given" : "",
        reason: `${kind} ${version ?? (kind === "deploy" ? "of what runs" : "of the one before")}`,
      },
      playbook: playbookWords(options.inventory),
      follows: this.#follows,
      restartsProxy: input.values.restartProxy === true,
    };
    this.#made = made;
    if (!options.check && !this.#follows)
      this.#noteHere({ version: version ?? "", image: what.image, result: "begun" });
    return releasePlays(made);
  }

  see(event: Event): void {
    if (event.type === "playbook-start") this.#isSeen ||= event.path === this.#asked.file;
    if (!this.#isSeen) return;
    this.#first.see(event);
    if (event.type === "task-result" && event.task.module === "tera.rollout.release_report")
      this.#report = event.result.values as Record<string, unknown>;
  }

  /** Says what has become of it; the hook of one that was lost is run. */
  async conclude(code: number, play = runPlays): Promise<void> {
    const made = this.#made;
    const { options } = this.#asked;
    const report = this.#report;
    if (!made || !this.#isSeen) return;
    if (report) process.stdout.write(`\n${String(report.report)}\n`);
    else if (code !== 0) process.stdout.write(`\n${brokenOff(made, this.#first)}\n`);
    // those of a release that came to its end were a part of it
    if (code !== 0 && !report && !options.check && made.spec.hooks.on_failure)
      await play(this.#asked, () => failurePlays(made));
    if (options.check || (!report && (this.#first.begun || (this.#follows && code === 0)))) return;
    this.#noteHere({
      version: String(report?.version ?? made.version ?? ""),
      image: String(report?.image ?? made.image),
      result: report === undefined ? "failed" : report.outcome === "good" ? "good" : "returned",
    });
  }

  #noteHere(of: Pick<Entry, "version" | "image" | "result">): void {
    const { spec, kind, hosts } = this.#made!;
    const { run, by } = this.#asked;
    noteHere(spec, { run, kind, git: this.#git, when: this.#when, by, hosts: [...hosts], ...of });
  }
}

/** What is said of a release that did not come to its end. */
function brokenOff({ kind, version, spec: { service, environment } }: Release, first: FirstFailures): string {
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
