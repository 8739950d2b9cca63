import { gzipSync } from "node:zlib";
import test from "ava";
import { ask, post, startApp } from "../helpers/app.js";

test("the word is plain text that no browser may take for a page", async (t) => {
  const { url } = await startApp(t);
  await post(`${url}/hello`, "<script>alert(1)</script>");
  const { text, headers } = await ask(`${url}/hello`);
  t.is(text, "<script>alert(1)</script>");
  t.is(headers.get("content-type"), "text/plain; charset=utf-8");
  t.is(headers.get("x-content-type-options"), "nosniff");
  t.is(headers.get("cache-control"), "no-store");
});

test("what is too long is refused: 413 by bytes, 400 by characters", async (t) => {
  const { url } = await startApp(t);
  t.is((await post(`${url}/hello`, "a".repeat(1025))).status, 413);
  t.is((await post(`${url}/hello`, "🌍".repeat(256))).status, 200);
  const long = await post(`${url}/hello`, "a".repeat(257));
  t.deepEqual([long.status, long.text], [400, "the word must have at most 256 characters"]);
  t.is((await ask(`${url}/hello`)).text, "🌍".repeat(256));
});

test("a body of unknown length is held to the same limit", async (t) => {
  const { url } = await startApp(t);
  const body = new Blob(["a".repeat(5000)]).stream();
  const init = { method: "POST", body, duplex: "half" } as RequestInit;
  t.is((await ask(`${url}/hello`, init)).status, 413);
});

test("what is not UTF-8 is refused", async (t) => {
  const { url } = await startApp(t);
  const { status, text } = await post(`${url}/hello`, Uint8Array.from([0x61, 0xff]));
  t.deepEqual([status, text], [400, "data must be UTF-8"]);
});

test("control characters are left out, and a body of nothing else is empty", async (t) => {
  const { url } = await startApp(t);
  t.is((await post(`${url}/hello`, "one\r\ntwo\u0000")).text, "onetwo");
  const { status, text } = await post(`${url}/hello`, "\r\n");
  t.deepEqual([status, text], [400, "data must contain a string"]);
});

test("compressed bodies are refused, so that they cannot unfold", async (t) => {
  const { url } = await startApp(t);
  const packed = gzipSync("word");
  t.is((await post(`${url}/hello`, packed, { "content-encoding": "gzip" })).status, 415);
});

test("other methods are told which ones there are", async (t) => {
  const { url } = await startApp(t);
  for (const path of ["/", "/hello"]) {
    const { status, headers } = await ask(`${url}${path}`, { method: "DELETE" });
    t.deepEqual([status, headers.get("allow")], [405, "GET, HEAD, POST"]);
  }
});

test("HEAD answers like GET, without the body", async (t) => {
  const { url } = await startApp(t);
  const { status, text, headers } = await ask(`${url}/hello`, { method: "HEAD" });
  t.deepEqual([status, text, headers.get("content-length")], [200, "", "5"]);
});
