import { dictEntries } from "../../model/value.js";
import type { Filter, Machine } from "../machine/machine.js";
import { filter } from "../machine/signature.js";
import { textWith } from "../values/checks.js";
import { iterate } from "../values/methods.js";
import { asDict, isMapping, isTrue, toText, typeName } from "../values/python.js";
import type { Result } from "../values/values.js";

/** Filters about URLs. */

/** urllib's quote: letters, digits and `_.-~` stay, and what is safe. */
function quoted(value: Result, safe: string): string {
  return Array.from(Buffer.from(toText(value)), (byte) => {
    const one = String.fromCharCode(byte);
    if (byte < 128 && (/[A-Za-z0-9_.~-]/.test(one) || safe.includes(one))) return one;
    return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");
}

const queryPart = (value: Result): string => quoted(value, "").replace(/%20/g, "+");

const urlencode = filter("do_urlencode(value)", ({ value }, machine) => {
  if (!isMapping(value!) && !Array.isArray(value)) return quoted(value!, "/");
  const pairs = isMapping(value)
    ? dictEntries(asDict(value))
    : (value as Result[]).map((one) => iterate(one));
  return pairs
    .map((pair) => {
      if (pair.length < 2)
        return machine.fail(`not enough values to unpack (expected 2, got ${pair.length})`);
      if (pair.length > 2) return machine.fail("too many values to unpack (expected 2)");
      return `${queryPart(pair[0] as Result)}=${queryPart(pair[1] as Result)}`;
    })
    .join("&");
});

/** What is no escape stays; bytes that are no UTF-8 are replaced. */
const urldecode = filter("unquote_plus(string)", ({ string }) =>
  textWith(string!, "replace")
    .replace(/\+/g, " ")
    .replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => Buffer.from(run.replace(/%/g, ""), "hex").toString()),
);

export interface UrlParts {
  scheme: string;
  netloc: string;
  path: string;
  query: string;
  fragment: string;
}

/** urllib's urlsplit; an unknown or missing scheme is no fault. */
export function splitUrl(url: string, fail: (message: string) => never): UrlParts {
  const text = url.replace(/^[\x00-\x20]+/, "").replace(/[\t\r\n]/g, "");
  const [, scheme = "", rest = ""] = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?([\s\S]*)$/.exec(text) ?? [];
  const [, netloc = "", path = "", query = "", fragment = ""] =
    /^(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([\s\S]*))?$/.exec(rest) ?? [];
  if (netloc.includes("[") !== netloc.includes("]")) return fail("Invalid IPv6 URL");
  return { scheme: scheme.toLowerCase(), netloc, path, query, fragment };
}

function portOf(host: string, fail: (message: string) => never): number | null {
  const port = /^(?:\[[^\]]*\]|[^:]*):(.*)$/.exec(host)?.[1];
  if (port === undefined || port === "") return null;
  if (!/^\d+$/.test(port)) return fail(`Port could not be cast to integer value as '${port}'`);
  return Number(port) > 65_535 ? fail("Port out of range 0-65535") : Number(port);
}

function urlDict(url: string, machine: Machine): Record<string, Result> {
  const { scheme, netloc, path, query, fragment } = splitUrl(url, machine.fail);
  const at = netloc.lastIndexOf("@");
  const user = at < 0 ? undefined : netloc.slice(0, at);
  const host = netloc.slice(at + 1);
  const name = /^(?:\[([^\]]*)\]|([^:]*))/.exec(host);
  const colon = user?.indexOf(":") ?? -1;
  return {
    fragment,
    hostname: (name?.[1] ?? name?.[2] ?? "").toLowerCase() || null,
    netloc,
    password: user === undefined || colon < 0 ? null : user.slice(colon + 1),
    path,
    port: portOf(host, machine.fail),
    query,
    scheme,
    username: user === undefined ? null : colon < 0 ? user : user.slice(0, colon),
  };
}

const urlsplit = filter(
  "split_url(value, query?, alias?)",
  ({ value, query = "", alias = "urlsplit" }, machine) => {
    if (typeof value !== "string")
      throw new TypeError(`'${typeName(value!)}' object has no attribute 'decode'`);
    const parts = urlDict(value, machine);
    if (!isTrue(query)) return parts as never;
    const wanted = toText(query);
    return Object.hasOwn(parts, wanted)
      ? parts[wanted]!
      : machine.fail(`${toText(alias)}: unknown URL component: ${wanted}`);
  },
);

export const URL_FILTERS: Readonly<Record<string, Filter>> = { urldecode, urlencode, urlsplit };
