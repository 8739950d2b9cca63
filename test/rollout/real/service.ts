import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { execa } from "execa";
import type { Engine } from "../../helpers/docker_engine.js";
import type { Registry } from "../../helpers/docker_registry.js";

/** What a version of the small service does; made so that each can be told from the others. */
export interface Version {
  name: string;
  /** what the process is given: READY=never, CRASH=seconds, HUNGRY=1, SLOW=milliseconds */
  env: Record<string, string>;
}

/** Where a program is. */
export function programOf(name: string): string {
  const folders = ["/usr/sbin", "/usr/bin", ...(process.env.PATH ?? "").split(":")];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path))!;
}

/** A program and the libraries that it needs: an image needs no more. */
async function programInto(folder: string, program: string, name: string): Promise<void> {
  const { stdout } = await execa("ldd", [program]);
  const libraries = [...stdout.matchAll(/(\/\S+) \(0x/g)].map(([, path]) => path!);
  for (const path of libraries) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    copyFileSync(path, join(folder, path));
  }
  mkdirSync(join(folder, "bin"), { recursive: true });
  copyFileSync(program, join(folder, "bin", name));
  for (const empty of ["run", "tmp", "data", "etc"]) mkdirSync(join(folder, empty), { recursive: true });
}

const SERVER = `import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
const { VERSION, READY, CRASH, HUNGRY, SLOW = "5", DRAIN = "300", GRACE = "0", TOKEN_FILE, TOKEN = "" } = process.env;
const token = TOKEN_FILE ? readFileSync(TOKEN_FILE, "utf8") : TOKEN;
let word = "World";
let ending = false;
const started = Date.now();
const server = createServer((request, response) => {
  if (ending) response.shouldKeepAlive = false;
  const head = { "x-version": VERSION, "x-token": createHash("sha256").update(token).digest("hex") };
  if (request.url === "/readyz") {
    const ready = READY !== "never" && Date.now() - started > 200;
    response.writeHead(ready ? 200 : 503, head).end(ready ? "ready" : "no database: " + token);
    return;
  }
  let body = "";
  request.on("data", (data) => { body += data; });
  request.on("end", () => setTimeout(() => {
    if (request.method === "POST") word = body;
    response.writeHead(200, head).end(word);
  }, Number(SLOW)));
}).listen(8080);
console.log("version " + VERSION + " listens; the token is " + token);
if (CRASH) setTimeout(() => { console.error("Error: out of luck"); process.exit(3); }, Number(CRASH) * 1000);
const all = [];
if (HUNGRY) setTimeout(() => setInterval(() => all.push(Buffer.alloc(2e7, 1)), 10), 1000);
process.on("SIGTERM", () => {
  if (ending) return;
  ending = true;
  setTimeout(() => {
    server.close(() => { console.log("ended in peace"); process.exit(0); });
    setTimeout(() => server.closeIdleConnections(), Number(DRAIN));
  }, Number(GRACE));
});
`;

/** Pushes the versions of a service, and Caddy; gives their names by digest. */
export async function pushService(
  engine: Engine,
  registry: Registry,
  folder: string,
  { versions, caddy }: { versions: readonly Version[]; caddy: string },
): Promise<Record<string, string>> {
  const base = join(folder, "base");
  await programInto(base, process.execPath, "node");
  writeFileSync(join(base, "server.mjs"), SERVER);
  writeFileSync(
    join(base, "Dockerfile"),
    'FROM scratch\nCOPY . /\nENV PATH=/bin\nENTRYPOINT ["node", "/server.mjs"]\n',
  );
  await engine.docker(["build", "--quiet", "--tag", "tera-test/service", base]);
  const proxy = join(folder, "caddy");
  await programInto(proxy, caddy, "caddy");
  writeFileSync(join(proxy, "Dockerfile"), "FROM scratch\nCOPY . /\nENV PATH=/bin HOME=/data\n");
  await engine.docker(["build", "--quiet", "--tag", "tera-test/caddy", proxy]);
  await engine.docker(["build", "--quiet", "--tag", "tera-test/caddy-next", "-"], {
    input: "FROM tera-test/caddy\nLABEL next=1\n",
  });
  const pushed: Record<string, string> = {};
  for (const name of ["caddy", "caddy-next"])
    pushed[name] = await push(engine, registry, `tera-test/${name}`, "caddy");
  for (const { name, env } of versions) {
    const lines = Object.entries({ ...env, VERSION: name }).map(([key, value]) => `ENV ${key}=${value}`);
    const input = ["FROM tera-test/service", ...lines, ""].join("\n");
    await engine.docker(["build", "--quiet", "--tag", `tera-test/service-${name}`, "-"], { input });
    pushed[name] = await push(engine, registry, `tera-test/service-${name}`, "service");
  }
  return pushed;
}

async function push(engine: Engine, registry: Registry, image: string, name: string): Promise<string> {
  const tag = `127.0.0.1:${registry.port}/${name}:${image.replace(/.*[/-]/, "")}`;
  await engine.docker(["tag", image, tag]);
  const digest = /digest: (sha256:\w+)/.exec(await engine.docker(["push", tag]))![1]!;
  await engine.docker(["rmi", tag]);
  return `${engine.gateway}:${registry.port}/${name}@${digest}`;
}
