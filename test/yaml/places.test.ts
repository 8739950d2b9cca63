import { readFileSync } from "node:fs";
import test from "ava";
import { keyPlaceOf, type Place, placeOf } from "../../src/model/source.js";
import type { Value } from "../../src/model/value.js";
import { readYaml } from "../../src/yaml/read.js";

/** A document, and where everything in it stands: `path line:column`, with the indent of texts over several lines. */
type Recorded = [text: string, places: string[]];

const shown = (place: Place | undefined): string =>
  place ? `${place.line}:${place.column}${place.indent === undefined ? "" : `+${place.indent}`}` : "nowhere";

function placesOf(value: Value, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [];
  const keys: Value[] = Array.isArray(value)
    ? [...value.keys()]
    : value instanceof Map
      ? [...value.keys()]
      : Object.keys(value);
  return [
    `${path || "."} ${shown(placeOf(value))}`,
    ...keys.flatMap((key) => {
      const item = (
        value instanceof Map ? value.get(key) : (value as Record<string, unknown>)[String(key)]
      ) as Value;
      const own = `${path}/${String(key)}`;
      const line = `${own} key ${shown(keyPlaceOf(value, key as string))} value ${shown(placeOf(value, key as string))}`;
      return [line, ...placesOf(item, own)];
    }),
  ];
}

const recorded = JSON.parse(readFileSync("test/yaml/places.json", "utf8")) as Recorded[];

test("everything in a document knows where it stands", (t) => {
  for (const [text, places] of recorded)
    t.deepEqual(placesOf(readYaml(text, "p.yml")), places, JSON.stringify(text));
});
