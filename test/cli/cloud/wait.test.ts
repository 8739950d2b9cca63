import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import test from "ava";
import { waitForHosts } from "../../../src/cli/cloud/wait.js";
import type { TerraformHost } from "../../../src/inventory/terraform/hosts.js";

const servers: Server[] = [];
const sockets: Socket[] = [];
test.after.always(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
});

/** Something that says `greeting`, on a free port unless one is named. */
async function listening(greeting: string, at = 0): Promise<Server> {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    socket.write(greeting);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(at, "127.0.0.1", resolve));
  return server;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

function host(name: string, listens: number, connection = "ssh"): TerraformHost {
  return {
    name,
    address: "127.0.0.1",
    port: listens,
    connection,
    groups: [],
    more: {},
  } as unknown as TerraformHost;
}

const never = new AbortController().signal;

test("a host that greets as an SSH server does is there; one that says something else is late", async (t) => {
  const ssh = host("web1", portOf(await listening("SSH-2.0-tera\r\n")));
  const other = host("web2", portOf(await listening("HTTP/1.1 400\r\n")));
  const late = await waitForHosts([ssh, other], 0.1, never);
  t.deepEqual(
    late.map(({ name }) => name),
    ["web2"],
  );
});

test("a host that starts listening meanwhile is waited for", async (t) => {
  const before = await listening("");
  const free = portOf(before);
  await new Promise((resolve) => before.close(resolve));
  setTimeout(() => void listening("SSH-2.0-tera\r\n", free), 500);
  t.deepEqual(await waitForHosts([host("web1", free)], 20, never), []);
});

test("hosts that are not reached by SSH are not waited for", async (t) => {
  t.deepEqual(await waitForHosts([host("windows1", 1, "winrm"), host("web1", 1, "local")], 60, never), []);
});

test("Ctrl-C ends the waiting", async (t) => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error("stopped")), 200);
  await t.throwsAsync(waitForHosts([host("web1", 1)], 60, stop.signal), { message: "stopped" });
});
