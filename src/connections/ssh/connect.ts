import { setTimeout as sleep } from "node:timers/promises";
import type { Connection, Target } from "../../model/connection.js";
import { Fault } from "../../model/errors.js";
import { SshConnection } from "./channels.js";
import { Dropped, type LoggedIn, type Login, logInOn, TooEarly } from "./client.js";
import { type ClientConfig, configFor } from "./config.js";
import { placeAt } from "./gate.js";
import { jumpOfCommand, jumpRoute, jumpTarget } from "./jump.js";
import { commandRoute, directRoute, noWay, type Route, timeoutOf, wordsFor } from "./way.js";

/** Opens a connection to an OpenSSH server, again where it fails for a moment and `connectRetries` says so. */
export async function connectSsh(target: Target, signal: AbortSignal, first?: string): Promise<Connection> {
  const config = configFor(target);
  const { environment } = config;
  // a busy server takes its time to start a shell
  const seconds = timeoutOf(config, target) * 3;
  // what has an environment is asked for in its turn
  const early = Object.keys(environment).length > 0 ? undefined : first;
  const logged = await logInAgain(target, signal, early);
  return new SshConnection(logged, () => logInAgain(target, signal), { environment, seconds });
}

async function logInAgain(target: Target, signal: AbortSignal, first?: string): Promise<LoggedIn> {
  // both are ways to say it: that of Ansible and that of ssh's own options
  const most = Math.max(target.connectRetries, configFor(target).attempts - 1);
  for (let attempt = 0; ; attempt++) {
    try {
      return await logIn(target, signal, first);
    } catch (error) {
      const again = error instanceof Fault && error.code === "CONNECTION_FAILED" && attempt < most;
      if (!again || signal.aborted) throw error;
      await sleep(Math.min(2 ** attempt, 30) * 1000, undefined, { signal });
    }
  }
}

/** Connects and logs in, when it is this host's turn. A server that drops the connection at once is tried again. */
async function logIn(target: Target, signal: AbortSignal, first?: string): Promise<LoggedIn> {
  const config = configFor(target);
  let patience = timeoutOf(config, target) * 1000;
  let early = first;
  for (let tries = 0; ; tries++) {
    const route = await routeTo(config, target, signal);
    const place = await placeAt(route.endpoint);
    const began = Date.now();
    try {
      if (signal.aborted) throw noWay(config, "stopped");
      const logged = await logInOver(route, { target, config, signal, first: early });
      place.admitted();
      logged.client.once("close", place.leave);
      return { ...logged, settled: place.leave };
    } catch (error) {
      route.drop();
      if (error instanceof Dropped) place.dropped();
      place.leave();
      if (error instanceof TooEarly) {
        if (signal.aborted) throw error.cause;
        early = undefined;
        continue;
      }
      if (!(error instanceof Dropped)) throw error;
      const pause = Math.min(100 * 2 ** tries, 3000) * (0.5 + Math.random());
      patience -= Date.now() - began + pause;
      if (patience <= 0 || signal.aborted) throw error.cause;
      await sleep(pause, undefined, { signal }).catch(() => {});
    }
  }
}

async function logInOver(route: Route, login: Login): Promise<Omit<LoggedIn, "settled">> {
  const { config, target, signal } = login;
  let way: Awaited<ReturnType<Route["open"]>>;
  try {
    way = await route.open(signal);
  } catch (error) {
    if (error instanceof Fault) throw error;
    const failed = error as Error & { code?: string };
    const timedOut = failed.code === "ETIMEDOUT" ? ` after ${timeoutOf(config, target)} s` : "";
    const hint = HINTS[failed.code ?? ""];
    throw noWay(config, `${wordsFor(failed)}${timedOut}`, { ...(hint ? { hint } : {}), cause: error });
  }
  return logInOn(way, login);
}

const HINTS: Readonly<Record<string, string>> = {
  ETIMEDOUT: "is the host up, and does a firewall let the port through?",
  EMFILE: "allow more (ulimit -n), or name fewer hosts at once (serial)",
};

/** Directly, through a jump host that is shared, or by a command. */
async function routeTo(config: ClientConfig, target: Target, signal: AbortSignal): Promise<Route> {
  if (config.proxyJump) return jumpRoute(config, target, { hop: jumpTarget(config, target), logIn, signal });
  if (!config.proxyCommand) return directRoute(config, target);
  const hop = unshareable.has(config.proxyCommand) ? undefined : jumpOfCommand(config, target);
  if (!hop) return commandRoute(config);
  try {
    return await jumpRoute(config, target, { hop, logIn, signal });
  } catch (error) {
    if (!(error instanceof Fault && error.code === "CONNECTION_AUTH")) throw error;
    // the user's own ssh may have a way to log in that is not known here: hardware keys, certificates
    unshareable.add(config.proxyCommand);
    return commandRoute(config);
  }
}

const unshareable = new Set<string>();
