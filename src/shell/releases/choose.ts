import { type Entry, goodReleases, type HostReleases } from "./release.js";

export type Choice = { release: Entry } | { problem: string };

/**
 * The release to go back to: the version that is asked for, or the last good one before the one that runs (after a run
 * that did not come to its end: the last good one). It must be known and there on every host.
 */
export function chooseRelease(hosts: readonly HostReleases[], wanted: string | undefined): Choice {
  const there = hosts.map((host) => goodReleases(host.entries).filter(({ image }) => isThere(host, image)));
  const everywhere = (there[0] ?? []).filter(({ image }) =>
    there.every((releases) => releases.some((one) => one.image === image)),
  );
  const problem = (what: string) => ({ problem: `${what}\n${thereText(hosts, there, everywhere)}` });
  if (wanted !== undefined) {
    const found = everywhere.find(({ version, image }) => version === wanted || image.endsWith(`@${wanted}`));
    return found ? { release: found } : problem(`there is no release ${wanted} to go back to on every host`);
  }
  const [current] = everywhere.filter(({ image }) => hosts.every((host) => runningImage(host) === image));
  const latest = latestGood(hosts);
  const isMixed = current === undefined;
  const found = isMixed
    ? (everywhere.find(({ image }) => image === latest) ?? everywhere[0])
    : everywhere[everywhere.indexOf(current) + 1];
  return found ? { release: found } : problem("there is no release before this one to go back to");
}

/** The release that runs; where hosts differ (after a run that was broken off) the last good one. */
export function currentRelease(hosts: readonly HostReleases[]): Choice {
  const running = new Set(hosts.flatMap((host) => runningImage(host) ?? []));
  const entries = hosts.flatMap((host) => host.entries).filter(({ image }) => running.has(image));
  const latest = latestGood(hosts);
  const image = running.size === 1 ? [...running][0] : [...running].find((one) => one === latest);
  const found = entries.filter((entry) => entry.image === image).at(-1);
  if (found) return { release: found };
  const what = running.size === 0 ? "nothing runs yet" : "it is not known which release is to run";
  return { problem: `${what}: say which version is to be deployed\nnothing has been changed` };
}

/**
 * What the last run that ended well left. A ledger that has both says which came later; clocks, which are those of who
 * deployed, only where none has.
 */
function latestGood(hosts: readonly HostReleases[]): string | undefined {
  const last = hosts.flatMap(({ entries }) => goodReleases(entries).slice(0, 1));
  const isPast = ({ run }: Entry): boolean =>
    hosts.some(({ entries }) => {
      const at = entries.findIndex((one) => one.run === run);
      return at >= 0 && entries.slice(at + 1).some(({ result }) => result === "good");
    });
  const latest = last.filter((one) => !isPast(one));
  return latest.sort((a, b) => b.when.localeCompare(a.when))[0]?.image;
}

export function runningImage({ containers, slot }: HostReleases): string | undefined {
  return slot === undefined
    ? undefined
    : containers.find((one) => one.slot === slot && one.state === "running")?.image;
}

const digestOf = (image: string): string => image.slice(image.indexOf("@"));

const isThere = ({ images }: HostReleases, image: string): boolean => images.includes(image);

function thereText(
  hosts: readonly HostReleases[],
  there: readonly (readonly Entry[])[],
  everywhere: readonly Entry[],
): string {
  const line = ({ version, image, when, by }: Entry) =>
    `  ${version}  ${digestOf(image).slice(1, 20)}  ${when}  ${by}`;
  if (everywhere.length > 0)
    return ["on every host there is:", ...everywhere.map(line), "nothing has been changed"].join("\n");
  const each = hosts.map(
    ({ host }, index) => `  ${host}: ${there[index]!.map(({ version }) => version).join(", ") || "none"}`,
  );
  return ["no release is on every host:", ...each, "nothing has been changed"].join("\n");
}

/** The images that may go: beyond the last `keep` good releases, and named by nobody else. */
export function superfluous({ entries, foreign, containers }: HostReleases, keep: number): string[] {
  const kept = new Set([
    ...goodReleases(entries)
      .slice(0, keep)
      .map(({ image }) => image),
    ...foreign,
    ...containers.map(({ image }) => image),
  ]);
  // what another environment names by another registry's name is the same image
  const digests = new Set([...kept].map(digestOf));
  const own = new Set(entries.map(({ image }) => image));
  return [...own].filter((image) => !kept.has(image) && !digests.has(digestOf(image)));
}
