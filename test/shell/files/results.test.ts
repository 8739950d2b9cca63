import { posix } from "node:path";
import test from "ava";
import type { Controller } from "../../../src/model/module.js";
import type { Answer, Difference } from "../../../src/model/result.js";
import { placedResult, stateDiff } from "../../../src/shell/files/content.js";
import { fileFacts } from "../../../src/shell/files/edit.js";
import { editDiff, editMessage } from "../../../src/shell/files/edit_result.js";
import { iniLines } from "../../../src/shell/files/ini_edit.js";
import { treeBelow } from "../../../src/shell/files/tree.js";

const value = (name: string, before: string, after: string): Difference =>
  ({ kind: "value", name, before, after }) as Difference;
const content = (name: string, before: string, after: string): Difference =>
  ({ kind: "content", name, before, after }) as Difference;

test("a difference of attributes has numbers where they are numbers", (t) => {
  t.deepEqual(
    stateDiff(
      [
        value("owner", "0", "1"),
        value("group", "0", "2"),
        value("mode", "0644", "0600"),
        value("atime", "1.5", "2"),
        value("mtime", "3", "4"),
      ],
      "/f",
    ),
    {
      before: { path: "/f", owner: 0, group: 0, mode: "0644", atime: 1.5, mtime: 3 },
      after: { path: "/f", owner: 1, group: 2, mode: "0600", atime: 2, mtime: 4 },
    },
  );
  t.deepEqual(stateDiff([], "/f"), { before: { path: "/f" }, after: { path: "/f" } });
  t.deepEqual(stateDiff([value("groups", "1", "2")], "/f").before, { path: "/f", groups: "1" });
});

const HEADERS = { before_header: "/f (content)", after_header: "/f (content)" };
const MORE = { before_header: "/f (file attributes)", after_header: "/f (file attributes)" };

test("an edited file has two differences: its text, and its attributes", (t) => {
  t.deepEqual(editDiff("/f", undefined, []), [{ before: "", after: "", ...HEADERS }, MORE]);
  t.deepEqual(
    editDiff("/f", { before: "a", after: "b" }, [
      value("owner", "0", "12"),
      value("group", "root", "1x"),
      value("mode", "0644", "0600"),
      content("/f", "a", "b"),
    ]),
    [
      { before: "a", after: "b", ...HEADERS },
      {
        ...MORE,
        before: { owner: 0, group: "root", mode: "0644" },
        after: { owner: 12, group: "1x", mode: "0600" },
      },
    ],
  );
});

test("an edit's message tells of attributes too", (t) => {
  const words = "ownership, perms or SE linux context changed";
  t.is(editMessage("line added", []), "line added");
  t.is(editMessage("line added", [value("mode", "1", "2")]), `line added and ${words}`);
  t.is(editMessage("", [value("mode", "1", "2")]), words);
  t.is(editMessage("", [content("/f", "a", "b")]), "");
});

test("of a file that an edit could not finish, what the host says is told", (t) => {
  t.deepEqual(fileFacts({ path: "/f" }), {});
  t.deepEqual(fileFacts({ path: "/f", uid: 0, gid: 0, odd: 1, state: "file" }), {
    path: "/f",
    uid: 0,
    gid: 0,
    state: "file",
  });
});

const answer = (said: object, more: Partial<Answer> = {}): Answer =>
  ({ said, diffs: [], changed: false, ...more }) as unknown as Answer;

interface Placed {
  what: string;
  said: object;
  more?: Partial<Answer>;
  source?: string;
  check?: boolean;
  limit?: number;
  result: object;
}

const DIFFER = { diffs: [content("/d", "old", "new")] };
const HEAD = { before_header: "/d", after_header: "/s" };

const PLACED: readonly Placed[] = [
  { what: "no way to it", said: { unreached: true, dest: "/d" }, more: { failure: "x" }, result: {} },
  {
    what: "a failure",
    said: { dest: "/d", path: "/p" },
    more: { failure: "why" },
    result: { dest: "/d", path: "/p", msg: "why", diff: [] },
  },
  {
    what: "a validation that failed",
    said: { dest: "/d", path: "/p", exit_status: 1 },
    more: { failure: "failed to validate: rc:1" },
    result: { dest: "/d", exit_status: 1, path: undefined, msg: "failed to validate", diff: [] },
  },
  {
    what: "one that was kept",
    said: { kept: true, dest: "/d" },
    result: { dest: "/d", checksum: undefined, diff: undefined },
  },
  {
    what: "the same content",
    said: { dest: "/d" },
    more: { diffs: [value("mode", "0644", "0600")] },
    result: {
      dest: "/d",
      diff: { before: { path: "/d", mode: "0644" }, after: { path: "/d", mode: "0600" } },
    },
  },
  {
    what: "the same content at a path",
    said: { dest: "/d", path: "/p" },
    result: { dest: "/d", path: "/p", diff: { before: { path: "/p" }, after: { path: "/p" } } },
  },
  {
    what: "another content",
    said: { fresh: true, dest: "/d", checksum: "c" },
    more: DIFFER,
    source: "/s",
    result: { dest: "/d", checksum: "c", diff: [{ ...HEAD, before: "old", after: "new" }], src: "/s" },
  },
  {
    what: "another content whose source the host says",
    said: { fresh: true, dest: "/d", src: "/h" },
    more: DIFFER,
    source: "/s",
    result: { dest: "/d", diff: [{ ...HEAD, before: "old", after: "new" }], src: "/h" },
  },
  {
    what: "another content of no source",
    said: { fresh: true, dest: "/d" },
    more: DIFFER,
    result: { dest: "/d", diff: [{ ...HEAD, after_header: "/d", before: "old", after: "new" }], src: "/d" },
  },
  {
    what: "another content in check mode",
    said: { fresh: true, dest: "/d", checksum: "c" },
    more: DIFFER,
    source: "/s",
    check: true,
    result: { diff: [{ ...HEAD, before: "old", after: "new" }] },
  },
  {
    what: "a new file",
    said: { fresh: true, is_new: true, dest: "/d" },
    more: { diffs: [content("/d", "", "new"), value("mode", "1", "2")] },
    source: "/s",
    result: { dest: "/d", diff: [{ after_header: "/s", before: "", after: "new" }], src: "/s" },
  },
  {
    what: "a folder's place",
    said: { fresh: true, is_folder: true, dest: "/d" },
    more: DIFFER,
    source: "/s",
    result: { dest: "/d", diff: [{ after_header: "/s", after: "new" }], src: "/s" },
  },
  {
    what: "bytes that are no text",
    said: { fresh: true, dest: "/d" },
    more: { diffs: [content("/d", "a\0", "\0b")] },
    source: "/s",
    result: { dest: "/d", diff: [{ ...HEAD, dst_binary: 1, src_binary: 1 }], src: "/s" },
  },
  {
    what: "texts that are just not too long, and too long",
    said: { fresh: true, dest: "/d" },
    more: { diffs: [content("/d", "ää", "1234")] },
    source: "/s",
    limit: 3,
    result: { dest: "/d", diff: [{ ...HEAD, dst_larger: 3, src_larger: 3 }], src: "/s" },
  },
  {
    what: "texts as long as may be",
    said: { fresh: true, dest: "/d" },
    more: { diffs: [content("/d", "ää", "1234")] },
    source: "/s",
    limit: 4,
    result: { dest: "/d", diff: [{ ...HEAD, before: "ää", after: "1234" }], src: "/s" },
  },
];

for (const { what, said, more, source, check = false, limit = 0, result } of PLACED)
  test(`what is told of a file that was put somewhere: ${what}`, (t) => {
    const controller = { check, diffLimit: limit } as Controller;
    t.deepEqual(placedResult(answer(said, more), source, controller), result as object);
  });

test("texts of an INI file travel in one line each", (t) => {
  t.deepEqual(iniLines("o", ["a", "b\\n\nc\n"]), ["oa", "ob\\\\n\\nc\\n"]);
  t.deepEqual(iniLines("v", []), []);
});

/** Folders of a controller, and what stands in each: its kind, and where a link leads. */
const WALKS: Readonly<Record<string, readonly (readonly [path: string, kind: string, target?: string])[]>> = {
  "/c": [
    ["file", "file"],
    ["dir", "directory"],
    ["dir/in", "file"],
    ["to-file", "link", "dir/in"],
    ["to-dir", "link", "/other"],
    ["to-none", "link", "/none"],
    ["dir/up", "link", ".."],
    ["dir/self", "link", "."],
    ["to-sibling", "link", "../cx"],
  ],
  "/other": [
    ["deep", "directory"],
    ["deep/one", "file"],
    ["back", "link", "/c"],
    ["again", "link", "/other"],
    ["gone", "link", "nowhere"],
  ],
  "/cx": [["x", "file"]],
};
const KINDS: Readonly<Record<string, readonly [kind: string, mode: number]>> = {
  "/c/to-file": ["file", 0o600],
  "/c/to-dir": ["directory", 0o755],
  "/c/dir/up": ["directory", 0o755],
  "/c/dir/self": ["directory", 0o755],
  "/c/to-sibling": ["directory", 0o755],
  "/other/back": ["directory", 0o755],
  "/other/again": ["directory", 0o755],
};

const controller = {
  walk: async (folder: string) =>
    WALKS[folder]!.map(([path, kind, target]) => ({ path, kind, target, mode: 0o644 })),
  stat: async (path: string) => {
    const found = KINDS[path];
    if (!found) throw new Error(`ENOENT ${path}`);
    return { kind: found[0], mode: found[1] };
  },
} as unknown as Controller;

test("what is below a folder: links are told, or followed where that is no circle", async (t) => {
  const told = await treeBelow("/c", { below: "top/", follow: false }, controller);
  t.deepEqual(told.folders, ["top/dir"]);
  t.deepEqual(told.files, [
    { path: "top/file", from: "/c/file", mode: 0o644 },
    { path: "top/dir/in", from: "/c/dir/in", mode: 0o644 },
  ]);
  t.is(told.links.length, 6);
  t.deepEqual(told.links[0], { path: "top/to-file", target: "dir/in" });
  const followed = await treeBelow("/c", { below: "", follow: true }, controller);
  t.deepEqual(followed.folders, ["dir", "to-dir", "to-dir/deep", "to-sibling"]);
  t.deepEqual(followed.files, [
    { path: "file", from: "/c/file", mode: 0o644 },
    { path: "dir/in", from: "/c/dir/in", mode: 0o644 },
    { path: "to-file", from: "/c/dir/in", mode: 0o600 },
    { path: "to-dir/deep/one", from: posix.join("/other", "deep/one"), mode: 0o644 },
    { path: "to-sibling/x", from: "/cx/x", mode: 0o644 },
  ]);
  t.deepEqual(followed.links, [
    { path: "to-dir/back", target: "/c" },
    { path: "to-dir/again", target: "/other" },
    { path: "to-dir/gone", target: "nowhere" },
    { path: "to-none", target: "/none" },
    { path: "dir/up", target: ".." },
    { path: "dir/self", target: "." },
  ]);
});
