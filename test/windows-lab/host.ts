import winrm from "../../src/connections/winrm.js";
import type { Target } from "../../src/model/connection.js";
import { Secret } from "../../src/model/secret.js";
import { powershell } from "../../src/shell/powershell/dialect.js";
import type { SessionOptions } from "../../src/shell/session/options.js";
import { openSession } from "../../src/shell/session/session.js";
import { builtLab, type Lab, startLab } from "./lab.js";
import { type LabServer, startServer } from "./server/server.js";

export const ACCOUNT = { user: "Admin", domain: "", password: "lab pass wörd" };

/** A Windows host of the lab behind a WinRM service, and how to reach it. */
export interface LabHost {
  lab: Lab;
  server: LabServer;
  target: Target;
  stop(): Promise<void>;
}

/** undefined, with a line that says so, where the lab was not built: a test that needs it is passed over. */
export async function labHost(
  log: (text: string) => void,
  options: { restarts?: boolean } = {},
): Promise<LabHost | undefined> {
  const cache = builtLab();
  if (cache === undefined) {
    log("the Windows lab is not built on this machine: skipped (test/windows-lab/build.sh builds it)");
    return undefined;
  }
  const lab = await startLab(cache, options);
  const server = await startServer({ executor: lab.executor, accounts: [ACCOUNT] });
  const target: Target = {
    name: "win1",
    address: "127.0.0.1",
    port: server.port,
    user: ACCOUNT.user,
    password: new Secret(ACCOUNT.password),
    hostKeyChecking: "strict",
    connectTimeout: 30,
    connectRetries: 0,
    options: { scheme: "http" },
  };
  const stop = async (): Promise<void> => {
    await server.close();
    await lab.stop();
  };
  return { lab, server, target, stop };
}

/** A session of genuine PowerShell, by NTLM with sealing. */
export async function connectLab({ target }: LabHost, options: SessionOptions = {}) {
  const connection = await winrm.connect(target, new AbortController().signal);
  const session = await openSession(connection, { dialect: powershell, timeout: 120, ...options });
  const close = async (): Promise<void> => {
    await session.close(true);
    await connection.close();
  };
  return { session, close };
}

/** Variables of the lab's host in an inventory. */
export const reachedByUs = ({ target }: LabHost) => ({
  ansible_connection: "winrm",
  ansible_host: "127.0.0.1",
  ansible_winrm_scheme: "http",
  ansible_port: target.port,
  ansible_user: ACCOUNT.user,
  ansible_password: ACCOUNT.password,
});
