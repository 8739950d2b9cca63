import type { Event, HostStats } from "../../model/event.js";
import { whoText } from "../../model/host_ranges.js";
import { formatPlace } from "../../model/source.js";
import { pythonJson } from "../text/python_json.js";
import { hostColour } from "../text/recap.js";
import { widthOf } from "../text/width.js";
import type { Look } from "./blocks.js";
import type { Glyphs } from "./glyphs.js";
import { duration, padded, type Span } from "./spans.js";

const MAX_HOSTS = 12;
const MAX_ROWS = 40;

export function messageBlock(
  { level, text, at, host }: Extract<Event, { type: "message" }>,
  glyphs: Glyphs,
): Span[][] {
  if (level === "info") return text.split("\n").map((line): Span[] => [line]);
  if (level === "debug") return [[[`${host === undefined ? "" : `${host}  `}${text}`, "dim"]]];
  return [[[`${glyphs.noted} `, "warning"], text, [at ? `  ${formatPlace(at)}` : "", "dim"]]];
}

/** What is left to say, how it ended, and where the hosts can be visited. */
export function endBlock(
  { links = [], seconds, code }: Extract<Event, { type: "run-end" }>,
  summary: readonly Span[][],
  glyphs: Glyphs,
): Span[][] {
  const width = Math.max(0, ...links.map(({ host }) => host.length));
  const mark: Span = code === 0 ? [glyphs.done, "ok"] : [glyphs.failed, "failed"];
  const rows = links.map(({ host, url }): Span[] => [
    `${glyphs.link} ${padded(host, width)}  `,
    [url, "place"],
  ]);
  return [
    [""],
    ...summary,
    [
      mark,
      ` ${code === 0 ? "done" : "ended"} in ${duration(seconds)}${code === 0 ? "" : `, exit code ${code}`}`,
    ],
    ...rows,
  ];
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

/** The table at the end: every host, or of many hosts those that need looking at. As a list where it is too wide. */
export function recapBlock(
  stats: Readonly<Record<string, HostStats>>,
  interrupted: readonly string[],
  { columns, glyphs: { noted } }: Look,
): Span[][] {
  const all = Object.entries(stats).sort(([a], [b]) => (a < b ? -1 : 1));
  if (all.length === 0) return [];
  const shown = all.length <= MAX_HOSTS ? all : troubledRows(all, interrupted);
  const total: [string, HostStats] = [`${all.length} hosts`, sum(all.map(([, one]) => one))];
  const rows = all.length > 1 ? [...shown, total] : shown;
  // marked as the warning that tells of them
  const named = rows.map(([name, stats]): [string, HostStats] => [
    interrupted.includes(name) ? `${noted} ${name}` : name,
    stats,
  ]);
  const width = Math.max(16, ...named.map(([name]) => widthOf(name)));
  const widths = COLUMNS.map((column) => Math.max(column.length, String(total[1][column]).length));
  if (width + widths.reduce((wide, one) => wide + one + 2, 0) > columns)
    return [[""], [["RECAP", "strong"]], ...named.map(listRow)];
  const head = COLUMNS.map((column, index): Span => [`  ${column.padStart(widths[index]!)}`, "dim"]);
  return [
    [""],
    [["RECAP".padEnd(width), "strong"], ...head],
    ...named.map((row) => recapRow(row, width, widths)),
  ];
}

/** Of many hosts those that need looking at, in one row where they have the same counts. */
function troubledRows(
  all: readonly (readonly [string, HostStats])[],
  interrupted: readonly string[],
): [string, HostStats][] {
  const groups = new Map<string, { hosts: string[]; stats: HostStats }>();
  for (const [host, stats] of all) {
    const broken = interrupted.includes(host);
    if (stats.failed + stats.unreachable === 0 && !broken) continue;
    const key = [broken, ...COLUMNS.map((column) => stats[column])].join();
    const group = groups.get(key) ?? { hosts: [], stats };
    group.hosts.push(host);
    groups.set(key, group);
  }
  return [...groups.values()]
    .slice(0, MAX_ROWS)
    .map(({ hosts, stats }) => [hosts.length > 1 ? `each of ${whoText(hosts)}` : hosts[0]!, stats]);
}

/** `web1: 3 ok, 1 failed`: what did not happen is left out. */
function listRow([name, stats]: [string, HostStats]): Span[] {
  const counts = COLUMNS.filter((column) => stats[column] > 0).map((column) => `${stats[column]} ${column}`);
  return [[name, hostColour(stats)], `: ${counts.join(", ") || "nothing"}`];
}

/** What `set_stats` has gathered: of the run, and of hosts. */
export function customBlock({ _run: all, ...hosts }: Readonly<Record<string, unknown>>): Span[][] {
  const rows = Object.entries({ ...hosts, ...(all === undefined ? {} : { run: all }) });
  return [[["STATS", "strong"]], ...rows.map(([name, stats]): Span[] => [`  ${name}: ${pythonJson(stats)}`])];
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
