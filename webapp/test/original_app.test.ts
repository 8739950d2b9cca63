// The six tests of the original Python web app.
import test from "ava";
import { ask, post, startApp, startReadyApp } from "./helpers/app.js";
import { forBothStores } from "./helpers/stores.js";

const check = forBothStores();

check("the page greets the world", async (t, env) => {
  const { url } = await startReadyApp(t, env);
  const { status, text } = await ask(`${url}/`);
  t.is(status, 200);
  t.true(text.startsWith("<!doctype html>\n"));
  t.true(text.includes("<title>Hello</title>\n<h1>Hello World!</h1>\n"));
});

check("the word is World until someone changes it", async (t, env) => {
  const { url } = await startReadyApp(t, env);
  const { status, text } = await ask(`${url}/hello`);
  t.deepEqual([status, text], [200, "World"]);
});

check("a posted word is answered", async (t, env) => {
  const { url } = await startReadyApp(t, env);
  const { status, text } = await post(`${url}/hello`, "hello");
  t.deepEqual([status, text], [200, "hello"]);
});

check("posting nothing is refused", async (t, env) => {
  const { url } = await startReadyApp(t, env);
  const { status, text } = await ask(`${url}/hello`, { method: "POST" });
  t.deepEqual([status, text], [400, "data must contain a string"]);
});

check("posting a form is refused", async (t, env) => {
  const { url } = await startReadyApp(t, env);
  const body = new URLSearchParams({ hello: "no string" });
  const { status, text } = await ask(`${url}/hello`, { method: "POST", body });
  t.deepEqual([status, text], [400, "data must contain a string"]);
});

check("a posted word is the word from then on", async (t, env) => {
  const { url } = await startReadyApp(t, env);
  const posted = await post(`${url}/hello`, "app");
  t.deepEqual([posted.status, posted.text], [200, "app"]);
  const { status, text } = await ask(`${url}/hello`);
  t.deepEqual([status, text], [200, "app"]);
});

test("the rule for forms holds for curl -d and for uploads as well", async (t) => {
  const { url } = await startApp(t);
  const curl = await post(`${url}/hello`, "word", { "content-type": "application/x-www-form-urlencoded" });
  const upload = new FormData();
  upload.set("hello", "word");
  const uploaded = await ask(`${url}/hello`, { method: "POST", body: upload });
  t.deepEqual([curl.status, uploaded.status], [400, 400]);
  t.is((await ask(`${url}/hello`)).text, "World");
});

test("any other content type carries the word as it is", async (t) => {
  const { url } = await startApp(t);
  for (const type of ["text/plain", "application/json", "application/octet-stream"]) {
    const { status, text } = await post(`${url}/hello`, `"${type}"`, { "content-type": type });
    t.deepEqual([status, text], [200, `"${type}"`]);
  }
});
