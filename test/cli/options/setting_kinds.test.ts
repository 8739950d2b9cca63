import test from "ava";
import {
  choiceSetting,
  flagSetting,
  listSetting,
  numberSetting,
  pathListSetting,
  pathSetting,
  pathsSetting,
  type Setting,
  textSetting,
} from "../../../src/cli/options/setting_kinds.js";

const HOME = process.env.HOME ?? "/";

/** A kind of setting, a text, and what is read of it below /base; undefined: it is no such value. */
const ROWS: readonly (readonly [kind: Setting<unknown>, text: string, value: unknown])[] = [
  ...["y", "YES", "on", "1", "True", "t", "1.0", " yes "].map(
    (text) => [flagSetting(false, {}), text, true] as const,
  ),
  ...["n", "No", "off", "0", "FALSE", "f", "0.0", " no\t"].map(
    (text) => [flagSetting(true, {}), text, false] as const,
  ),
  ...["", "yess", "xon", "10", "1.00", "offs", "2"].map(
    (text) => [flagSetting(true, {}), text, undefined] as const,
  ),
  [numberSetting(1, {}), "7", 7],
  [numberSetting(1, {}), " 70 ", 70],
  [numberSetting(1, {}), "-7", undefined],
  [numberSetting(1, {}), "7x", undefined],
  [numberSetting(1, {}), "x7", undefined],
  [numberSetting(1, {}), "", undefined],
  [textSetting(undefined, {}), "a b", "a b"],
  [textSetting(undefined, {}), '"a b"', "a b"],
  [textSetting(undefined, {}), "'a'", "a"],
  [textSetting(undefined, {}), "'a\"", "'a\""],
  [textSetting(undefined, {}), "x'a'", "x'a'"],
  [textSetting(undefined, {}), "'a'x", "'a'x"],
  [choiceSetting(["one", "two"], "one", {}), " two ", "two"],
  [choiceSetting(["one", "two"], "one", {}), "tw", undefined],
  [listSetting({}), " a, b ,,c,", ["a", "b", "c"]],
  [listSetting({}), "", []],
  [pathSetting({}), "x/y", "/base/x/y"],
  [pathSetting({}), " /x ", "/x"],
  [pathSetting({}), "'x'", "/base/x"],
  [pathSetting({}), "~/x", `${HOME}/x`],
  [pathSetting({}), "~", HOME],
  [pathSetting({}), "~x", "/base/~x"],
  [pathSetting({}), "x/~", "/base/x/~"],
  [pathListSetting({}), "a, /b", ["/base/a", "/b"]],
  [pathsSetting({}), "a: /b ::", ["/base/a", "/b"]],
];

test("each kind of setting is read in its own way", (t) => {
  for (const [kind, text, value] of ROWS)
    t.deepEqual(kind.read(text, "/base"), value, `${kind.takes}: ${text}`);
});

test("what a setting takes is told, with its default and its places", (t) => {
  const where = { env: ["A"], ini: ["s.k", "t.l"] };
  const { read: _, ...made } = choiceSetting(["one", "two"], "two", where);
  t.deepEqual(made, {
    env: ["A"],
    ini: [
      ["s", "k"],
      ["t", "l"],
    ],
    default: "two",
    takes: "one, two",
    isChoice: true,
  });
  t.deepEqual(
    [numberSetting(7, {}).default, numberSetting(7, {}).env, numberSetting(7, {}).ini],
    [7, [], []],
  );
  t.deepEqual([listSetting({}).default, pathsSetting({}, ["/a"]).default], [[], ["/a"]]);
});
