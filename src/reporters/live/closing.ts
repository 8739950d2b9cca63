import type { Event, HostStats } from "../../model/event.js";
import { formatPlace } from "../../model/source.js";
import { hostColour } from "../text/recap.js";
import { widthOf } from "../text/width.js";
import type { Glyphs } from "./glyphs.js";
import { padded, type Span } from "./spans.js";

const MAX_RECAP = 40;

export function messageBlock(
  { level, text, at, host }: Extract<Event, { type: "message" }>,
  glyphs: Glyphs,
): Span[][] {
  if (level === "info") return text.split("\n").map((line): Span[] => [line]);
  if (level === "debug") return [[[`${host === undefined ? "" : `${host}  `}${text}`, "dim"]]];
  return [[[`${glyphs.noted} `, "warning"], text, [at ? `  ${formatPlace(at)}` : "", "dim"]]];
}

/** How it ended, and where the hosts can be visited. */
export function endBlock(
  { links = [], seconds, code }: Extract<Event, { type: "run-end" }>,
  glyphs: Glyphs,
): Span[][] {
  const width = Math.max(0, ...links.map(({ host }) => host.length));
  const mark: Span = code === 0 ? [glyphs.done, "ok"] : [glyphs.failed, "failed"];
  const rows = links.map(({ host, url }): Span[] => [
    `${glyphs.link} ${padded(host, width)}  `,
    [url, "place"],
  ]);
  return [[""], [mark, ` ${code === 0 ? "done" : "ended"} in ${seconds.toFixed(1)}s`], ...rows];
}

const COLUMNS: readonly (keyof HostStats)[] = [
  "ok",
  "changed",
  "unreachable",
  "failed",
  "skipped",
  "rescued",
  "ignored",
];

/** The table at the end: every host, or of many hosts those that need looking at. */
export function recapBlock(
  stats: Readonly<Record<string, HostStats>>,
  interrupted: readonly string[] = [],
): Span[][] {
  const all = Object.entries(stats).sort(([a], [b]) => (a < b ? -1 : 1));
  if (all.length === 0) return [];
  const troubled = all.filter(
    ([host, one]) => one.failed > 0 || one.unreachable > 0 || interrupted.includes(host),
  );
  const shown = all.length <= MAX_RECAP ? all : troubled.slice(0, MAX_RECAP);
  const total: [string, HostStats] = [`${all.length} hosts`, sum(all.map(([, one]) => one))];
  const rows = all.length > 1 ? [...shown, total] : shown;
  const width = Math.max(16, ...rows.map(([name]) => widthOf(name)));
  const widths = COLUMNS.map((column) => Math.max(column.length, String(total[1][column]).length));
  const head = COLUMNS.map((column, index): Span => [`  ${column.padStart(widths[index]!)}`, "dim"]);
  return [
    [""],
    [["RECAP".padEnd(width), "strong"], ...head],
    ...rows.map((row): Span[] => [
      ...recapRow(row, width, widths),
      ...(interrupted.includes(row[0]) ? [["  interrupted", "warning"] as const] : []),
    ]),
  ];
}

function recapRow([name, stats]: [string, HostStats], width: number, widths: readonly number[]): Span[] {
  const cells = COLUMNS.map((column, index): Span => {
    const text = `  ${String(stats[column]).padStart(widths[index]!)}`;
    return stats[column] === 0 ? [text, "dim"] : text;
  });
  return [[padded(name, width), hostColour(stats)], ...cells];
}

function sum(list: readonly HostStats[]): HostStats {
  const total: HostStats = {
    ok: 0,
    changed: 0,
    unreachable: 0,
    failed: 0,
    skipped: 0,
    rescued: 0,
    ignored: 0,
  };
  for (const one of list) for (const column of COLUMNS) total[column] += one[column];
  return total;
}
