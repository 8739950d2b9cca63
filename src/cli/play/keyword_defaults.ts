import type { Play } from "../../model/play.js";
import type { Place } from "../../model/source.js";
import type { Value } from "../../model/value.js";
import type { Settings } from "../options/settings.js";

/** Keywords that the environment and ansible.cfg give to every play that does not say otherwise. */
export const KEYWORD_DEFAULTS = {
  any_errors_fatal: ({ anyErrorsFatal }) => anyErrorsFatal || undefined,
  gather_subset: ({ gatherSubset }) => (gatherSubset.length > 0 ? gatherSubset : undefined),
  no_log: ({ noLog }) => noLog || undefined,
  strategy: ({ strategy }) => (strategy === "linear" ? undefined : strategy),
  timeout: ({ taskTimeout }) => taskTimeout || undefined,
} as const satisfies { [K in keyof Play["keywords"]]?: (settings: Settings) => Value | undefined };

/** Gives the plays what the settings say; what a play says itself stays. */
export function addKeywordDefaults(plays: readonly Play[], settings: Settings): void {
  const at: Place = { path: settings.configFile ?? "the environment", line: 0, column: 0 };
  for (const [keyword, defaultOf] of Object.entries(KEYWORD_DEFAULTS)) {
    const value = defaultOf(settings);
    if (value === undefined) continue;
    for (const { keywords } of plays)
      keywords[keyword as keyof typeof KEYWORD_DEFAULTS] ??= { value: value as Value, at };
  }
}
