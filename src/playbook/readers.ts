import type { Readers } from "./context.js";
import { readRole } from "./roles.js";
import { readEntries } from "./tasks.js";

/** The two readers that lead to each other, tied together in one place. */
export const READERS: Readers = { entries: readEntries, role: readRole };
