import { existsSync, readdirSync, symlinkSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import test from "ava";
import uri from "../../../src/modules/network/uri.js";
import { applied, inScratch } from "../../helpers/module.js";

const SERVER = createServer((request, response) => {
  if (request.url === "/moved") return response.writeHead(302, { location: "/here?x=1" }).end();
  let body = "";
  request.on("data", (data) => {
    body += String(data);
  });
  request.on("end", () => {
    const { "content-type": type, "x-own": own } = request.headers;
    response.writeHead(request.url === "/teapot" ? 418 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify({ method: request.method, url: request.url, type, own, body }));
  });
});
let base: string;

test.before(async () => {
  await new Promise<void>((resolve) => SERVER.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(SERVER.address() as AddressInfo).port}`;
});
test.after.always(() => SERVER.close());

/** What uri gives on a host that has the machine's programs but neither curl nor wget nor Node. */
async function asked(given: Record<string, unknown>) {
  return inScratch(async (folder) => {
    const without = new Set(["curl", "wget", "node", "nodejs"]);
    for (const bin of ["/usr/bin", "/bin"].filter(existsSync))
      for (const name of readdirSync(bin))
        if (!without.has(name) && !existsSync(join(folder, name)))
          symlinkSync(join(bin, name), join(folder, name));
    const path = process.env.PATH;
    process.env.PATH = folder;
    try {
      return await applied(uri, { return_content: true, ...given } as never);
    } finally {
      process.env.PATH = path;
    }
  });
}

const real = existsSync("/usr/bin/perl") ? test.serial : test.serial.skip;

real("a page is read, with its headers and status", async (t) => {
  const got = await asked({ url: `${base}/here?x=1`, headers: { "X-Own": "mine" } });
  t.is(got.status, 200, JSON.stringify(got));
  t.like(got.json, { method: "GET", url: "/here?x=1", own: "mine" });
  t.is(got.content_type, "application/json");
});

real("a body is sent as it is", async (t) => {
  const body = `it's "quoted" & ümläut\n$HOME`;
  const got = await asked({ url: base, method: "POST", headers: { "Content-Type": "text/plain" }, body });
  t.like(got.json, { method: "POST", type: "text/plain", body });
});

real("a redirection is followed, another status fails", async (t) => {
  t.like((await asked({ url: `${base}/moved` })).json, { url: "/here?x=1" });
  const got = await asked({ url: `${base}/teapot` });
  t.true(got.failed);
  t.is(got.status, 418);
});

real("what cannot be asked this way says what is missing", async (t) => {
  const refused = await asked({ url: "http://127.0.0.1:1/" });
  t.is(refused.status, -1);
  t.regex(String(refused.msg), /Connection refused/);
  t.regex(
    String((await asked({ url: "https://127.0.0.1/" })).msg),
    /neither curl nor wget nor node is on the host/,
  );
});
