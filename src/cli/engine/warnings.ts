import type { Event } from "../../model/event.js";
import { visible } from "../../reporters/text/visible.js";

/** A warning where no reporter is there to show it: on standard error, so that what is printed stays readable data. */
export function printWarning(text: string): void {
  process.stderr.write(`[WARNING]: ${visible(text)}\n`);
}

/** What of an event a command without a run shows. */
export function printIfWarning(event: Event): void {
  if (event.type === "message" && event.level === "warning") printWarning(event.text);
}
