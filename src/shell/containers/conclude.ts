import type { Controller } from "../../model/module.js";
import type { Answer, ResultValues } from "../../model/result.js";
import type { ShellValue } from "../../model/script.js";
import { toPlain, type Value } from "../../model/value.js";
import { quote, quoteWords } from "../session/quote.js";
import { environmentTransport, readEnvFile } from "./environment.js";
import { ALIASES } from "./faults.js";
import { dictOf, type Inspected, textOf } from "./inspected.js";
import { type Leftover, leftoverOf } from "./leftover.js";
import { connectWords } from "./networks.js";
import { type Plan, planOf, type Seen } from "./plan.js";
import { ACT, containers } from "./script.js";
import { environmentOf } from "./settings.js";

type Args = Readonly<Record<string, unknown>>;

/** Plain data without what was not given, all the way down. */
function given(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(given);
  const plain = toPlain(value as Value);
  if (typeof plain !== "object" || plain === null || Array.isArray(plain)) return plain;
  return Object.fromEntries(
    Object.entries(plain)
      .filter(([, item]) => item !== undefined && item !== null)
      .map(([name, item]) => [name, given(item)]),
  );
}

const OLD_DEFAULTS = {
  auto_remove: false,
  detach: true,
  init: false,
  interactive: false,
  memory: "0",
  paused: false,
  privileged: false,
  read_only: false,
  tty: false,
};

function argumentsOf(args: Args): Args {
  const plain = dictOf(given(args));
  return plain.container_default_behavior === "compatibility" ? { ...OLD_DEFAULTS, ...plain } : plain;
}

/** What the first look at the host has brought. */
function seenIn(said: Answer["said"], args: Args): Seen & { leftover: Leftover } {
  const found = toPlain(said.found as Value);
  const leftover = leftoverOf(Array.isArray(found) ? (found as Inspected[]) : [], String(args.name));
  const lines = textOf(said.peers).split("\n").filter(Boolean);
  // one that others are linked to has names of theirs too
  const ids = new Map(
    lines.flatMap((line) => {
      const [id, names] = line.split(" ");
      return (names ?? "").split(",").map((name) => [name, id!] as const);
    }),
  );
  const image = said.image === undefined ? undefined : dictOf(toPlain(said.image as Value));
  const fileEnv = readEnvFile(textOf(said.env_file));
  return {
    leftover,
    container: leftover.container,
    imageId: textOf(said.image_id),
    context: { args, image, home: textOf(said.home), ids, fileEnv },
  };
}

/** Looks at what the host has said, decides, and lets it be done. */
export async function concluded(answer: Answer, raw: Args, controller: Controller): Promise<ResultValues> {
  if (answer.failure !== undefined || answer.code !== 0) return {};
  if (answer.said.engine === "none") return { changed: raw.state !== "absent" };
  const args = argumentsOf(raw);
  const seen = seenIn(answer.said, args);
  const problem = problemOf(seen);
  if (problem !== undefined) return { changed: false, failed: true, msg: problem };
  const plan = planOf(seen, ALIASES);
  const changes = Object.keys(plan.after).length > 0 || seen.leftover.undo.length > 0;
  const values: ResultValues = {
    changed: answer.changed || changes,
    ...(controller.diff ? { diff: { before: plan.before, after: plan.after } } : {}),
    ...(seen.container ? { container: seen.container } : {}),
  };
  if (controller.check || (!changes && args.state !== "healthy")) return values;
  return { ...values, ...(await acted(await controller.send(scriptOf(plan, seen)), args)) };
}

function problemOf({ container, context: { args, image } }: Seen): string | undefined {
  if (args.state === "absent") return undefined;
  if (!container && args.image === undefined) return "Cannot create container when image is not specified!";
  const known = dictOf(args.labels);
  const strict = dictOf(args.comparisons).labels === "strict" && args.image_label_mismatch === "fail";
  const more = Object.keys(dictOf(dictOf(image?.Config).Labels)).filter((name) => known[name] === undefined);
  return strict && more.length > 0
    ? `Some labels should be removed but are present in the base image. You can set image_label_mismatch to 'ignore' to ignore this error. Labels: ${more.join(", ")}`
    : undefined;
}

function acted(more: Answer, args: Args): ResultValues {
  const warnings = more.warnings.length > 0 ? { warnings: more.warnings } : {};
  if (more.failure !== undefined || more.code !== 0) {
    const msg = more.failure ?? `ended with status ${more.code}: ${more.stderr.toString().trim()}`;
    return { changed: false, failed: true, msg, ...warnings };
  }
  const container =
    more.said.container === undefined ? {} : { container: toPlain(more.said.container as Value) };
  if (more.said.status === undefined) return { ...container, ...warnings };
  const status = Number(more.said.status);
  const output = textOf(more.said.output);
  return {
    container: { ...dictOf(container.container), Output: output },
    status,
    ...(status === 0
      ? {}
      : { failed: true, msg: output || `${String(args.name)} ended with status ${status}` }),
    ...warnings,
  };
}

function scriptOf(plan: Plan, { context, leftover }: Seen & { leftover: Leftover }) {
  const { args } = context;
  const { lines, exports, words } = environmentTransport(environmentOf(context));
  const flagOf = (name: string) => args[name] === true;
  const vars: Record<string, ShellValue> = {
    name: textOf(args.name),
    docker_host: textOf(args.docker_host),
    undo: leftover.undo.join(" "),
    act: plan.act,
    image: quote(plan.image),
    words: quoteWords([...plan.words, ...words]),
    program: quoteWords(plan.program),
    env_lines: lines,
    exports,
    update: quoteWords(plan.update),
    leaves: plan.networks.leave
      .map((name) => `docker network disconnect ${quote(name)} "$made" &&\n`)
      .join(""),
    joins: plan.networks.join
      .map((one) => `docker network connect ${quoteWords([...connectWords(one), one.name])} "$made" &&\n`)
      .join(""),
    goal: plan.goal,
    pause: plan.pause,
    healthy: args.state === "healthy" ? String(Math.round(Number(args.healthy_wait_timeout))) : "",
    attached: args.detach === false,
    cleanup: flagOf("cleanup"),
    auto_remove: flagOf("auto_remove"),
    keep_volumes: flagOf("keep_volumes"),
    force_kill: flagOf("force_kill"),
    kill_signal: textOf(args.kill_signal),
    stop_timeout: textOf(args.stop_timeout),
    removal_wait_timeout: String(Math.round(Number(args.removal_wait_timeout))),
  };
  return { vars, text: ACT, uses: [containers] };
}
