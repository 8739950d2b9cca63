import { readFileSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { resolve } from "node:path";
import { localUser } from "../../disk/local_user.js";
import { Fault } from "../../model/errors.js";
import type { PlainDict } from "../../model/value.js";
import { naiveDate } from "../../template/values/date_attributes.js";
import { strftime } from "../../template/values/strftime.js";

/** A template file: as the task names it, where it was found, and where its text goes. */
export interface TemplateFile {
  written: string;
  path: string;
  destination?: string | undefined;
}

/** What a template file may read about itself; `managed` is the text of the setting `ansible_managed`. */
export function templateVariables({ written, path, destination }: TemplateFile, managed: string): PlainDict {
  const { mtime, mtimeMs, uid } = statSync(path);
  return {
    template_host: hostname(),
    template_path: written,
    template_fullpath: resolve(path),
    template_uid: ownerName(uid),
    template_mtime: naiveDate(mtime, { micro: Math.round((mtimeMs % 1000) * 1000) % 1_000_000 }),
    template_run_date: naiveDate(new Date()),
    template_destpath: destination ?? null,
    ansible_managed: managedText(managed, mtime),
  };
}

const WORDS: Readonly<Record<string, string>> = {
  file: "{{ template_path }}",
  host: "{{ template_host }}",
  uid: "{{ template_uid }}",
};

/** A template of the variables above; the time in it is that of the file's last change. */
function managedText(text: string, changed: Date): string {
  const template = text.replace(/\{\{|\}\}|\{(\w*)\}|[{}]/g, (found, word: string | undefined) => {
    if (found === "{{" || found === "}}") return found[0]!;
    if (word !== undefined && Object.hasOwn(WORDS, word)) return WORDS[word]!;
    throw new Fault("USAGE", `\`${found}\` in the setting ansible_managed: \`${text}\` stands for nothing`, {
      hint: "it knows {file}, {host} and {uid}; a brace itself is written twice",
    });
  });
  return strftime(template, changed, false);
}

/** The name of a user of this machine, or the number where nobody has it. */
function ownerName(uid: number): string | number {
  const self = localUser();
  if (self.uid === uid) return self.name;
  return accounts().find(([, , number]) => number === String(uid))?.[0] ?? uid;
}

function accounts(): string[][] {
  try {
    return readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .map((line) => line.split(":"));
  } catch {
    return [];
  }
}
