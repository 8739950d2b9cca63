import type { Entry, HostReleases } from "./release.js";

/** What has become of a release on one host. */
export interface Outcome {
  host: string;
  done: boolean;
  back: boolean;
  /** did it begin to change? */
  begun?: boolean;
  /** is it no host of the run any more? */
  lost?: boolean;
  why: { task?: string; msg?: string };
  stuck: string;
  releases: Partial<Pick<HostReleases, "containers" | "holder">> & { slot?: string; entries?: Entry[] };
}

export interface Report {
  service: string;
  environment: string;
  kind: string;
  version: string;
  image: string;
  failed: boolean;
  hosts: readonly Outcome[];
}

/** One block: which release, where; if it failed why, what was returned to what, and the command to look further. */
export function reportText(report: Report): string {
  const { service, environment, kind, version, failed, hosts } = report;
  const what = `${service} ${version}`;
  const done = hosts.filter((one) => one.done);
  const broken = hosts.filter((one) => !one.done);
  if (!failed) {
    const stuck = hosts.filter((one) => one.stuck !== "");
    return [
      `${what} runs on ${count(done)} of ${environment}${kind === "rollback" ? " again" : ""}`,
      ...broken.flatMap(whyLines),
      ...lostLines(broken.filter(isLost)),
      ...stuck.map((one) => `${one.host} IS NOT FINISHED: ${one.stuck}`),
      ...(stuck.length > 0 ? ["`tera deploy` does the rest"] : []),
    ].join("\n");
  }
  const failing = broken.filter(({ why }) => why.task !== undefined);
  const lost = hosts.filter(isLost);
  const untouched = broken.filter((one) => !one.back && !failing.includes(one) && !lost.includes(one));
  const [first] = failing;
  return [
    `${what} was not ${kind === "rollback" ? "rolled back to" : "deployed"} in ${environment}: ${names([...failing, ...lost]) || "no host"} failed`,
    ...failing.flatMap(whyLines),
    ...hosts.filter(({ back }) => back).map((one) => `${one.host} is back on ${before(one)}`),
    ...hosts.filter(isStuck).map((one) => `${one.host} COULD NOT BE RETURNED: ${one.stuck || "see above"}`),
    ...(untouched.length > 0 ? [`not begun, on what they were: ${names(untouched)}`] : []),
    ...lostLines(lost),
    ...(first ? [`to look further: tera logs --limit ${first.host} --failed`] : []),
  ].join("\n");
}

const names = (hosts: readonly Outcome[]): string => hosts.map(({ host }) => host).join(", ");

/** Not reached any more, or never, before it could say what has become of it. */
const isLost = ({ why, back, stuck, done, begun, lost, releases }: Outcome): boolean =>
  why.task === undefined &&
  !back &&
  stuck === "" &&
  ((lost === true && (done || begun === true)) || (!done && releases.entries === undefined));

/** What was undone on it was not undone whole. */
const isStuck = ({ why, back, stuck, lost }: Outcome): boolean =>
  stuck !== "" || (lost === true && why.task !== undefined && !back);

const lostLines = (hosts: readonly Outcome[]): string[] =>
  hosts.length === 0 ? [] : [`lost on the way, nobody knows what runs there: ${names(hosts)}`];

const count = (hosts: readonly Outcome[]): string =>
  hosts.length === 1 ? "one host" : `${hosts.length} hosts`;

function whyLines({ host, why }: Outcome): string[] {
  if (why.task === undefined) return [];
  return [
    `${host}: ${why.task}`,
    ...String(why.msg ?? "")
      .trim()
      .replace(/^/gm, "  ")
      .split("\n"),
  ];
}

function before({ releases }: Outcome): string {
  const container = releases.containers?.find(({ slot }) => slot === releases.slot);
  if (container) return container.version;
  const { name = "" } = releases.holder ?? {};
  return name === "" ? "nothing: it had no release before" : `the container ${name}, which it had before`;
}
