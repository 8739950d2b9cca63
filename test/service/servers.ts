import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** Hosts with the app, as its page and its smoke checks know it, and a load balancer before them. */
export interface Servers {
  urls: string[];
  balancer: string;
  /** the words that they have: one, or one each */
  words: Set<string>;
  /** `METHOD PATH` of each request, with `smoke` where the word was one of the checks */
  asked: string[];
  stop(): void;
}

interface Kept {
  word: string;
}

/** `shared`: they keep one word; `balancer: "empty"`: it has no host. */
export async function startServers(
  count: number,
  { shared, balancer = "turns" }: { shared: boolean; balancer?: "turns" | "empty" },
): Promise<Servers> {
  const asked: string[] = [];
  const one: Kept = { word: "World" };
  const kept = Array.from({ length: count }, () => (shared ? one : { word: "World" }));
  const hosts = kept.map((mine) => app(mine, asked));
  let turn = 0;
  const before: RequestListener = (request, response) =>
    balancer === "empty"
      ? void response.writeHead(503).end("no hosts")
      : hosts[turn++ % count]!(request, response);
  const servers = await Promise.all([...hosts, before].map(listening));
  const urls = servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return {
    urls: urls.slice(0, -1),
    balancer: urls.at(-1)!,
    get words() {
      return new Set(kept.map(({ word }) => word));
    },
    asked,
    stop: () => {
      for (const server of servers) server.close().closeAllConnections();
    },
  };
}

const app =
  (kept: Kept, asked: string[]): RequestListener =>
  async (request, response) => {
    asked.push(`${request.method} ${request.url}${kept.word.startsWith("smoke-") ? " smoke" : ""}`);
    const plain = (code: number, body: string, type = "text/plain") =>
      response.writeHead(code, { "Content-Type": type }).end(body);
    if (request.url === "/version") return plain(200, '{"version":"1.0.0"}', "application/json");
    if (request.url === "/") return plain(200, `Hello ${escaped(kept.word)}!`, "text/html");
    if (request.url !== "/hello") return plain(200, "ok");
    return request.method === "POST" ? posted(request, kept, plain) : plain(200, kept.word);
  };

async function posted(request: IncomingMessage, kept: Kept, answer: (code: number, body: string) => void) {
  const word = await text(request);
  if (word === "") return answer(400, "empty");
  kept.word = word;
  return answer(200, word);
}

const escaped = (word: string): string =>
  word.replace(
    /[&<>"]/g,
    (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[char] ?? char,
  );

async function listening(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return server;
}
