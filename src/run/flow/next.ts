import type { Entry } from "../../model/play.js";
import type { Position } from "../order/position.js";

/** What a step leaves to be walked next, before the step after it: included entries, or the notified handlers. */
export type Next = "handlers" | { entries: Entry[]; position: Position }[];
