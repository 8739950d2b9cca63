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
  /** images that ledgers of other services and environments name, and lines of this one that cannot be read */
  foreign: string[];
  /** digests that are on the host, as NAME@sha256:… */
  images: string[];
  /** which of the two containers gets the requests; undefined: none does */
  slot: "a" | "b" | undefined;
  containers: Container[];
  /** a container of somebody else's that has the port of the proxy; its name is "" where there is none */
  holder?: { name: string; address: string };
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
    const entry = JSON.parse(line) as Partial<Entry> | null;
    return typeof entry?.run === "string" && typeof entry.image === "string" ? whole(entry) : undefined;
  } catch {
    return undefined;
  }
}

/** Another tera may have written it: what it does not say, or says otherwise, is nothing. */
function whole(entry: Partial<Entry>): Entry {
  const text = (name: keyof Entry): string => (typeof entry[name] === "string" ? String(entry[name]) : "");
  return {
    run: text("run"),
    kind: entry.kind === "rollback" ? "rollback" : "deploy",
    version: text("version"),
    image: text("image"),
    git: text("git"),
    when: text("when"),
    by: text("by"),
    hosts: Array.isArray(entry.hosts) ? entry.hosts.map(String) : [],
    result: entry.result ?? "begun",
  };
}

/** The images that a ledger speaks of in lines that this one cannot read: of another format, or cut by a full disk. */
export function unreadImages(text: string): string[] {
  return imagesIn(
    text
      .split("\n")
      .filter((line) => entryOf(line) === undefined)
      .join("\n"),
  );
}

/** All that has the form of an image's name by digest. */
export const imagesIn = (text: string): string[] => [
  ...new Set(text.match(/[^\s"'\\,[\]{}]*@sha256:\w+/g) ?? []),
];

/** The releases of a ledger that were good, the newest first, each version once. */
export function goodReleases(entries: readonly Entry[]): Entry[] {
  const good = entries.filter(({ result }) => result === "good").reverse();
  return good.filter(({ version }, index) => good.findIndex((one) => one.version === version) === index);
}
