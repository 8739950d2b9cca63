import { logPlays } from "../../rollout/service_plays.js";
import type { Input } from "../options/option.js";
import { askHosts, say } from "./asked_hosts.js";
import { runPlays } from "./start.js";

/** `tera logs`: the last lines of the containers, host by host. */
export async function run(input: Input, play = runPlays): Promise<number> {
  const { values } = input;
  const which = {
    tail: (values.lines as number | undefined) ?? 100,
    since: (values.since as string | undefined) ?? "",
    failed: values.failed === true,
  };
  const { code, last } = await askHosts(input, (at) => logPlays(at, which), play);
  sayOutputs(last);
  return code;
}

/** What commands on hosts have said; the host stands before each line where there are several. */
export function sayOutputs(last: ReadonlyMap<string, Record<string, unknown>>): void {
  const said = [...last].flatMap(([host, { stdout, stderr }]) =>
    [stdout, stderr]
      .flatMap((text) => (typeof text === "string" && text !== "" ? text.split("\n") : []))
      .map((line) => ({ host, line })),
  );
  // with times in front, lines of all outputs of a host are in order
  for (const { host, line } of said) say(last.size === 1 ? `${line}\n` : `${host} | ${line}\n`);
}
