import { flag, float, map, oneOf, text } from "../../model/args.js";
import { writeJson } from "../../model/json_write.js";
import type { Value } from "../../model/value.js";
import { linesOf } from "../filters/wrap.js";
import { asked } from "../machine/asked.js";
import { toText } from "../values/python.js";
import type { Result } from "../values/values.js";
import { type Lookup, lookup } from "./plugin.js";

const OPTIONS = {
  follow_redirects: oneOf(["all", "yes", "none", "no", "safe", "urllib2"])({
    about: "whether answers that lead elsewhere are followed",
    default: "urllib2",
  }),
  force: flag({ about: "no answer of a cache counts", default: false }),
  force_basic_auth: flag({ about: "accepted: a name and password are always sent at once", default: false }),
  headers: map({ about: "more headers", default: {} }),
  http_agent: text({ about: "the name we give ourselves", default: "ansible-httpget" }),
  password: text({ about: "for basic authentication", secret: true }),
  split_lines: flag({ about: "a list of lines instead of one text", default: true }),
  timeout: float({ about: "seconds", default: 10 }),
  username: text({ about: "for basic authentication" }),
};

/** What a server answers. */
export const URL_LOOKUP: Lookup = lookup(OPTIONS, (terms, options, machine) =>
  terms.flatMap((term): Result[] => {
    const url = toText(term);
    const key = `the lookup url ${url} ${writeJson(options)}`;
    const body = asked(machine, key, () =>
      machine.frame.context.world.fetch(url, options as unknown as Record<string, Value>),
    );
    return options.split_lines ? linesOf(body) : [body];
  }),
);
