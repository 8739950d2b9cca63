import { toBoolean } from "../model/args.js";
import { Fault } from "../model/errors.js";
import { suggest } from "../model/nearest.js";
import type { PromptedVar } from "../model/play.js";
import { keyPlaceOf, type Place, placeOf } from "../model/source.js";
import type { PlainDict, Value } from "../model/value.js";
import { plainDict } from "../yaml/dicts.js";
import { located } from "./keywords.js";

const KEYS = ["name", "prompt", "default", "private", "confirm", "encrypt", "salt_size", "salt", "unsafe"];

/** `vars_prompt` of a play. */
export function readPrompts(source: PlainDict, at: Place): PromptedVar[] {
  const listed = source.vars_prompt ?? [];
  const entries = Array.isArray(listed) ? listed : [listed];
  return entries.map((entry, index) => readPrompt(entry, placeOf(entries, index) ?? at));
}

function readPrompt(entry: Value, at: Place): PromptedVar {
  const source = plainDict(entry);
  if (!source || typeof source.name !== "string")
    throw new Fault("PLAYBOOK_INVALID", "Invalid vars_prompt data structure, missing 'name' key", {
      at,
      hint: "an entry has a `name` and a `prompt`",
    });
  for (const key of Object.keys(source))
    if (!KEYS.includes(key))
      throw new Fault(
        "KEYWORD_UNKNOWN",
        `Invalid vars_prompt data structure, found unsupported key '${key}'`,
        {
          at: keyPlaceOf(source, key) ?? at,
          hint: suggest(key, KEYS),
        },
      );
  const flag = (key: string, fallback: boolean) => toBoolean(source[key] ?? fallback) ?? fallback;
  return {
    name: source.name,
    prompt: { value: source.prompt ?? source.name, at: placeOf(source, "prompt") ?? at },
    ...(source.default === undefined ? {} : { default: located(source, "default", at) }),
    private: flag("private", true),
    confirm: flag("confirm", false),
    ...hashOf(source),
    unsafe: flag("unsafe", false),
  };
}

/** How the answer is hashed; `salt_size` counts where no salt is given. */
function hashOf({ encrypt, salt, salt_size: size }: PlainDict): Pick<PromptedVar, "encrypt"> {
  if (encrypt === undefined || encrypt === null) return {};
  return {
    encrypt: {
      algorithm: String(encrypt),
      ...(salt === undefined || salt === null ? {} : { salt: String(salt) }),
      ...(size === undefined || size === null ? {} : { saltSize: Number(size) }),
    },
  };
}
