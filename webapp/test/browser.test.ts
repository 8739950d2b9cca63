import test, { type ExecutionContext } from "ava";
import { type Browser, chromium } from "playwright-core";
import { listen, portOf } from "../src/listen.js";
import { startApp } from "./helpers/app.js";
import { CHROMIUM, find, lacks } from "./helpers/programs.js";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // A name that is not localhost: there, as on a plain HTTP site, a browser sends Origin only.
  "--host-resolver-rules=MAP hello.test 127.0.0.1",
];

let browser: Promise<Browser> | undefined;
test.after.always(async () => (await browser)?.close());

async function open(t: ExecutionContext, url: string) {
  browser ??= chromium.launch({ executablePath: find(CHROMIUM)!, headless: true, args: FLAGS });
  const context = await (await browser).newContext();
  t.teardown(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("dialog", (dialog) => void dialog.dismiss().then(() => complaints.push("a dialog opened")));
  await page.goto(url);
  return { page, complaints };
}

for (const host of ["127.0.0.1", "hello.test"]) {
  test(`on ${host}, someone changes the word in a browser and sees it as they wrote it`, async (t) => {
    if (lacks(t, CHROMIUM)) return;
    const app = await startApp(t);
    const { page, complaints } = await open(t, app.url.replace("127.0.0.1", host));
    t.is(await page.title(), "Hello");
    t.is(await page.textContent("h1"), "Hello World!");

    const word = `<b>&"'</b><img src=x onerror=alert(1)> é🌍`;
    await page.getByLabel("A new word").fill(word);
    await page.getByRole("button", { name: "Change" }).click();
    await page.waitForFunction("document.querySelector('h1').textContent !== 'Hello World!'");

    t.is(await page.textContent("h1"), `Hello ${word}!`);
    t.is(await page.locator("h1 *").count(), 0);
    t.is(await app.store.read(), word);
    t.deepEqual(
      complaints.filter((text) => !isAboutHttp(text)),
      [],
    );
    t.is(await page.evaluate("getComputedStyle(document.querySelector('h1')).overflowWrap"), "anywhere");
  });
}

test("the page of another site cannot change the word", async (t) => {
  if (lacks(t, CHROMIUM)) return;
  const app = await startApp(t);
  const form = `<form method="post" action="${app.url}/"><input name="word" value="taken"><button>Win</button>`;
  const elsewhere = await listen(
    (_req, res) => res.setHeader("Content-Type", "text/html").end(form),
    "127.0.0.1",
    0,
  );
  t.teardown(() => void elsewhere.close());
  const { page } = await open(t, `http://hello.test:${portOf(elsewhere)}`);
  const [answer] = await Promise.all([
    page.waitForResponse(`${app.url}/`),
    page.getByRole("button", { name: "Win" }).click(),
  ]);
  t.is(answer.status(), 403);
  t.is(await app.store.read(), "World");
});

test("a word that cannot be is explained on the page", async (t) => {
  if (lacks(t, CHROMIUM)) return;
  const app = await startApp(t);
  const { page } = await open(t, app.url);
  await page.getByLabel("A new word").fill("a".repeat(257));
  await page.getByRole("button", { name: "Change" }).click();
  await page.getByRole("alert").waitFor();
  t.is(
    await page.getByRole("alert").textContent(),
    "The word was not changed: the word must have at most 256 characters.",
  );
});

/** The browser remarks that over plain HTTP it ignores a header. */
function isAboutHttp(text: string): boolean {
  return text.includes("Cross-Origin-Opener-Policy") || text.includes("Origin-Agent-Cluster");
}
