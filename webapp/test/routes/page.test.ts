import test from "ava";
import { ask, post, startApp } from "../helpers/app.js";

const FORM = { "content-type": "application/x-www-form-urlencoded" };

test("the page shows a word with markup as text", async (t) => {
  const { url } = await startApp(t);
  await post(`${url}/hello`, `<b>&"'`);
  const { text } = await ask(`${url}/`);
  t.true(text.includes("<h1>Hello &lt;b&gt;&amp;&quot;&#39;!</h1>"));
});

test("the form changes the word and sends its user back to the page", async (t) => {
  const { url } = await startApp(t);
  const { status, headers } = await post(`${url}/`, "word=caf%C3%A9+%26+bar", FORM);
  t.deepEqual([status, headers.get("location")], [303, "/"]);
  t.is((await ask(`${url}/hello`)).text, "café & bar");
});

test("a form with nothing in it gives the page again, with the reason", async (t) => {
  const { url } = await startApp(t);
  for (const form of ["word=", "other=1", "", "word=%0D%0A"]) {
    const { status, text } = await post(`${url}/`, form, FORM);
    t.is(status, 400);
    t.regex(text, /<h1>Hello World!<\/h1>\n<p role="alert">The word was not changed: /);
  }
});

test("a form that is not UTF-8, too long or no form is refused", async (t) => {
  const { url } = await startApp(t);
  t.is((await post(`${url}/`, "word=%FF", FORM)).status, 400);
  t.is((await post(`${url}/`, "word=%", FORM)).status, 400);
  t.is((await post(`${url}/`, `word=${"%F0%9F%8C%8D".repeat(256)}`, FORM)).status, 303);
  t.is((await post(`${url}/`, `word=${"a".repeat(257)}`, FORM)).status, 400);
  t.is((await post(`${url}/`, `word=${"a".repeat(4096)}`, FORM)).status, 413);
  t.is((await post(`${url}/`, "word", { "content-type": "text/plain" })).status, 415);
});

/** What was typed, and what the field of the page then has. */
const TYPED: readonly [title: string, form: string, value: string | undefined][] = [
  ["one that is too long", `word=${"a".repeat(257)}`, "a".repeat(257)],
  ["one of many bytes", `word=${"%F0%9F%8C%8D".repeat(257)}`, "\u{1F30D}".repeat(257)],
  [
    "one with markup, as text",
    `word=%22%3E%3Cb%3E${"b".repeat(257)}`,
    `&quot;&gt;&lt;b&gt;${"b".repeat(257)}`,
  ],
  ["nothing", "word=", undefined],
  ["what is no UTF-8, left out", "word=%FF", undefined],
  ["what was never read, left out", `word=${"a".repeat(4096)}`, undefined],
];

for (const [title, form, value] of TYPED)
  test(`what is refused is in the field again: ${title}`, async (t) => {
    const { url } = await startApp(t);
    const { status, text } = await post(`${url}/`, form, FORM);
    t.true(status >= 400);
    t.is(/ value="([^"]*)"/.exec(text)?.[1], value);
  });

test("the page of a word that was taken has an empty field", async (t) => {
  const { url } = await startApp(t);
  await post(`${url}/`, "word=new", FORM);
  t.notRegex((await ask(`${url}/`)).text, / value="/);
});
