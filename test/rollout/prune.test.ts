import test from "ava";
import { superfluous } from "../../src/shell/releases/choose.js";
import type { Entry, HostReleases } from "../../src/shell/releases/release.js";
import { releasesOf } from "../../src/shell/releases/seen.js";
import { randomFrom } from "../fuzz/mutate.js";

/** The lines of a ledger as they can stand there: whole, cut by a full disk, or of a tera that is not yet written. */
const SHAPES: readonly ((entry: Entry) => string)[] = [
  (entry) => JSON.stringify(entry),
  (entry) => JSON.stringify(entry),
  (entry) => JSON.stringify({ format: 2, release: entry }),
  (entry) => JSON.stringify({ ...entry, run: { id: entry.run }, images: [entry.image], image: undefined }),
  (entry) => `${JSON.stringify(entry).slice(0, -9)}${JSON.stringify({ ...entry, run: "later" })}`,
  (entry) => JSON.stringify(entry).slice(0, -3),
  () => '{"run":"r',
];
const RESULTS = ["begun", "good", "good", "good", "returned", "failed", "bettered"] as Entry["result"][];
const digest = (number: number): string => `sha256:${String(number).repeat(64)}`;

interface Line {
  text: string;
  /** undefined where nobody can read it */
  entry: Entry | undefined;
}

function lines(below: (limit: number) => number, count: number): Line[] {
  return Array.from({ length: count }, (_, index) => {
    const number = below(9);
    const image = `r${below(2)}/web@${digest(number)}`;
    const entry = {
      ...{ run: `r${index}`, kind: "deploy", version: `v${number}`, image, git: "", when: "", by: "" },
      ...{ hosts: [], result: RESULTS[below(RESULTS.length)]! },
    } as Entry;
    const text = SHAPES[below(SHAPES.length)]!(entry);
    return { text, entry: text === JSON.stringify(entry) ? entry : undefined };
  });
}

const textOf = (ledger: readonly Line[]): string => ledger.map(({ text }) => `${text}\n`).join("");
const digestsOf = (text: string): string[] => text.match(/sha256:[0-9]{64}/g) ?? [];

test("of random ledgers, containers and images nothing is pruned that a ledger, a container or a rollback needs", (t) => {
  let removed = 0;
  for (let seed = 1; seed <= 400; seed++) {
    const below = randomFrom(seed);
    const own = lines(below, below(14));
    const others = Array.from({ length: below(3) }, () => lines(below, below(4)));
    const running = Array.from({ length: below(3) }, (_, index) => `r0/web@${digest(below(9))}|${index}`);
    const said = {
      ledger: textOf(own),
      others: others.map(textOf).join("\n"),
      containers: running.map((one) => `a|v|${one.split("|")[0]}|exited\n`).join(""),
    };
    const seen = releasesOf(said).releases as unknown as HostReleases;
    const keep = 1 + below(3);
    const gone = superfluous(seen, keep).map((image) => image.slice(image.indexOf("@") + 1));
    const good = own.flatMap(({ entry }) => (entry?.result === "good" ? [entry] : [])).reverse();
    const versions = [...new Set(good.map(({ version }) => version))].slice(0, keep);
    const needed = {
      "another ledger": digestsOf(said.others),
      "a line that cannot be read": digestsOf(textOf(own.filter(({ entry }) => !entry))),
      "a container": digestsOf(said.containers),
      "a rollback": versions.map((version) => digest(Number(version.slice(1)))),
    };
    for (const [who, digests] of Object.entries(needed))
      t.deepEqual(
        gone.filter((one) => digests.includes(one)),
        [],
        `${who} needs it (seed ${seed})`,
      );
    t.deepEqual(
      gone.filter((one) => !digestsOf(said.ledger).includes(one)),
      [],
      `seed ${seed}`,
    );
    removed += gone.length;
  }
  t.true(removed > 100, `${removed} were removed: the rest would prove nothing`);
});
