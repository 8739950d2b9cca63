import { readdirSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { suggest } from "../model/nearest.js";

/** What to say of a file that is not there: the one beside it whose name is nearest, or where it was looked for. */
export function hintOfMissing(path: string): string {
  return nearFile(path) ?? `looked for ${resolve(path)}`;
}

/** The same of a file that may be in several places. */
export function hintOfSearch(places: readonly string[]): string {
  const near = places.flatMap((place) => nearFile(place) ?? []).slice(0, 1);
  return [...near, "searched in:", ...places.map((place) => `    ${place}`)].join("\n");
}

/** "did you mean X?", of the files in the folder in which it should be. */
function nearFile(path: string): string | undefined {
  try {
    return suggest(basename(path), readdirSync(dirname(resolve(path))));
  } catch {
    return undefined;
  }
}
