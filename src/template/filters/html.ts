import { dictEntries } from "../../model/value.js";
import type { Filter, Machine } from "../machine/machine.js";
import { filter, type Given } from "../machine/signature.js";
import { index, lacksAttribute } from "../values/checks.js";
import { asDict, isMapping, isTrue, toText, typeName } from "../values/python.js";
import { type Result, Undefined } from "../values/values.js";

/** Filters for HTML and XML. */

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&#34;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (one) => ENTITIES[one]!);
}

const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  apos: "'",
  copy: "©",
  euro: "€",
  gt: ">",
  hellip: "…",
  laquo: "«",
  ldquo: "“",
  lsquo: "‘",
  lt: "<",
  mdash: "—",
  middot: "·",
  nbsp: "\u00a0",
  ndash: "–",
  quot: '"',
  raquo: "»",
  rdquo: "”",
  reg: "®",
  rsquo: "’",
};

function unescapeHtml(text: string): string {
  return text.replace(
    /&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return NAMED[name] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
    },
  );
}

const escaped = filter("escape(s)", ({ s }) => escapeHtml(toText(s!)));

/** The text without what stands between the marks; one that is not closed stays. Once through, however many there are. */
function without(text: string, open: string, close: string): string {
  const kept: string[] = [];
  let from = 0;
  for (;;) {
    const start = text.indexOf(open, from);
    const end = start < 0 ? -1 : text.indexOf(close, start + open.length);
    if (end < 0) return kept.join("") + text.slice(from);
    kept.push(text.slice(from, start));
    from = end + close.length;
  }
}

const striptags = filter("do_striptags(value)", ({ value }) =>
  unescapeHtml(
    without(without(toText(value!), "<!--", "-->"), "<", ">")
      .trim()
      .replace(/\s+/g, " "),
  ),
);

const xmlattr = filter("do_xmlattr(_, d, autospace?)", ({ d, autospace = true }, machine) => {
  if (!isMapping(d!)) throw lacksAttribute(d!, "items");
  const parts = (dictEntries(asDict(d)) as [Result, Result][])
    .filter(([, value]) => value !== null && !(value instanceof Undefined))
    .map(([key, value]) => {
      if (typeof key !== "string")
        throw new TypeError(`expected string or bytes-like object, got '${typeName(key)}'`);
      if (/[\s/>=]/.test(toText(key)))
        return machine.fail(`Invalid character in attribute name: '${toText(key)}'`);
      return `${escapeHtml(toText(key))}="${escapeHtml(toText(value))}"`;
    });
  return (isTrue(autospace) && parts.length > 0 ? " " : "") + parts.join(" ");
});

const HEAD = /^(?:[(<]|&lt;)+/;
const TAIL = /(?:[)>.,\n]|&gt;)+$/;
const URL_WORD =
  /^(?:https?:\/\/(?:(?:[\w%-]+\.)+[a-z]{2,63}|[\w%]{2,63}|\[(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}\])|(?:[\w%-]+\.)+(?:com|net|int|edu|gov|org|info|mil))(?::\d{1,5})?(?:[/?#]\S*)?$/i;

interface Linking {
  limit: number | undefined;
  attributes: string;
}

function link(href: string, shown: string, { limit, attributes }: Linking): string {
  const text = limit !== undefined && shown.length > limit ? `${shown.slice(0, limit)}...` : shown;
  return `<a href="${href}"${attributes}>${text}</a>`;
}

/** A word between its brackets and full stops, as a link where it is an address. */
function linkWord(word: string, linking: Linking): string {
  const head = HEAD.exec(word)?.[0] ?? "";
  const tail = TAIL.exec(word.slice(head.length))?.[0] ?? "";
  const middle = word.slice(head.length, word.length - tail.length);
  const mailed = middle.replace(/^mailto:/, "");
  if (URL_WORD.test(middle))
    return head + link(/^https?:\/\//.test(middle) ? middle : `https://${middle}`, middle, linking) + tail;
  if (!middle.startsWith("www.") && /^\S+@\w[\w.-]*\.\w+$/.test(mailed))
    return `${head}<a href="mailto:${mailed}">${mailed}</a>${tail}`;
  return word;
}

function linkingOf(given: Given, machine: Machine): Linking {
  const rel = new Set(
    (given.rel === undefined || given.rel === null ? "" : toText(given.rel)).split(" ").filter(Boolean),
  );
  if (isTrue(given.nofollow ?? false)) rel.add("nofollow");
  rel.add("noopener");
  const target =
    given.target === undefined || given.target === null ? "" : ` target="${toText(given.target)}"`;
  const limit =
    given.trim_url_limit === undefined || given.trim_url_limit === null
      ? undefined
      : index(given.trim_url_limit);
  if (limit !== undefined && limit < 0) return machine.fail("trim_url_limit must not be negative");
  return { limit, attributes: ` rel="${[...rel].sort().join(" ")}"${target}` };
}

const urlize = filter(
  "do_urlize(_, value, trim_url_limit?, nofollow?, target?, rel?, extra_schemes?)",
  (given, machine) => {
    const linking = linkingOf(given, machine);
    return escapeHtml(toText(given.value!))
      .split(/(\s+)/)
      .map((word) => linkWord(word, linking))
      .join("");
  },
);

export const HTML_FILTERS: Readonly<Record<string, Filter>> = {
  e: escaped,
  escape: escaped,
  forceescape: filter("do_forceescape(value)", ({ value }) => escapeHtml(toText(value!))),
  striptags,
  urlize,
  xmlattr,
};
