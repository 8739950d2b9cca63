import { readFileSync } from "node:fs";
import test from "ava";
import { floatText } from "../../src/model/float_text.js";
import { quoteText } from "../../src/model/python_text.js";

/** Recorded from Python's repr(). */
const { texts, floats }: { texts: [string, string][]; floats: [string, string][] } = JSON.parse(
  readFileSync("test/model/python_text.json", "utf8"),
);

test("repr() of texts", (t) => {
  for (const [text, repr] of texts) t.is(quoteText(text), repr);
});

test("repr() of floats", (t) => {
  for (const [written, repr] of floats) {
    const value = written === "inf" ? Infinity : written === "-inf" ? -Infinity : Number(written);
    t.is(floatText(value), repr, written);
  }
});
