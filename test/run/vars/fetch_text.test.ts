import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import test from "ava";
import { Fault } from "../../../src/model/errors.js";
import { fetchText } from "../../../src/run/vars/fetch_text.js";

/** A server that keeps what it was told. */
async function withServer(work: (url: string, seen: IncomingHttpHeaders[]) => Promise<void>): Promise<void> {
  const seen: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers);
    if (request.url === "/there") response.writeHead(302, { location: "/here" }).end();
    else if (request.url === "/here") response.end("here");
    else response.writeHead(404).end();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** what the lookup is given | what the server is told */
const TOLD: [Record<string, never> | object, Record<string, string | undefined>][] = [
  [{}, { authorization: undefined, "cache-control": undefined, undefined: undefined }],
  [{ headers: { "x-one": "a", "X-Two": 2 } }, { "x-one": "a", "x-two": "2" }],
  [{ username: "u", password: "p" }, { authorization: "Basic dTpw" }],
  [{ username: "u" }, { authorization: "Basic dTo=" }],
  [
    { http_agent: "me", force: true, timeout: 9 },
    { "user-agent": "me", "cache-control": "no-cache" },
  ],
];

for (const [given, told] of TOLD)
  test(`${JSON.stringify(given)} is told to the server`, (t) =>
    withServer(async (url, seen) => {
      t.is(await fetchText(`${url}/here`, given as never), "here");
      for (const [name, value] of Object.entries(told)) t.is(seen[0]![name], value, name);
    }));

test("it goes where the server sends it, unless it may not", (t) =>
  withServer(async (url, seen) => {
    t.is(await fetchText(`${url}/there`, {}), "here");
    t.is(seen.length, 2);
    for (const stays of ["none", "no"])
      await t.throwsAsync(fetchText(`${url}/there`, { follow_redirects: stays }), { instanceOf: Fault });
    t.is(seen.length, 4);
  }));

test("what a server refuses, and that none is there, is a fault with the address", (t) =>
  withServer(async (url) => {
    await t.throwsAsync(fetchText(`${url}/no`, {}), {
      message: `Received HTTP error for ${url}/no : HTTP Error 404: Not Found`,
    });
    await t.throwsAsync(fetchText("http://127.0.0.1:1/", {}), {
      message: /^Failed lookup url for http:\/\/127\.0\.0\.1:1\/ : ./,
    });
  }));
