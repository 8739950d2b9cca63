import test from "ava";
import type { Controller } from "../../../src/model/module.js";
import type { LocalFile } from "../../../src/model/script.js";
import type { Value } from "../../../src/model/value.js";
import { bringCopy, copyVars } from "../../../src/shell/files/bring_copy.js";

/** The files of a controller, by path; what is a folder ends with a slash. */
const TREE: Readonly<Record<string, string>> = {
  "/c/one": "1",
  "/c/dir/": "",
  "/c/dir/b": "22",
  "/c/dir/sub/a": "333",
};

const fileOf = (text: string): LocalFile => ({
  sha1: `sha of ${text}`,
  size: text.length,
  content: Buffer.from(text),
});

function controller(): { controller: Controller; decrypted: boolean[] } {
  const decrypted: boolean[] = [];
  const made = {
    find: (_kind: string, name: string) => `/c/${name}`,
    stat: async (path: string) => ({ kind: `${path}/` in TREE ? "directory" : "file" }),
    localContent: fileOf,
    localFile: async (path: string, { decrypt }: { decrypt: boolean }) => {
      decrypted.push(decrypt);
      return fileOf(TREE[path]!);
    },
    walk: async (folder: string) =>
      folder === "/c/dir"
        ? [
            { path: "b", kind: "file", mode: 0o644 },
            { path: "sub", kind: "directory", mode: 0o755 },
            { path: "sub/a", kind: "file", mode: 0o644 },
          ]
        : [],
    joined: async (files: LocalFile[]) => fileOf(files.map(({ content }) => String(content)).join("")),
  };
  return { controller: made as unknown as Controller, decrypted };
}

const WISH = { remote_src: false, local_follow: true, decrypt: true };

/** A content as YAML has it, and the text that a host gets. */
const CONTENTS: readonly (readonly [content: Value, text: string])[] = [
  ["text\n", "text\n"],
  ["", ""],
  [true, "True"],
  [false, "False"],
  [7, "7"],
  [null, ""],
  [["a", "ü"], '["a", "\\u00fc"]'],
  [{ a: { b: true } }, '{"a": {"b": true}}'],
];

for (const [content, text] of CONTENTS)
  test(`the content ${JSON.stringify(content)} is brought as a text`, async (t) => {
    const brought = await bringCopy({ ...WISH, content }, controller().controller);
    t.deepEqual(brought, { files: { new: fileOf(text) }, vars: { base: "" } });
  });

test("a file is brought with its name, decrypted where that is wanted", async (t) => {
  for (const decrypt of [true, false]) {
    const { controller: one, decrypted } = controller();
    const brought = await bringCopy({ ...WISH, decrypt, src: "one" }, one);
    t.deepEqual(brought, { files: { new: fileOf("1") }, vars: { base: "one" } });
    t.deepEqual(decrypted, [decrypt]);
  }
});

/** How a folder is named, and what the paths on the host begin with. */
for (const [src, top, folders] of [
  ["dir", "dir/", ["dir", "dir/sub"]],
  ["dir/", "", ["sub"]],
] as const)
  test(`a folder that is named ${src} is brought as one file, and a line for each of its own`, async (t) => {
    const found = (await bringCopy({ ...WISH, src }, controller().controller)) as Record<string, unknown>;
    t.deepEqual(found, {
      files: { new: fileOf("22333") },
      vars: { list: [`sha of 22 0 2 ${top}b`, `sha of 333 2 3 ${top}sub/a`], folders: [...folders] },
    });
  });

test("nothing is brought of what is on the host already", async (t) => {
  t.deepEqual(await bringCopy({ ...WISH, remote_src: true, src: "one" }, controller().controller), {});
  t.deepEqual(copyVars({ remote_src: true, src: "/a" }), { content: null, src: { path: "/a" }, list: null });
  for (const args of [{ remote_src: false, src: "/a" }, { remote_src: true }, { remote_src: true, src: "" }])
    t.is(copyVars(args).src, null);
});
