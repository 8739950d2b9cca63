import { createReadStream, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { basename, join } from "node:path";
import { freePort, listen } from "../helpers/loopback.js";
import { ACCOUNT, labHost } from "./host.js";

/** Where the archives are that roles download, and which they are: variables of the roles. */
export function archiveVars(folder: string, url: string): Record<string, unknown> {
  const files = readdirSync(folder).filter((name) => name.endsWith(".zip"));
  const named = (start: string) => files.find((name) => name.startsWith(start))!;
  const sha256 = (name: string) => readFileSync(join(folder, `${name}.sha256`), "utf8").trim();
  const dotnet = named("dotnet-runtime-");
  return {
    webapp_node_url: `${url}/${named("node-")}`,
    webapp_node_sha256: sha256(named("node-")),
    webapp_service_host_url: `${url}/service_host.zip`,
    webapp_service_host_sha256: sha256("service_host.zip"),
    docker_windows_url: `${url}/docker.zip`,
    docker_windows_sha256: sha256("docker.zip"),
    docker_windows_compose_url: `${url}/docker.zip`,
    docker_windows_compose_sha256: sha256("docker.zip"),
    redis_garnet_url: `${url}/garnet.zip`,
    redis_garnet_sha256: sha256("garnet.zip"),
    redis_dotnet_version: /-(\d+\.\d+\.\d+)-/.exec(dotnet)![1],
    redis_dotnet_url: `${url}/${dotnet}`,
    redis_dotnet_checksum: `sha256:${sha256(dotnet)}`,
  };
}

/** A web server that has the archives. */
export async function serveArchives(folder: string): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    const path = join(folder, basename(request.url ?? ""));
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found?.isFile()) return response.writeHead(404).end();
    response.writeHead(200, { "content-length": found.size });
    if (request.method === "HEAD") return response.end();
    return createReadStream(path).pipe(response);
  });
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** A host of the lab with all that the roles need; the variables that reach it. */
export async function startHost(archives: string, log: (text: string) => void) {
  const host = await labHost(log, { restarts: true });
  if (!host) return undefined;
  const files = await serveArchives(archives);
  const vars = {
    ansible_connection: "winrm",
    ansible_host: "127.0.0.1",
    ansible_port: host.server.port,
    ansible_winrm_scheme: "http",
    ansible_user: ACCOUNT.user,
    ansible_password: ACCOUNT.password,
    webapp_port: await freePort(),
    redis_port: await freePort(),
    ...archiveVars(archives, files.url),
  };
  const stop = async (): Promise<void> => {
    files.close();
    await host.stop();
  };
  return { host, vars, stop };
}

/** Run by scripts/windows-lab.mjs: `serve ARCHIVES STATE`. */
const [, script, archives, state] = process.argv;
if (script && basename(script) === "windows_lab_serve.mjs" && archives && state) {
  const started = await startHost(archives, (text) => process.stderr.write(`${text}\n`));
  if (!started) process.exit(1);
  writeFileSync(state, JSON.stringify({ pid: process.pid, vars: started.vars }), { mode: 0o600 });
  const end = () => void started.stop().then(() => process.exit(0));
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, end);
}
