import { BLOCK_KEYWORDS, PLAY_KEYWORDS, SHARED_KEYWORDS, TASK_KEYWORDS } from "../../model/play.js";
import type { Run } from "../hosts/engine.js";
import type { VariableScope } from "./scope.js";

const NOT_RESERVED = new Set<string>(["vars", "user", "listen", "validate_argspec"]);

/** Names of keywords, and of what templates can call: a variable that is called so is easily not what is read. */
const RESERVED: ReadonlySet<string> = new Set(
  [
    ...SHARED_KEYWORDS,
    ...BLOCK_KEYWORDS,
    ...TASK_KEYWORDS,
    ...PLAY_KEYWORDS,
    ..."action always async_val block local_action loop_with rescue with_".split(" "),
    ..."cycler dict joiner lipsum lookup namespace now q query range undef".split(" "),
  ].filter((name) => !NOT_RESERVED.has(name)),
);

/** Warns of variables of the play, of its files and roles and of -e that have such a name. */
export function warnOfReservedNames(run: Run, scope: VariableScope): void {
  for (const name of scope.names())
    if (RESERVED.has(name)) {
      const text = `Found variable using reserved name: ${name}`;
      run.emit({ type: "message", level: "warning", text });
    }
}
