import type { HostStats } from "../../model/event.js";
import { type Colour, coloured } from "./colour.js";

const COUNTS: readonly [keyof HostStats, Colour][] = [
  ["ok", "ok"],
  ["changed", "changed"],
  ["unreachable", "unreachable"],
  ["failed", "failed"],
  ["skipped", "skipped"],
  ["rescued", "ok"],
  ["ignored", "warning"],
];

/** One host's line of the recap. */
export function recapLine(host: string, stats: HostStats, colour: boolean): string {
  const counts = COUNTS.map(([name, shade]) => {
    const text = `${name}=${String(stats[name]).padEnd(4)}`;
    return colour && stats[name] !== 0 ? coloured(text, shade) : text;
  });
  // the escape codes take 11 of the 37 columns
  const name = colour ? coloured(host, hostColour(stats)).padEnd(37) : host.padEnd(26);
  return `${name} : ${counts.join(" ")}`;
}

export function hostColour(stats: HostStats): Colour {
  if (stats.failed > 0 || stats.unreachable > 0) return "failed";
  return stats.changed > 0 ? "changed" : "ok";
}
