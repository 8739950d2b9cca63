import test from "ava";
import ssh2, { type ServerConfig, type Session } from "ssh2";
import { connectSsh } from "../../../src/connections/ssh/connect.js";
import { newKeyPair } from "../../../src/lab/keys.js";
import type { Target } from "../../../src/model/connection.js";
import { Secret } from "../../../src/model/secret.js";

const { private: hostKey } = newKeyPair();

/** Lets anybody in, and then does with a session what it is told. */
async function serverThat(handle: (accept: () => Session) => void): Promise<{ port: number; stop(): void }> {
  const config: ServerConfig = { hostKeys: [hostKey], ident: "OpenSSH_9.2" };
  const server = new ssh2.Server(config, (client) => {
    client.on("error", () => {});
    client.on("authentication", (context) => context.accept());
    client.on("session", handle);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", () => listening()));
  return { port: (server.address() as { port: number }).port, stop: () => server.close() };
}

const SILENT: Readonly<Record<string, (accept: () => Session) => void>> = {
  "answers no request for a channel": () => {},
  "opens a channel and starts nothing on it": (accept) => void accept().on("exec", () => {}),
};

for (const [what, handle] of Object.entries(SILENT))
  test(`a host that ${what} is lost, and not waited for`, async (t) => {
    const { port, stop } = await serverThat(handle);
    const target: Target = {
      ...{
        name: "h",
        address: "127.0.0.1",
        port,
        user: "u",
        password: new Secret("p"),
        hostKeyChecking: "off",
      },
      ...{ connectTimeout: 1, connectRetries: 0, options: {} },
      sshArgs: ["-F", "none", "-o", "IdentitiesOnly=yes", "-o", "UserKnownHostsFile=/dev/null"],
    };
    const connection = await connectSsh(target, new AbortController().signal);
    const error = await t.throwsAsync(connection.open("true"));
    t.like(error, { code: "CONNECTION_LOST" });
    t.regex(error!.message, /started no program for 3 s/);
    await connection.close();
    stop();
  });
