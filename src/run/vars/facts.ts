import type { PlainDict, Value } from "../../model/value.js";
import { Suspend } from "../../template/machine/suspend.js";
import { LazyDict } from "../../template/values/lazy.js";
import type { HostState } from "../hosts/host.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import { FACTS, pendingFor } from "./pending.js";

/** A fact that no layer has: on its way, or not gathered because nothing seemed to read it. May suspend. */
export function lateFact(
  walk: Walk,
  host: HostState,
  name: string,
  position: Position,
): Value | LazyDict | undefined {
  if (!name.startsWith("ansible_") || NOT_FACTS.has(name)) return undefined;
  if (!walk.batch.run.settings.injectFacts && name !== "ansible_local") return undefined;
  waitForFacts(host, position);
  if (host.gathered !== "some" || name.startsWith("ansible_facts")) return undefined;
  throw new Suspend(walk.gatherAll(host, position), `the fact \`${name}\`, which was not gathered at first`);
}

/** Connection variables look like facts; their absence must not make anybody gather, nor wait for facts. */
const NOT_FACTS = new Set(
  "become become_exe become_flags become_method become_pass become_password become_user become_sudo connection docker_host host host_key_checking password port private_key_file python_interpreter shell_executable shell_type ssh_args ssh_common_args ssh_executable ssh_extra_args ssh_host ssh_host_key_checking ssh_known_hosts_file ssh_pass ssh_password ssh_pipelining ssh_port ssh_private_key ssh_private_key_file ssh_private_key_passphrase ssh_retries ssh_timeout ssh_user sudo_exe sudo_flags sudo_pass sudo_password sudo_user su_exe su_flags su_pass su_password su_user doas_exe doas_flags doas_pass doas_password doas_user timeout user loop loop_var index_var failed_result failed_task role_name role_names parent_role_names dependent_role_names limit local_facts managed"
    .split(" ")
    .map((name) => `ansible_${name}`),
);

/** `ansible_facts`, and facts that are about to be gathered anew. May suspend. */
export function freshFact(
  walk: Walk,
  host: HostState,
  name: string,
  position: Position,
): LazyDict | undefined {
  if (name !== "ansible_facts") {
    if (name in host.facts) waitForFacts(host, position);
    return undefined;
  }
  waitForFacts(host, position);
  return host.gathered === "some" ? new PartialFacts(walk, host, position) : undefined;
}

function waitForFacts(host: HostState, position: Position): void {
  const pending = pendingFor(host.pending.get(FACTS), position);
  if (pending) throw new Suspend(pending.promise, pending.what);
}

/** `ansible_facts` while only some were gathered: reading another one gathers them all. */
class PartialFacts extends LazyDict {
  readonly #walk: Walk;
  readonly #host: HostState;
  readonly #position: Position;
  constructor(walk: Walk, host: HostState, position: Position) {
    super();
    this.#position = position;
    this.#walk = walk;
    this.#host = host;
  }
  get(name: string): Value | undefined {
    const facts = this.#facts();
    if (name in facts) return facts[name];
    this.#gather(name);
    return undefined;
  }
  has(name: string): boolean {
    return this.get(name) !== undefined;
  }
  keys(): string[] {
    this.#gather("all of them");
    return Object.keys(this.#facts());
  }
  #facts(): PlainDict {
    return (this.#host.facts.ansible_facts ?? {}) as PlainDict;
  }
  #gather(name: string): void {
    if (this.#host.gathered !== "some") return;
    throw new Suspend(
      this.#walk.gatherAll(this.#host, this.#position),
      `facts (${name}) that were not gathered at first`,
    );
  }
}
