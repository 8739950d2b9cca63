import { flag, float, integer, list, map, oneOf, options, path, raw, text } from "../../model/args.js";

const words = (about: string) => list(text({ about: "one" }), { about });

const rates = (about: string) =>
  list(
    options(
      {
        path: text({ about: "the device", required: true }),
        rate: text({ about: "so much in a second", required: true }),
      },
      { about: "path and rate" },
    ),
    { about },
  );

const NETWORK = {
  name: text({ about: "the network", required: true }),
  ipv4_address: text({ about: "its address there" }),
  ipv6_address: text({ about: "its address of IPv6 there" }),
  aliases: words("further names that it has there"),
  links: words("containers that it reaches by another name there: NAME:ALIAS"),
  mac_address: text({ about: "its hardware address there" }),
  driver_opts: map({ about: "options of the network's driver" }),
  gw_priority: integer({ about: "the network with the highest is the way out (engine 28)" }),
};

const MOUNT = {
  target: text({ about: "the place inside", required: true }),
  source: text({ about: "a path on the host, or a volume" }),
  type: oneOf(["bind", "volume", "tmpfs", "npipe", "cluster", "image"])({
    about: "what it is",
    default: "volume",
  }),
  read_only: flag({ about: "cannot be written" }),
  consistency: oneOf(["default", "consistent", "cached", "delegated"])({ about: "for engines that know it" }),
  propagation: oneOf(["private", "rprivate", "shared", "rshared", "slave", "rslave"])({
    about: "of mounts below it",
  }),
  no_copy: flag({ about: "a new volume stays empty" }),
  labels: map({ about: "labels of a new volume" }),
  volume_driver: text({ about: "the volume's driver" }),
  volume_options: map({ about: "options of that driver" }),
  tmpfs_size: text({ about: "most memory" }),
  tmpfs_mode: text({ about: "octal permissions" }),
};

const HEALTHCHECK = {
  test: raw({ about: "the probe: text for the container's shell, [CMD, …], [CMD-SHELL, …] or [NONE]" }),
  test_cli_compatible: flag({ about: "keep the image's probe where no test is said", default: false }),
  interval: text({ about: "time between two, such as 1m30s" }),
  timeout: text({ about: "time that one may take" }),
  start_period: text({ about: "failures do not count for so long" }),
  start_interval: text({ about: "time between two in the start period (engine 25)" }),
  retries: integer({ about: "so many failures make it unhealthy" }),
};

/** Arguments that are settings of a container. */
export const SETTING_ARGS = {
  auto_remove: flag({ about: "it goes when it ends" }),
  blkio_weight: integer({ about: "share of the disks, 10 to 1000" }),
  cap_drop: words("capabilities it does not have"),
  capabilities: words("capabilities it has beyond the usual"),
  cgroup_parent: text({ about: "the control group it is in" }),
  cgroupns_mode: oneOf(["private", "host"])({ about: "whose control groups it sees" }),
  command: raw({ about: "the program's arguments: a list, or text that is split as a shell does" }),
  cpu_period: integer({ about: "length of a period of the processor's time, in microseconds" }),
  cpu_quota: integer({ about: "most microseconds of it in a period" }),
  cpu_shares: integer({ about: "share of the processors" }),
  cpus: float({ about: "most processors" }),
  cpuset_cpus: text({ about: "processors it may use: 0-2,4" }),
  cpuset_mems: text({ about: "memory nodes it may use" }),
  device_cgroup_rules: words("rules for devices"),
  device_read_bps: rates("most bytes a second read from devices"),
  device_read_iops: rates("most reads a second from devices"),
  device_write_bps: rates("most bytes a second written to devices"),
  device_write_iops: rates("most writes a second to devices"),
  devices: words("devices: HOST[:INSIDE[:rwm]]"),
  dns_opts: words("options of the resolver"),
  dns_search_domains: words("domains that names are looked up in"),
  dns_servers: words("name servers"),
  domainname: text({ about: "domain inside" }),
  entrypoint: words("the program"),
  env: map({ about: "environment" }),
  env_file: path({ about: "a file on the host with more of it; env wins" }),
  etc_hosts: map({ about: "further names: NAME: ADDRESS" }),
  exposed_ports: list(text({ about: "one" }), {
    about: "ports for other containers",
    aliases: ["exposed", "expose"],
  }),
  groups: words("further groups of the user inside"),
  healthcheck: options(HEALTHCHECK, { about: "how it is seen whether it is healthy" }),
  hostname: text({ about: "host name inside" }),
  init: flag({ about: "with a small init process" }),
  interactive: flag({ about: "stdin stays open" }),
  ipc_mode: text({ about: "private, shareable, host, container:NAME" }),
  labels: map({ about: "labels" }),
  links: words("containers that it reaches by another name: NAME:ALIAS"),
  log_driver: text({ about: "log driver" }),
  log_options: map({ about: "options of the log driver", aliases: ["log_opt"] }),
  mac_address: text({ about: "hardware address" }),
  memory: text({ about: "most memory" }),
  memory_reservation: text({ about: "memory it keeps when there is little" }),
  memory_swap: text({ about: "most memory and swap together, or unlimited" }),
  memory_swappiness: integer({ about: "how gladly it is swapped, 0 to 100" }),
  mounts: list(options(MOUNT, { about: "one" }), { about: "mounts, as docker run --mount takes them" }),
  network_mode: text({ about: "bridge, host, none, container:NAME, a network" }),
  networks: list(options(NETWORK, { about: "one" }), {
    about: "networks, with the name that it has in each",
  }),
  oom_killer: flag({ about: "true: it is not killed when memory is out" }),
  oom_score_adj: integer({ about: "how soon it is killed when memory is out" }),
  pid_mode: text({ about: "host, container:NAME" }),
  pids_limit: integer({ about: "most processes" }),
  platform: text({ about: "platform of the image: os/architecture" }),
  privileged: flag({ about: "with all rights" }),
  publish_all_ports: flag({ about: "all exposed ports get a port of the host" }),
  published_ports: list(text({ about: "[[ADDRESS:][PORT]:]PORT[/PROTOCOL], ranges too" }), {
    about: "ports of the host that lead to it",
    aliases: ["ports"],
  }),
  read_only: flag({ about: "the root file system cannot be written" }),
  restart_policy: oneOf(["no", "always", "unless-stopped", "on-failure"])({
    about: "when the engine starts it again",
  }),
  restart_retries: integer({ about: "how often, with on-failure" }),
  runtime: text({ about: "runtime" }),
  security_opts: words("security options"),
  shm_size: text({ about: "size of /dev/shm" }),
  stop_signal: text({ about: "the signal that stops it" }),
  stop_timeout: integer({ about: "seconds it may take to stop" }),
  storage_opts: map({ about: "options of its storage" }),
  sysctls: map({ about: "kernel parameters inside" }),
  tmpfs: words("folders in memory"),
  tty: flag({ about: "with a terminal" }),
  ulimits: words("limits: NAME:SOFT[:HARD]"),
  user: text({ about: "user inside" }),
  userns_mode: text({ about: "host, or the engine's own" }),
  uts: text({ about: "host: it has the host's name" }),
  volume_driver: text({ about: "driver of its volumes" }),
  volumes: words("volumes and mounts: [SOURCE:]TARGET[:MODE]"),
  volumes_from: words("containers whose volumes it has too: NAME[:ro]"),
  working_dir: text({ about: "folder inside" }),
};

/** Arguments that say how it gets there. */
export const HOW_ARGS = {
  cleanup: flag({ about: "with detach: false: remove it when it has ended", default: false }),
  comparisons: map({
    about: "option: strict, ignore, or allow_more_present for lists and mappings; `*` is for all of them",
  }),
  container_default_behavior: oneOf(["no_defaults", "compatibility"])({
    about: "compatibility: what is not said is compared with old defaults",
    default: "no_defaults",
  }),
  default_host_ip: text({ about: "address of published ports that have none; empty: all, IPv6 too" }),
  detach: flag({ about: "false: wait until it ends, and fail when it fails" }),
  docker_host: text({ about: "address of the engine", aliases: ["docker_url"] }),
  force_kill: flag({ about: "kill instead of stopping", default: false, aliases: ["forcekill"] }),
  healthy_wait_timeout: float({
    about: "seconds it may take to be healthy; negative: for ever",
    default: 300,
  }),
  image_comparison: oneOf(["desired-image", "current-image"])({
    about: "whose environment, labels, … are the ones it has anyway",
    default: "desired-image",
  }),
  image_label_mismatch: oneOf(["ignore", "fail"])({
    about: "where labels are compared strictly: what to do with those of the image",
    default: "ignore",
  }),
  image_name_mismatch: oneOf(["ignore", "recreate"])({
    about: "what to do where the same image has another name",
    default: "recreate",
  }),
  keep_volumes: flag({ about: "volumes without a name stay when it is removed", default: true }),
  kill_signal: text({ about: "signal for force_kill" }),
  networks_cli_compatible: flag({ about: "it begins in the first of networks", default: true }),
  paused: flag({ about: "is it to be paused?" }),
  pull_check_mode_behavior: oneOf(["image_not_present", "always"])({
    about: "when check mode says that the image will be pulled",
    default: "image_not_present",
  }),
  purge_networks: flag({ about: "leave networks that are not in networks", default: false }),
  recreate: flag({ about: "make it anew in any case", default: false }),
  removal_wait_timeout: float({ about: "seconds its removal may take", default: 60 }),
  restart: flag({ about: "restart it in any case", default: false }),
};
