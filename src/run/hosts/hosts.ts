import { HostLinks } from "./connections.js";
import type { Run } from "./engine.js";
import { HostState } from "./host.js";

/** The state of a host, made when it is first needed (also for hosts outside the inventory: delegates). */
export function stateOf(run: Run, name: string): HostState {
  let state = run.hosts.get(name);
  if (!state) {
    const links = new HostLinks(run, (text) =>
      run.emit({ type: "message", level: "debug", text, host: name }),
    );
    state = new HostState(name, links, run.factCache);
    run.hosts.set(name, state);
  }
  return state;
}
