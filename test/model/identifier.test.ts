import test from "ava";
import { isIdentifier } from "../../src/model/identifier.js";

// str.isidentifier() and keyword.iskeyword() of Python 3, and ASCII only
const NAMES = ["a", "_", "__a1", "Z9", "none", "true", "print", "match", "case", "type", "classes", "self"];
const OTHERS = [
  "",
  "1a",
  "a-b",
  "a b",
  "a.b",
  "a\n",
  " a",
  "ä",
  "a$",
  "class",
  "None",
  "True",
  "async",
  "yield",
  "if",
];

for (const name of NAMES)
  test(`${name} may be the name of a variable`, (t) => {
    t.true(isIdentifier(name));
  });
for (const name of OTHERS)
  test(`${JSON.stringify(name)} is no name of a variable`, (t) => {
    t.false(isIdentifier(name));
  });
