import { once } from "node:events";
import { Agent, request } from "node:http";
import { connect, type Socket } from "node:net";
import test from "ava";
import { ask } from "./helpers/app.js";
import { type Running, runBundle } from "./helpers/bundle.js";
import { freePort } from "./helpers/ports.js";
import { until } from "./helpers/until.js";

const stopping = (app: Running) => until(() => app.lines.some(({ msg }) => msg === "stopping"));

/** A connection whose request is under way: half of its body is still to come. */
async function halfARequest(app: Running): Promise<{ socket: Socket; answer: Promise<string> }> {
  const socket = connect(app.ports[0]!, "127.0.0.1").setEncoding("utf8");
  let answer = "";
  socket.on("data", (text) => {
    answer += text;
  });
  const head = "POST /hello HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n";
  socket.write(`${head}Expect: 100-continue\r\nContent-Length: 10\r\n\r\nfirst`);
  await until(() => answer.startsWith("HTTP/1.1 100"));
  return { socket, answer: once(socket, "close").then(() => answer) };
}

test("a request under way is answered before the process ends, and idle connections do not hold it", async (t) => {
  const app = await runBundle(t);
  const idle = connect(app.ports[0]!, "127.0.0.1");
  idle.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await once(idle, "data");
  const { socket, answer } = await halfARequest(app);
  app.process.kill("SIGTERM");
  await stopping(app);
  socket.write("-last");
  const text = await answer;
  t.regex(text, /HTTP\/1\.1 200 OK\r\n/);
  t.regex(text, /\r\nConnection: close\r\n/);
  t.true(text.endsWith("\r\n\r\nfirst-last"));
  t.is(await app.exited, 0);
  t.deepEqual(
    app.lines.slice(-3).map(({ msg }) => msg),
    ["stopping", "request", "stopped"],
  );
});

test("clients that leave when the service says it is not ready lose no request", async (t) => {
  const app = await runBundle(t, { SHUTDOWN_DELAY: "2", LOG_LEVEL: "info" });
  const agent = new Agent({ keepAlive: true });
  t.teardown(() => agent.destroy());
  const statuses: (number | string)[] = [];
  let ready = true;
  const clients = [1, 2, 3, 4].map(async () => {
    while (ready) statuses.push(await hello(app.ports[0]!, agent));
  });
  await until(() => statuses.length > 50);
  app.process.kill("SIGTERM");
  await until(async () => (await ask(`${app.url}/readyz`)).status === 503);
  const before = statuses.length;
  await until(() => statuses.length > before + 50);
  ready = false;
  await Promise.all(clients);
  t.is(await app.exited, 0);
  t.deepEqual([...new Set(statuses)], [200]);
});

test("while it drains, the service answers and says goodbye; the second signal ends it at once", async (t) => {
  const app = await runBundle(t, { SHUTDOWN_DELAY: "20" });
  const { socket } = await halfARequest(app);
  socket.on("error", () => {});
  app.process.kill("SIGTERM");
  await stopping(app);
  const ready = await ask(`${app.url}/readyz`);
  t.deepEqual([ready.status, ready.text], [503, '{"status":"draining","store":"memory"}']);
  const { status, text, headers } = await ask(`${app.url}/hello`);
  t.deepEqual([status, text, headers.get("connection")], [200, "World", "close"]);
  app.process.kill("SIGTERM");
  t.is(await app.exited, 143);
});

test("an answer that never comes is cut off in the end", async (t) => {
  const app = await runBundle(t, { SHUTDOWN_TIMEOUT: "1" });
  const { socket, answer } = await halfARequest(app);
  socket.on("error", () => {});
  app.process.kill("SIGINT");
  t.false((await answer).includes("200 OK"));
  t.is(await app.exited, 0);
  t.true(app.lines.some(({ msg }) => msg === "some answers took too long and were cut off"));
});

test("a Redis that is not there does not keep the process from ending", async (t) => {
  const app = await runBundle(t, { REDIS_URL: `redis://127.0.0.1:${await freePort()}` });
  app.process.kill("SIGTERM");
  t.is(await app.exited, 0);
});

/** The status, or the code of the error. */
function hello(port: number, agent: Agent): Promise<number | string> {
  return new Promise((resolve) => {
    request({ port, host: "127.0.0.1", path: "/hello", agent }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode!));
    })
      .on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
      .end();
  });
}
