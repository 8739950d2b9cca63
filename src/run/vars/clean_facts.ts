import type { PlainDict } from "../../model/value.js";

/** How a host is reached is not for the host to say. */
const COMMON = new Set(
  "become connection host user shell_executable port pipelining password timeout shell_type module_compression private_key_file remote_tmp remote_user remote_addr delegated_vars"
    .split(" ")
    .map((name) => `ansible_${name}`),
);
const OF_PLUGINS =
  /^ansible_(?:become|sudo|su|doas|ssh|paramiko|paramiko_ssh|local|docker|podman|buildah|winrm|psrp|aws_ssm|network_cli|persistent|httpapi|netconf|chroot|jail|lxc|lxd|incus|kubectl|oc|zone|shell|remote)_/;
/** What is named like it and is a fact: keys of the host, network devices of containers. */
const FACT = /^ansible_ssh_host_key_|_(?:gw)?bridge$/;

/** Facts of a host without those that would bear on the connection to it, as Ansible cleans them. */
export function cleanFacts(facts: PlainDict): PlainDict {
  const kept = Object.entries(facts).filter(
    ([name]) =>
      FACT.test(name) ||
      !(COMMON.has(name) || OF_PLUGINS.test(name) || /^ansible_.*_interpreter$/.test(name)),
  );
  return Object.fromEntries(kept);
}
