import { lstatSync, readFileSync, statSync, writeFileSync } from "node:fs";
import test from "ava";
import blockinfile from "../../../src/modules/files/blockinfile.js";
import copy from "../../../src/modules/files/copy.js";
import file from "../../../src/modules/files/file.js";
import lineinfile from "../../../src/modules/files/lineinfile.js";
import replace from "../../../src/modules/files/replace.js";
import stat from "../../../src/modules/files/stat.js";
import { applied, inScratch } from "../../helpers/module.js";

test("file makes a folder with its permissions, and leaves it alone afterwards", (t) =>
  inScratch(async (folder) => {
    const args = { path: `${folder}/a/b`, state: "directory", mode: "0750" };
    t.true((await applied(file, args, { check: true })).changed);
    t.throws(() => statSync(`${folder}/a`));
    t.true((await applied(file, args)).changed);
    t.is(statSync(`${folder}/a/b`).mode & 0o777, 0o750);
    t.false((await applied(file, args)).changed);
    t.true((await applied(file, { path: `${folder}/a`, state: "absent" })).changed);
    t.throws(() => statSync(`${folder}/a`));
  }));

test("file makes a link and changes where it points", (t) =>
  inScratch(async (folder) => {
    writeFileSync(`${folder}/one`, "1");
    writeFileSync(`${folder}/two`, "2");
    const link = (src: string) =>
      applied(file, { path: `${folder}/link`, src: `${folder}/${src}`, state: "link" });
    t.true((await link("one")).changed);
    t.false((await link("one")).changed);
    t.true((await link("two")).changed);
    t.true(lstatSync(`${folder}/link`).isSymbolicLink());
    t.is(readFileSync(`${folder}/link`, "utf8"), "2");
  }));

test("copy writes text as it is: quotes, dollars, umlauts and no newline at the end", (t) =>
  inScratch(async (folder) => {
    const content = `it's "$HOME" \\n ü`;
    const args = { dest: `${folder}/text`, content, mode: "0640" };
    t.true((await applied(copy, args, { check: true })).changed);
    t.true((await applied(copy, args)).changed);
    t.is(readFileSync(`${folder}/text`, "utf8"), content);
    t.is(statSync(`${folder}/text`).mode & 0o777, 0o640);
    t.false((await applied(copy, args)).changed);
    writeFileSync(`${folder}/text`, "other");
    t.true((await applied(copy, { ...args, backup: true })).changed);
  }));

test("lineinfile replaces the line that matches, adds it where none does, and removes it", (t) =>
  inScratch(async (folder) => {
    const path = `${folder}/app.ini`;
    writeFileSync(path, "level=info\nport=80\n");
    const line = { path, regexp: "^port=", line: "port=8080" };
    t.true((await applied(lineinfile, line, { check: true })).changed);
    t.is(readFileSync(path, "utf8"), "level=info\nport=80\n");
    t.true((await applied(lineinfile, line)).changed);
    t.is(readFileSync(path, "utf8"), "level=info\nport=8080\n");
    t.false((await applied(lineinfile, line)).changed);
    await applied(lineinfile, { path, line: "workers=4", insertafter: "^level" });
    t.is(readFileSync(path, "utf8"), "level=info\nworkers=4\nport=8080\n");
    await applied(lineinfile, { path, regexp: "^workers", state: "absent" });
    t.is(readFileSync(path, "utf8"), "level=info\nport=8080\n");
  }));

test("replace and blockinfile change only what they are told to", (t) =>
  inScratch(async (folder) => {
    const path = `${folder}/hosts`;
    writeFileSync(path, "10.0.0.1 old\n10.0.0.2 old\n");
    t.is((await applied(replace, { path, regexp: "old$", replace: "new" })).msg, "2 replacements made");
    t.false((await applied(replace, { path, regexp: "old$", replace: "new" })).changed);
    const block = { path, block: "10.0.0.3 more" };
    t.true((await applied(blockinfile, block)).changed);
    t.false((await applied(blockinfile, block)).changed);
    t.is(
      readFileSync(path, "utf8"),
      "10.0.0.1 new\n10.0.0.2 new\n# BEGIN ANSIBLE MANAGED BLOCK\n10.0.0.3 more\n# END ANSIBLE MANAGED BLOCK\n",
    );
  }));

test("stat tells what is there and that nothing is there", (t) =>
  inScratch(async (folder) => {
    writeFileSync(`${folder}/f`, "tera");
    const { stat: found } = (await applied(stat, { path: `${folder}/f` })) as {
      stat: Record<string, unknown>;
    };
    t.like(found, { exists: true, isreg: true, isdir: false, size: 4 });
    t.deepEqual((await applied(stat, { path: `${folder}/none` })).stat, { exists: false });
  }));
