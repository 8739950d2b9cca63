import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Story } from "./plays.js";

/** Plays that differed once: they are tried before the random ones. */
export const FOUND: Readonly<Record<string, Story>> = parse(readFileSync("test/property/found.yml", "utf8"));
