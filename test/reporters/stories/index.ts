import { FAILURES } from "./failures.js";
import { FLOW } from "./flow.js";
import { HOSTS } from "./hosts.js";
import { NOTES } from "./notes.js";
import type { Stories } from "./story.js";

/** All of them, by what happens. */
export const GROUPS: Readonly<Record<string, Stories>> = {
  failures: FAILURES,
  flow: FLOW,
  hosts: HOSTS,
  notes: NOTES,
};
