import { flag, float, list, oneOf, raw, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import type { Answer } from "../../model/result.js";
import { mountFactsOf, mountsSeen, sourcesOf } from "../../shell/facts/mount_list.js";
import { MOUNT_DETAILS, mountRead } from "../../shell/facts/mount_read.js";

export default defineModule({
  name: "mount_facts",
  about: "What is mounted, and what fstab and its kin say, as facts",
  notes: [
    "timeout is rounded up to whole seconds, and needs the program timeout on the host.",
    "mount_binary: null is the same as not given.",
  ],
  hostLocal: true,
  check: "run",
  writes: () => [],
  sequential: true,
  args: {
    sources: list(text({ about: "a file, mount (the program), static, dynamic or all" }), {
      about: "where it is read, the first that names a mount point wins; default: all",
    }),
    mount_binary: raw({
      about: "the program that is asked where no dynamic file says anything",
      default: "mount",
    }),
    devices: list(text({ about: "a pattern of the shell" }), { about: "only these devices" }),
    fstypes: list(text({ about: "a pattern of the shell" }), { about: "only these kinds of file systems" }),
    timeout: float({ about: "seconds that each mount, and the program mount, may take" }),
    on_timeout: oneOf(["error", "warn", "ignore"])({ about: "what comes then", default: "error" }),
    include_aggregate_mounts: flag({
      about: "also a list of all, with those that share a mount point; not said: warn of those",
    }),
  },
  examples: [{ fstypes: ["nfs", "nfs4"], timeout: 10 }, { sources: ["/etc/fstab"] }],
  returns: { ansible_facts: "mount_points: by mount point; aggregate_mounts: all, where they are asked for" },
  validate: ({ timeout }) =>
    timeout !== undefined && timeout <= 0
      ? [
          `argument 'timeout' must be a positive number or null, not ${Number.isInteger(timeout) ? `${timeout}.0` : timeout}`,
        ]
      : [],
  uses: [mountRead],
  vars: ({ sources, mount_binary, timeout }) => ({
    sources: sourcesOf(sources),
    emptily: (sources ?? []).includes(""),
    program: typeof mount_binary === "string" ? mount_binary : "",
    oddly: typeof mount_binary === "string" ? "" : JSON.stringify(mount_binary),
    limit: timeout === undefined ? "" : Math.ceil(timeout),
    duration: timeout === undefined ? "" : String(Number.isInteger(timeout) ? `${timeout}.0` : timeout),
  }),
  sh: `
    [ -z "$oddly" ] || fail "argument 'mount_binary' must be a string or null, not $oddly"
    [ -z "$emptily" ] || fail "sources contains an empty string"
    mount_read
  `,
  result: async (answer, args, controller) => {
    if (answer.failure !== undefined) return {};
    const forgotten = Object.fromEntries(Object.keys(answer.said).map((name) => [name, undefined]));
    const { mounts, warnings } = mountsSeen(answer.said, args);
    const details: Answer | undefined =
      mounts.length === 0
        ? undefined
        : await controller.send({
            text: MOUNT_DETAILS,
            uses: [mountRead],
            vars: {
              limit: args.timeout === undefined ? "" : Math.ceil(args.timeout),
              on_timeout: args.on_timeout,
              duration: args.timeout === undefined ? "" : String(args.timeout),
              points: mounts.map((one) => one.mount.replaceAll("\n", " ")),
              kinds: mounts.map((one) => one.fields.fstype),
              devices: [...new Set(mounts.map((one) => one.fields.device))].filter((one) =>
                one.startsWith("/dev/"),
              ),
            },
          });
    if (details?.failure !== undefined) return { ...forgotten, failed: true, msg: details.failure };
    const made = mountFactsOf(mounts, { said: { ...answer.said, ...details?.said }, args });
    const told = [...answer.warnings, ...warnings, ...(details?.warnings ?? []), ...made.warnings];
    return { ...forgotten, ansible_facts: made.facts, ...(told.length > 0 ? { warnings: told } : {}) };
  },
});
