import { linkSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import test from "ava";
import { identity } from "../../../src/shell/files/identity.js";
import { inScratch, shells, wrappedFor } from "../../helpers/module.js";
import { answered, plain, script, withSession } from "../../helpers/session.js";

/** What is opened, what is done meanwhile, and the name that is asked for: whether it is the same. */
const CASES: readonly (readonly [
  what: string,
  opened: string,
  name: string,
  same: boolean,
  meanwhile?: string,
])[] = [
  ["a file", "file", "file", true],
  ["another file of the same content", "file", "other", false],
  ["another name of the file", "file", "hard", true],
  ["a link to the file", "file", "to-file", false],
  ["a file that a link led to, by its own name", "to-file", "file", true],
  ["a folder", "folder", "folder", true],
  ["another folder", "folder", "folder2", false],
  ["a folder that is in it", "folder", "folder/in", false],
  ["a link to the folder", "folder", "to-folder", false],
  ["a folder where a file was opened", "file", "folder", false],
  ["a file where a folder was opened", "folder", "file", false],
  ["a name with a space and a dash", "-a b", "-a b", true],
  ["a device", "/dev/null", "/dev/null", true],
  ["another device", "/dev/null", "/dev/zero", false],
  ["a name that is gone", "gone", "gone", false, "rm gone"],
  ["a folder that is gone", "gone-folder", "gone-folder", false, "rmdir gone-folder"],
  ["a file that was put in its place", "file3", "file3", false, "echo >new; mv new file3"],
  ["a folder that was put in its place", "folder3", "folder3", false, "mv folder3 was; mkdir folder3"],
  ["a link that was put in its place", "file4", "file4", false, "rm file4; ln -s other file4"],
];

for (const shell of shells())
  test(`${shell}: what is open is told from what stands under its name now`, (t) =>
    inScratch((folder) =>
      withSession(async (session) => {
        for (const name of ["file", "other", "-a b", "gone", "file3", "file4"])
          writeFileSync(`${folder}/${name}`, "");
        for (const name of ["folder", "folder/in", "folder2", "folder3", "gone-folder"])
          mkdirSync(`${folder}/${name}`);
        linkSync(`${folder}/file`, `${folder}/hard`);
        symlinkSync("file", `${folder}/to-file`);
        symlinkSync("folder", `${folder}/to-folder`);
        for (const [what, opened, name, same, meanwhile = ":"] of CASES) {
          const text = `cd "$folder" || exit; exec 9<"$opened"; ${meanwhile}; if same_file "$name" 9; then say same yes; else say same no; fi`;
          const asked = { ...script(text, { folder, opened, name }), uses: [identity] };
          const { said, failure } = answered(await session.send(asked, { ...plain, onFailure: "ignore" }));
          t.deepEqual({ same: said.same, failure }, { same: same ? "yes" : "no", failure: undefined }, what);
        }
      }, wrappedFor(shell)),
    ));
