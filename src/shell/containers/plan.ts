import { changesOf, comparisonOf, createWords, updateWords } from "./compare.js";
import { dictAt, dictOf, type Inspected, textAt } from "./inspected.js";
import {
  firstNetwork,
  firstNetworkWords,
  type NetworkChanges,
  networkChanges,
  type WantedNetwork,
} from "./networks.js";
import { programWords } from "./program.js";
import type { Comparison, Context } from "./setting.js";

/** What is on the host. */
export interface Seen {
  container: Inspected | undefined;
  context: Context;
  /** the ID of the image that is wanted; "" where it is not on the host, or none was asked for */
  imageId: string;
}

/** What becomes of a container. */
export interface Plan {
  act: "" | "create" | "replace" | "remove";
  /** the image that a new one is made of */
  image: string;
  words: readonly string[];
  program: readonly string[];
  update: readonly string[];
  networks: NetworkChanges;
  goal: "" | "start" | "stop" | "restart";
  pause: "" | "pause" | "unpause";
  before: Record<string, unknown>;
  after: Record<string, unknown>;
}

/** A container's state before it is looked at any closer. */
const nothing = (): Plan => ({
  act: "",
  image: "",
  words: [],
  program: [],
  update: [],
  networks: { leave: [], join: [] },
  goal: "",
  pause: "",
  before: {},
  after: {},
});

/** Notes a difference for the diff. */
function note(plan: Plan, name: string, [before, after]: readonly [unknown, unknown]): void {
  plan.before[name] = before;
  plan.after[name] = after;
}

/** What is to be done so that the container is as the arguments say. Pure. */
export function planOf(seen: Seen, aliases: ReadonlyMap<string, string>): Plan {
  const { container, context } = seen;
  const plan = nothing();
  const { state } = context.args;
  if (state === "absent") {
    if (container) {
      plan.act = "remove";
      note(plan, "exists", [true, false]);
      if (isRunning(container)) note(plan, "running", [true, false]);
    }
    return plan;
  }
  if (container) compare(plan, seen, aliases);
  else {
    plan.act = "create";
    note(plan, "exists", [false, true]);
  }
  if (plan.act !== "") makeAnew(plan, seen);
  reach(plan, seen);
  return plan;
}

const isRunning = (container: Inspected | undefined): boolean => dictAt(container, "State").Running === true;

function compare(
  plan: Plan,
  { container, context, imageId }: Seen,
  aliases: ReadonlyMap<string, string>,
): void {
  const { args } = context;
  const rules = { comparisons: dictOf(args.comparisons), aliases };
  const changes = changesOf(container!, context, aliases);
  for (const change of changes) note(plan, change.setting.name, shown(change));
  const image =
    comparisonOf("image", "strict", rules) === "ignore" ? [] : imageDifference(container!, { args, imageId });
  for (const [name, values] of image) note(plan, name, values);
  if (args.recreate === true) note(plan, "recreate", [false, true]);
  if (args.recreate === true || image.length > 0 || changes.some(({ setting }) => !setting.update)) {
    plan.act = "replace";
    return;
  }
  plan.update = updateWords(changes, container!, context);
  if (args.networks === undefined) return;
  const usual: Comparison = args.purge_networks === true ? "strict" : "allow_more_present";
  plan.networks = networkChanges(
    container!,
    args.networks as WantedNetwork[],
    comparisonOf("networks", usual, rules),
  );
  const { join, leave } = plan.networks;
  const now = Object.keys(dictAt(container, "NetworkSettings.Networks"));
  const next = new Set([...now.filter((name) => !leave.includes(name)), ...join.map(({ name }) => name)]);
  if (join.length + leave.length > 0) note(plan, "networks", [now.sort(), [...next].sort()]);
}

/** Only what differs; an environment's old value may be a secret of yesterday. */
function shown({ setting, before, after }: ReturnType<typeof changesOf>[number]): [unknown, unknown] {
  if (setting.kind === "value") return [before[0], after[0]];
  if (setting.kind === "list") return [before, after];
  const now = before.filter((item) => !after.includes(item));
  const next = after.filter((item) => !before.includes(item));
  return [
    setting.name === "env" ? now.map((pair) => pair.replace(/=[\s\S]*/, "=(another value)")) : now,
    next,
  ];
}

/** Names of images that mean the same. */
function fullName(name: string): string {
  const short = name.replace(/^(docker\.io|index\.docker\.io)\//, "").replace(/^library\//, "");
  return /[:@][^/]*$/.test(short) ? short : `${short}:latest`;
}

function imageDifference(
  container: Inspected,
  { args, imageId }: { args: Context["args"]; imageId: string },
): [string, readonly [string, string]][] {
  if (args.image === undefined) return [];
  const wanted = String(args.image);
  const name = textAt(container, "Config.Image");
  if (textAt(container, "Image") !== imageId)
    return [
      [
        "image",
        [`${name} ${textAt(container, "Image")}`, `${wanted} ${imageId || "(what the registry has)"}`],
      ],
    ];
  const isId = /^(sha256:)?[0-9a-f]{12,64}$/.test(wanted);
  if (isId || args.image_name_mismatch === "ignore" || fullName(name) === fullName(wanted)) return [];
  return [["image_name", [name, wanted]]];
}

function makeAnew(plan: Plan, { container, context }: Seen): void {
  const { args } = context;
  plan.image = args.image === undefined ? textAt(container, "Image") : String(args.image);
  const first = firstNetwork(args);
  plan.words = [...createWords(context), ...(first ? firstNetworkWords(first) : [])];
  plan.program = programWords(context);
  const networks = (args.networks as WantedNetwork[] | undefined) ?? [];
  plan.networks = { leave: [], join: networks.filter((one) => one !== first) };
}

/** Starting, stopping, pausing: from what is running once the container is made. */
function reach(plan: Plan, { container, context: { args } }: Seen): void {
  const was = isRunning(container);
  const running = plan.act === "" && was;
  const up = args.state === "started" || args.state === "healthy";
  if (up && !running) plan.goal = "start";
  else if (up && args.restart === true) {
    plan.goal = "restart";
    note(plan, "restarted", [false, true]);
  } else if (args.state === "stopped" && running) plan.goal = "stop";
  if (plan.goal === "start" && !was) note(plan, "running", [false, true]);
  if (was && (plan.goal === "stop" || (plan.act === "replace" && !up))) note(plan, "running", [true, false]);
  const paused = plan.act === "" && dictAt(container, "State").Paused === true;
  if (!up || typeof args.paused !== "boolean" || args.paused === paused) return;
  plan.pause = args.paused ? "pause" : "unpause";
  note(plan, "paused", [paused, args.paused]);
}
