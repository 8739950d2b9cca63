import type { Colour } from "../text/colour.js";
import { cutText, widthOf } from "../text/width.js";
import type { Glyphs } from "./glyphs.js";
import { type Given, OUTCOMES, type Outcome, type PlayState, type RunState, type Step } from "./run_state.js";
import type { Size } from "./screen.js";
import { duration, fitted, type NamedRow, padded, type Span } from "./spans.js";

export const SHADES: Readonly<Record<Outcome, Colour>> = {
  ok: "ok",
  changed: "changed",
  skipped: "skipped",
  ignored: "warning",
  failed: "failed",
  unreachable: "unreachable",
};

const MAX_STEPS = 6;
const MIN_HOSTS = 4;
const BAR = 20;

/** The rows of the live area: at most `rows`, and for hosts no more than keeps half of the screen for what is done. */
export function liveRows(run: RunState, glyphs: Glyphs, now: number, { rows, columns }: Size): Span[][] {
  const { play } = run;
  if (!play || rows < 1) return [];
  const open = [...run.open.values()];
  const shown = open.slice(-Math.max(1, Math.min(MAX_STEPS, rows - 2)));
  const lines = [
    fitted(
      headerRow(
        play,
        { share: doneShare(play, open), left: run.pace.left(open.at(-1)?.head, now) },
        glyphs,
        now,
      ),
      columns,
    ),
    countRow(play),
    ...shown.map((step) => fitted(stepRow(step, glyphs, now), columns)),
  ].slice(0, rows);
  const room = Math.min(rows - lines.length, Math.max(MIN_HOSTS, Math.floor(rows / 2) - lines.length));
  const named = new Set(shown.map((step) => step.head.name));
  return [...lines, ...hostRows(play, named, { glyphs, now, rows: room, columns })];
}

/** How much of the play is done, from 0 to 1: steps that are over, and of open ones the hosts that have answered. */
function doneShare({ steps, reached }: PlayState, open: readonly Step[]): number {
  const over = Math.max(0, reached - open.length);
  const half = open.reduce((sum, { done, total }) => sum + (total > 0 ? done / total : 0), 0);
  return Math.min(1, (over + half) / Math.max(1, steps, reached));
}

interface Progress {
  share: number;
  /** seconds, where it is known */
  left: number | undefined;
}

function headerRow(play: PlayState, { share, left }: Progress, glyphs: Glyphs, now: number): NamedRow {
  const steps = Math.max(play.steps, play.reached);
  // full only when all of it is done
  const full = Math.floor(share * BAR);
  const after: Span[] = [
    `  step ${play.reached}/${steps}  `,
    [glyphs.full.repeat(full), "ok"],
    [glyphs.empty.repeat(BAR - full), "dim"],
    `  ${duration((now - play.startedAt) / 1000)}`,
    ...(left === undefined || left < 1 ? [] : [[`  ${leftText(left)} left`, "dim"] as Span]),
  ];
  return { before: [["PLAY ", "strong"]], name: [play.name, "strong"], after };
}

/** Nobody knows it to the tenth of a second. */
const leftText = (seconds: number): string =>
  seconds < 60 ? `about ${Math.round(seconds)}s` : `about ${duration(seconds)}`;

function countRow(play: PlayState): Span[] {
  const { size } = play.hosts;
  return [
    `     ${size} ${size === 1 ? "host" : "hosts"}, ${play.running} running `,
    ...outcomeSpans(play.counts),
  ];
}

/** `  3 ok  1 changed`, without what did not happen. */
export function outcomeSpans(counts: Readonly<Record<Outcome, number>>): Span[] {
  return OUTCOMES.filter((name) => counts[name] > 0).flatMap((name): Span[] => [
    "  ",
    [`${counts[name]} ${name}`, SHADES[name]],
  ]);
}

function stepRow(step: Step, glyphs: Glyphs, now: number): NamedRow {
  const frame = glyphs.frames[Math.floor(now / 100) % glyphs.frames.length]!;
  const note: Span[] = step.note === "" ? [] : [[`  ${step.note}`, "dim"]];
  const after: Span[] = [
    `  ${step.done}/${step.total} ${step.total === 1 ? "host" : "hosts"}`,
    [`  ${duration((now - step.startedAt) / 1000)}`, "dim"],
  ];
  return { before: [[`${frame} `, "place"]], name: step.head.name, after: [...after, ...note] };
}

/** Who is at what: everybody where there is room, else those that take longest. */
function hostRows(
  play: PlayState,
  named: ReadonlySet<string>,
  { glyphs, now, rows, columns }: Size & { glyphs: Glyphs; now: number },
): Span[][] {
  const running = [...play.hosts.values()].flatMap(({ name, given: [at] }) => (at ? [{ name, at }] : []));
  if (rows < 1 || running.length === 0 || play.hosts.size === 1) return [];
  const fits = running.length <= rows;
  const shown = running
    .sort((a, b) => a.at.since - b.at.since || (a.name < b.name ? -1 : 1))
    .slice(0, fits ? rows : rows - 1);
  const longest = Math.max(0, ...shown.map((row) => widthOf(row.name)));
  const width = Math.min(longest, Math.floor(columns / 2));
  const lines = shown.map((row) =>
    fitted(hostRow(row, width, named.size === 1 && named.has(row.at.task), now), columns),
  );
  const more: Span[] = [[`    ${glyphs.more} and ${running.length - shown.length} more hosts`, "dim"]];
  return fits ? lines : [...lines, more];
}

/** A host, and the step that it is at. */
interface AtStep {
  name: string;
  at: Given;
}

/** The task is left out where the only step above names it. A long name gives way to how long it takes. */
function hostRow(row: AtStep, width: number, isNamed: boolean, now: number): NamedRow {
  return {
    before: [`    ${padded(cutText(row.name, width), width)}`],
    name: [isNamed ? "" : `  ${row.at.task}`, "dim"],
    after: [[`  ${duration((now - row.at.since) / 1000)}`, "dim"]],
  };
}
