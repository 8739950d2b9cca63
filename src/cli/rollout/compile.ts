import { dirname } from "node:path";
import { Fault, Faults } from "../../model/errors.js";
import type { Playbook } from "../../model/play.js";
import type { PlainDict } from "../../model/value.js";
import { selectHosts } from "../../plan/patterns.js";
import { readPlay } from "../../playbook/play.js";
import { oddHost } from "../../rollout/names.js";
import { readSpec, type Spec } from "../../rollout/spec.js";
import type { Engine } from "../../run/hosts/engine.js";

/** A release file, and the hosts it speaks of. */
export interface Found {
  spec: Spec;
  hosts: string[];
  /** of each role */
  roles: string[][];
}

/** Reads the release file, and finds its hosts. Faults: those of the file; NOBODY_REACHED, unless there may be none. */
export function findService(
  engine: Engine,
  file: string,
  { environment, allowEmpty }: { environment: string; allowEmpty: boolean },
): Found {
  const spec = readSpec(engine.readYaml(file), { path: file, environment });
  const { hosts } = selectHosts(spec.hosts, engine.inventory, engine.settings.limit);
  if (hosts.length === 0 && allowEmpty) return { spec, hosts, roles: [] };
  if (hosts.length === 0)
    throw new Fault("NOBODY_REACHED", `no host of the inventory is in \`${spec.hosts}\``, {
      hint: `\`hosts\` of ${file} says which run ${spec.service}; look at \`tera inventory --graph\` and --limit; --allow-empty says that it is meant`,
    });
  const odd = oddHost(hosts);
  if (odd !== undefined)
    throw new Fault("OPTIONS", `a release cannot name the host ${JSON.stringify(odd)}`, {
      hint: "names of letters, digits, _ . and - can; the address stands in ansible_host",
    });
  return { spec, hosts, roles: rolesOf(engine, spec, hosts) };
}

/** Fault: NOBODY_REACHED: nobody would prove the release for it. */
function rolesOf(
  { inventory, settings }: Engine,
  { roles, path }: Spec,
  hosts: readonly string[],
): string[][] {
  return roles.map((pattern) => {
    const found = selectHosts(pattern, inventory, settings.limit).hosts.filter((host) =>
      hosts.includes(host),
    );
    if (found.length === 0 && settings.limit === undefined)
      throw new Fault("NOBODY_REACHED", `no host of the service is in the role \`${pattern}\``, {
        hint: `\`roles\` of ${path} are patterns of hosts; look at \`tera inventory --graph\``,
      });
    return found;
  });
}

/** Plays that were made here, read like those of a file. */
export function playbookOf(plays: readonly PlainDict[], file: string, { loading }: Engine): Playbook {
  const faults: Fault[] = [];
  const folder = dirname(file);
  const at = { path: file, line: 1, column: 1 };
  const read = plays.map((play) => readPlay(play, { folder, loading, faults, imports: [] }, at));
  if (faults.length > 0) throw faults.length === 1 ? faults[0]! : new Faults(faults);
  return { path: file, folder, plays: read };
}
