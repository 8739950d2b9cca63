import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import test from "ava";
import { parse } from "yaml";
import type { Event } from "../../src/model/event.js";
import { played } from "../helpers/in_process.js";
import { scratchFolder } from "../helpers/scratch.js";
import { ACCOUNT, type LabHost, labHost } from "./host.js";
import { ZIP } from "./zips.js";

/**
 * What modules that both systems have promise, once for both hands: the same tasks on this machine's `sh` and on
 * the lab's PowerShell, and the same outcome.
 */
interface Row {
  task: Record<string, unknown> & { name: string };
  status: string;
  /** values that it has, or patterns of them */
  values?: Record<string, unknown>;
  /** where the systems differ for a reason */
  windows?: Record<string, unknown>;
}

const ROWS = parse(readFileSync("test/windows-lab/both.yml", "utf8")) as Row[];
const folder = scratchFolder("both-hands");

function controllerFiles(): void {
  mkdirSync(join(folder, "files/tree/sub"), { recursive: true });
  mkdirSync(join(folder, "files/parts"), { recursive: true });
  mkdirSync(join(folder, "templates"), { recursive: true });
  writeFileSync(join(folder, "files/a.txt"), "wörld\n");
  writeFileSync(join(folder, "files/a.zip"), ZIP);
  writeFileSync(join(folder, "files/tree/one.txt"), "1");
  writeFileSync(join(folder, "files/tree/sub/z w.bin"), Buffer.alloc(70_000, 7));
  writeFileSync(join(folder, "files/parts/1"), "one");
  writeFileSync(join(folder, "files/parts/2"), "two\n");
  writeFileSync(join(folder, "templates/t.j2"), "v={{ 1 + 1 }}\n");
}

async function outcomes(host: Record<string, unknown>, top: string) {
  controllerFiles();
  const tasks = ROWS.map(({ task }) => ({ ignore_errors: true, ...task }));
  writeFileSync(join(folder, "play.yml"), JSON.stringify([{ hosts: "all", gather_facts: false, tasks }]));
  const vars = {
    ...host,
    top,
    slash: top.includes("\\") ? "\\" : "/",
    web_port: (server.address() as AddressInfo).port,
    out: join(folder, `out-${String(host.ansible_connection)}`),
  };
  writeFileSync(join(folder, "hosts.yml"), JSON.stringify({ all: { hosts: { one: vars } } }));
  const events: Event[] = await played(join(folder, "play.yml"), {
    cwd: folder,
    inventory: join(folder, "hosts.yml"),
  });
  return events.flatMap((event) => (event.type === "task-result" ? [event] : []));
}

/** What is not as promised. */
function broken(events: Awaited<ReturnType<typeof outcomes>>, isWindows: boolean): string[] {
  return ROWS.flatMap(({ task: { name }, status, values = {}, windows = {} }, index) => {
    const result = events[index]?.result;
    if (result?.status !== status)
      return [`${name}: ${result?.status}, not ${status}: ${JSON.stringify(result?.values)}`];
    return Object.entries({ ...values, ...(isWindows ? windows : {}) }).flatMap(([path, wanted]) => {
      const found = path
        .split(".")
        .reduce((at: unknown, key) => (at as Record<string, unknown>)?.[key], result.values);
      const fits =
        typeof wanted === "string" && wanted.startsWith("~")
          ? new RegExp(wanted.slice(1)).test(String(found))
          : isDeepStrictEqual(found, wanted);
      return fits ? [] : [`${name}: ${path} is ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`];
    });
  });
}

/** A web server that both are near to. */
const server = createServer((request, response) => {
  const { url, method } = request;
  if (url === "/a.zip") return response.end(ZIP);
  if (url === "/no") return response.writeHead(404).end("nope");
  if (url === "/sums") return response.end("55ca6286e3e4f4fba5d0448333fa99fc5a404a73  f.txt\n");
  if (url === "/json")
    return response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ method }));
  if (request.headers["if-modified-since"]) return response.writeHead(304).end();
  return response.writeHead(200, { "content-length": 3 }).end(method === "HEAD" ? undefined : "hi\n");
});

let host: LabHost | undefined;
test.before(async (t) => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  host = await labHost((text) => t.log(text));
});
test.after.always(async () => {
  server.close();
  await host?.stop();
});

test.serial("the hand for sh keeps the promises", async (t) => {
  const top = join(folder, "top");
  t.deepEqual(broken(await outcomes({ ansible_connection: "local" }, top), false), []);
});

test.serial("the hand for PowerShell keeps the same promises", async (t) => {
  if (!host) return t.pass("no lab");
  const way = {
    ansible_connection: "winrm",
    ansible_host: "127.0.0.1",
    ansible_port: host.target.port,
    ansible_winrm_scheme: "http",
    ansible_user: ACCOUNT.user,
    ansible_password: ACCOUNT.password,
  };
  t.deepEqual(broken(await outcomes(way, "C:\\both"), true), []);
});
