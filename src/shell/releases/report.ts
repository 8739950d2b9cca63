import type { Entry, HostReleases } from "./release.js";

/** What has become of a release on one host. */
export interface Outcome {
  host: string;
  done: boolean;
  back: boolean;
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
    const lines = [`${what} runs on ${count(done)} of ${environment}${kind === "rollback" ? " again" : ""}`];
    return [...lines, ...broken.flatMap(whyLines)].join("\n");
  }
  const begun = broken.filter(({ why, back }) => why.task !== undefined || back);
  const untouched = broken.filter((one) => !begun.includes(one) && one.releases.entries !== undefined);
  const silent = broken.filter((one) => !begun.includes(one) && !untouched.includes(one));
  const [first] = begun;
  return [
    `${what} was not ${kind === "rollback" ? "rolled back to" : "deployed"} in ${environment}: ${begun.map(({ host }) => host).join(", ") || "no host"} failed`,
    ...begun.flatMap(whyLines),
    ...hosts.filter(({ back }) => back).map((one) => `${one.host} is back on ${before(one)}`),
    ...hosts
      .filter(({ stuck }) => stuck !== "")
      .map((one) => `${one.host} COULD NOT BE RETURNED: ${one.stuck}`),
    ...(untouched.length > 0
      ? [`not begun, on what they were: ${untouched.map(({ host }) => host).join(", ")}`]
      : []),
    ...(silent.length > 0
      ? [`lost on the way, nobody knows what runs there: ${silent.map(({ host }) => host).join(", ")}`]
      : []),
    ...(first ? [`to look further: tera logs --limit ${first.host} --failed`] : []),
  ].join("\n");
}

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
