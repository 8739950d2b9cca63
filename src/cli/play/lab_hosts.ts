import type { Engine } from "../../run/hosts/engine.js";

/** Starts the embedded lab where the inventory asks for it (`tera_lab: true`), and tells its hosts where they are. */
export async function prepareLab(engine: Engine, say = (_what: string): void => {}): Promise<void> {
  const { groups } = engine.inventoryVars;
  const wanted = engine.inventory.groups.get("all")?.vars.tera_lab ?? groups.get("all")?.tera_lab;
  if (wanted !== true) return;
  const { labUp } = await import("../../lab/lab.js");
  say("starting the hosts of the lab");
  // a host that is reached in another way is none of it
  const names = [...engine.inventory.hosts.values()]
    .filter(({ vars }) => (vars.ansible_connection ?? "ssh") === "ssh")
    .map(({ name }) => name);
  const lab = await labUp({ hosts: names });
  for (const host of lab.hosts) {
    const known = engine.inventory.hosts.get(host.name);
    if (!known) continue;
    Object.assign(known.vars, {
      ansible_host: host.address,
      ansible_port: host.port,
      ansible_user: host.user,
      ansible_ssh_private_key_file: host.privateKeyFile,
      ansible_ssh_known_hosts_file: host.knownHostsFile,
      lab_folder: host.folder,
      webapp_port: host.appPort,
    });
  }
}
