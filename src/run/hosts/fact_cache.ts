import type { PlainDict } from "../../model/value.js";

/** Where facts outlive a run. */
export interface FactCache {
  read(host: string): PlainDict | undefined;
  write(host: string, facts: PlainDict): void;
  forget(host: string): void;
}
