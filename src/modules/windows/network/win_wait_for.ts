import { integer, list, oneOf, path, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { files } from "../../../shell/powershell/libraries.js";
import script from "../../../shell/powershell/network/wait_for.ps1";

export default defineModule({
  name: "win_wait_for",
  collection: "ansible.windows",
  about: "Waits for a port, a file or a text in a file of a Windows host",
  check: "run",
  args: {
    host: text({ about: "where the port is", default: "127.0.0.1" }),
    port: integer({ about: "the port" }),
    path: path({ about: "the file" }),
    regex: text({ about: "text the file must hold", aliases: ["search_regex", "regexp"] }),
    state: oneOf(["absent", "drained", "present", "started", "stopped"])({
      about: "what is waited for",
      default: "started",
    }),
    timeout: integer({ about: "seconds", default: 300 }),
    delay: integer({ about: "seconds before the first look", default: 0, nullable: true }),
    sleep: integer({ about: "seconds between looks", default: 1 }),
    connect_timeout: integer({ about: "seconds for one connection", default: 5 }),
    exclude_hosts: list(text({ about: "an address" }), {
      about: "connections that do not count for drained",
    }),
  },
  examples: [{ port: 8080, timeout: 60 }, { path: "C:\\app\\ready.txt" }],
  returns: { elapsed: "seconds it took", wait_attempts: "how often it was looked" },
  validate: ({ port, path: file, exclude_hosts, state }) => [
    ...(port !== undefined && file !== undefined
      ? ["port and path parameter can not both be passed to win_wait_for"]
      : []),
    ...(exclude_hosts !== undefined && state !== "drained"
      ? ["exclude_hosts should only be with state=drained"]
      : []),
    ...(file !== undefined && (state === "stopped" || state === "drained")
      ? [`state=${state} should only be used for checking a port in the win_wait_for module`]
      : []),
  ],
  powershell: {
    text: script,
    uses: [files],
    vars: (args) => ({ late: lateText(args), address: args.host === "0.0.0.0" ? null : args.host }),
    result: ({ said: { attempts, groups: _, ...said }, failure }) => ({
      ...said,
      wait_attempts: attempts,
      ...(failure === undefined ? {} : { msg: failure }),
    }),
  },
});

interface Waiting {
  path?: string | undefined;
  host: string;
  port?: number | undefined;
  regex?: string | undefined;
  state: string;
}

function lateText({ path: file, host, port, regex, state }: Waiting): string {
  const isGone = state === "absent" || state === "stopped";
  if (file !== undefined && regex !== undefined)
    return `timeout while waiting for string regex ${regex} in file ${file} to ${isGone ? "not match" : "match"}`;
  if (file !== undefined)
    return `timeout while waiting for file ${file} to be ${isGone ? "absent" : "present"}`;
  if (state === "drained") return `timeout while waiting for ${host}:${port} to drain`;
  return `timeout while waiting for ${host}:${port} to ${isGone ? "stop" : "start"} listening`;
}
