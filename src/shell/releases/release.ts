/** One line of a ledger: what a run has made of a release on a host. The last line of a run counts. */
export interface Entry {
  run: string;
  kind: "deploy" | "rollback";
  version: string;
  /** NAME@sha256:… */
  image: string;
  /** of the files it was deployed from; "" where they are in no repository */
  git: string;
  when: string;
  by: string;
  hosts: string[];
  result: "begun" | "good" | "returned" | "failed";
}

/** What a host says of a service. */
export interface HostReleases {
  host: string;
  /** the last line of each run, the oldest run first */
  entries: Entry[];
  /** images that ledgers of other services and environments name */
  foreign: string[];
  /** digests that are on the host, as NAME@sha256:… */
  images: string[];
  /** which of the two containers gets the requests; undefined: none does */
  slot: "a" | "b" | undefined;
  containers: Container[];
  lock: string;
}

export interface Container {
  slot: string;
  version: string;
  image: string;
  state: string;
}

/** The lines of a ledger; one that is broken (a full disk) is left out. */
export function readLedger(text: string): Entry[] {
  const entries = new Map<string, Entry>();
  for (const line of text.split("\n")) {
    const entry = entryOf(line);
    if (!entry) continue;
    // where it is said last is its place
    entries.delete(entry.run);
    entries.set(entry.run, entry);
  }
  return [...entries.values()];
}

function entryOf(line: string): Entry | undefined {
  if (line.trim() === "") return undefined;
  try {
    const entry = JSON.parse(line) as Partial<Entry>;
    return typeof entry.run === "string" && typeof entry.image === "string" ? (entry as Entry) : undefined;
  } catch {
    return undefined;
  }
}

/** The releases of a ledger that were good, the newest first, each version once. */
export function goodReleases(entries: readonly Entry[]): Entry[] {
  const good = entries.filter(({ result }) => result === "good").reverse();
  return good.filter(({ version }, index) => good.findIndex((one) => one.version === version) === index);
}
