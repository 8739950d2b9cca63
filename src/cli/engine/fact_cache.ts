import { readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolders, writeWhole } from "../../disk/disk.js";
import { Fault } from "../../model/errors.js";
import { readJson } from "../../model/json_read.js";
import { writeJson } from "../../model/json_write.js";
import { isDict, type PlainDict } from "../../model/value.js";
import type { FactCache } from "../../run/hosts/fact_cache.js";
import type { Settings } from "../options/settings.js";

/** `fact_caching = jsonfile`: a file for each host; undefined where facts are kept for the run alone. */
export function factCache(settings: Settings, warn: (text: string) => void): FactCache | undefined {
  if (settings.factCaching === "memory") return undefined;
  const folder = settings.factCachingConnection;
  if (folder === undefined)
    throw new Fault("USAGE", "`fact_caching = jsonfile` needs a folder", {
      hint: "name it: fact_caching_connection in ansible.cfg, or ANSIBLE_CACHE_PLUGIN_CONNECTION",
    });
  const pathOf = (host: string) => join(folder, `${settings.factCachingPrefix}${host}`);
  let isTold = false;
  return {
    read: (host) => readFacts(pathOf(host), settings.factCachingTimeout, warn),
    write: (host, facts) => {
      try {
        writeFacts(pathOf(host), facts);
      } catch (error) {
        if (!isTold) warn(`facts cannot be kept in ${folder}: ${(error as Error).message}`);
        isTold = true;
      }
    },
    forget: (host) => rmSync(pathOf(host), { force: true }),
  };
}

/** Facts older than `seconds` count as none; 0 keeps them for ever. */
function readFacts(path: string, seconds: number, warn: (text: string) => void): PlainDict | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isFile() || (seconds > 0 && Date.now() - found.mtimeMs > seconds * 1000)) return undefined;
  try {
    const facts = readJson(readFileSync(path, "utf8"));
    if (isDict(facts)) return facts as PlainDict;
    warn(`the cached facts in ${path} are not taken: they are no mapping`);
  } catch (error) {
    warn(`the cached facts in ${path} are not taken: ${(error as Error).message}`);
  }
  return undefined;
}

function writeFacts(path: string, facts: PlainDict): void {
  makeFolders(dirname(path));
  const sorted = Object.fromEntries(
    Object.entries(facts).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
  writeWhole(path, writeJson(sorted, { indent: 4 }), 0o600);
}
