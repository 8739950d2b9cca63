import { healthcheck } from "./health.js";
import { dictAt, dictOf, type Inspected, listAt, pairs, textAt, textOf, textsAt } from "./inspected.js";
import { portKey, portsOf, publishedPorts, publishWord } from "./ports.js";
import { program } from "./program.js";
import { bytesOf } from "./quantities.js";
import { type Context, count, many, mode, type Setting, single, size, yesNo } from "./setting.js";
import { bare, mountKey, mountsOf, mountWord, volumeKey, volumesOf, volumeWord } from "./storage.js";

const update = { update: true } as const;
const HOST = "HostConfig";
const items = (value: unknown): string[] => (value as unknown[]).map(String);

/** A mapping; `given` adds what the image brings. */
function mapping(
  [name, option, path]: readonly [string, string, string],
  given: (value: Inspected, context: Context) => Inspected = (value) => value,
): Setting {
  return {
    name,
    kind: "set",
    wanted: (value, context) => pairs(given(dictOf(value), context)),
    actual: (container) => pairs(dictAt(container, path)),
    words: (value) => pairs(dictOf(value)).flatMap((pair) => [option, pair]),
  };
}

const envOf = (inspected: Inspected | undefined): Inspected =>
  Object.fromEntries(
    textsAt(inspected, "Config.Env").map((pair) => [pair.split("=", 1)[0]!, pair.replace(/^[^=]*=/, "")]),
  );

/** Variables of the new container: those of `env_file`, and over them those of `env`. */
export const environmentOf = ({ args, fileEnv }: Context): Inspected => ({ ...fileEnv, ...dictOf(args.env) });

/** Limits of devices: their paths and rates. */
function limits(name: string, [option, path]: readonly [string, string]): Setting {
  const rates = (value: unknown) =>
    (value as Inspected[]).map(
      (one) => `${textAt(one, "path")}:${bytesOf(textAt(one, "rate")) ?? textAt(one, "rate")}`,
    );
  return {
    name,
    kind: "set",
    wanted: rates,
    actual: (container) =>
      listAt(container, path).map((one) => `${textAt(one, "Path")}:${textAt(one, "Rate")}`),
    words: (value) => rates(value).flatMap((rate) => [option, rate]),
  };
}

function portsGiven(value: unknown, { args }: Context) {
  // where no address is said, Ansible means all of IPv4
  const address = textOf(args.default_host_ip ?? "0.0.0.0");
  return items(value).flatMap((port) => publishedPorts(port, address) ?? []);
}

const capability = (name: string): string => name.toUpperCase().replace(/^CAP_/, "");
const capabilities = (place: readonly [string, string, string]): Setting => ({
  ...many(place),
  wanted: (value) => items(value).map(capability),
  actual: (container) => textsAt(container, place[2]).map(capability),
});

const deviceKey = (text: string): string => {
  const [host, inside = host, rights = "rwm"] = text.split(":");
  return /^[rwm]+$/.test(inside!) ? `${host}:${host}:${inside}` : `${host}:${inside}:${rights}`;
};

const ulimitKey = (text: string): string => {
  const [name, soft, hard = soft] = text.replace("=", ":").split(":");
  return `${name}:${soft}:${hard}`;
};

const special: readonly Setting[] = [
  ...program,
  healthcheck,
  {
    ...count(["cpus", "--cpus", `${HOST}.NanoCpus`], update),
    wanted: (value) => [String(Math.round(Number(value) * 1e9))],
  },
  {
    ...count(["pids_limit", "--pids-limit", `${HOST}.PidsLimit`], update),
    wanted: (value) => [String(Math.max(0, Number(value)))],
    actual: (container) => [String(Math.max(0, Number(textAt(container, `${HOST}.PidsLimit`))))],
  },
  {
    ...single(["restart_policy", "--restart", `${HOST}.RestartPolicy.Name`], { ...update, empty: "no" }),
    words: (value, { args }) => [
      "--restart",
      value === "on-failure" && args.restart_retries !== undefined
        ? `on-failure:${textOf(args.restart_retries)}`
        : String(value),
    ],
  },
  {
    ...count(["restart_retries", "", `${HOST}.RestartPolicy.MaximumRetryCount`], update),
    words: (_, { args }) =>
      args.restart_policy === "on-failure" ? ["--restart", `on-failure:${textOf(args.restart_retries)}`] : [],
  },
  {
    ...mode(["network_mode", "--network", `${HOST}.NetworkMode`]),
    wanted: (value, context) => mode(["", "", ""]).wanted(value === "default" ? "bridge" : value, context),
    actual: (container) => [textAt(container, `${HOST}.NetworkMode`).replace(/^default$/, "bridge")],
  },
  {
    ...single(["mac_address", "--mac-address", "Config.MacAddress"]),
    wanted: (value) => [String(value).replaceAll("-", ":").toLowerCase()],
    // newer engines say it of the network
    actual: (container) => [
      textAt(container, "Config.MacAddress") ||
        textAt(
          container,
          `NetworkSettings.Networks.${textAt(container, `${HOST}.NetworkMode`).replace(/^default$/, "bridge")}.MacAddress`,
        ),
    ],
  },
  {
    ...mapping(["env", "--env", "Config.Env"]),
    wanted: (_, context) => pairs({ ...envOf(context.image), ...environmentOf(context) }),
    actual: (container) => textsAt(container, "Config.Env"),
    // the values travel in a file: options can be read by everybody on the host
    words: () => [],
  },
  mapping(["labels", "--label", "Config.Labels"], (value, { image }) => ({
    ...dictAt(image, "Config.Labels"),
    ...value,
  })),
  mapping(["log_options", "--log-opt", `${HOST}.LogConfig.Config`]),
  mapping(["sysctls", "--sysctl", `${HOST}.Sysctls`]),
  mapping(["storage_opts", "--storage-opt", `${HOST}.StorageOpt`]),
  {
    ...many(["tmpfs", "--tmpfs", ""]),
    wanted: (value) => items(value).map((one) => (one.includes(":") ? one : `${one}:`)),
    actual: (container) =>
      Object.entries(dictAt(container, `${HOST}.Tmpfs`)).map(
        ([folder, flags]) => `${folder}:${textOf(flags)}`,
      ),
  },
  {
    name: "etc_hosts",
    kind: "set",
    wanted: (value) => Object.entries(dictOf(value)).map(([name, address]) => `${name}:${textOf(address)}`),
    actual: (container) => textsAt(container, `${HOST}.ExtraHosts`).map((pair) => pair.replace("=", ":")),
    words: (value) =>
      Object.entries(dictOf(value)).flatMap(([name, address]) => [
        "--add-host",
        `${name}:${textOf(address)}`,
      ]),
  },
  {
    name: "published_ports",
    kind: "set",
    wanted: (value, context) => portsGiven(value, context).map(portKey),
    actual: (container) => portsOf(container).map(portKey),
    words: (value, context) => portsGiven(value, context).flatMap((port) => ["--publish", publishWord(port)]),
  },
  {
    ...many(["exposed_ports", "--expose", ""]),
    wanted: (value, context) => [
      ...items(value).map((port) => (port.includes("/") ? port : `${port}/tcp`)),
      ...Object.keys(dictAt(context.image, "Config.ExposedPorts")),
      ...portsGiven(context.args.published_ports ?? [], context).map((port) => port.container),
    ],
    actual: (container) => Object.keys(dictAt(container, "Config.ExposedPorts")),
  },
  {
    name: "volumes",
    kind: "set",
    wanted: (value, { home, image }) => [
      ...items(value).map((volume) => volumeKey(volume, home)),
      ...Object.keys(dictAt(image, "Config.Volumes")).map(bare),
    ],
    actual: volumesOf,
    words: (value, { home }) => items(value).flatMap((volume) => ["--volume", volumeWord(volume, home)]),
  },
  {
    name: "mounts",
    kind: "set",
    wanted: (value, { home }) => (value as Inspected[]).map((mount) => mountKey(mount, home)),
    actual: (container, value) => mountsOf(container, value as Inspected[]),
    words: (value, { home }) =>
      (value as Inspected[]).flatMap((mount) => ["--mount", mountWord(mount, home)]),
  },
  {
    ...many(["devices", "--device", ""]),
    wanted: (value) => items(value).map(deviceKey),
    actual: (container) =>
      listAt(container, `${HOST}.Devices`).map((one) =>
        ["PathOnHost", "PathInContainer", "CgroupPermissions"].map((key) => textAt(one, key)).join(":"),
      ),
  },
  {
    ...many(["ulimits", "--ulimit", ""]),
    wanted: (value) => items(value).map(ulimitKey),
    actual: (container) =>
      listAt(container, `${HOST}.Ulimits`).map((one) =>
        ["Name", "Soft", "Hard"].map((key) => textAt(one, key)).join(":"),
      ),
    words: (value) => items(value).flatMap((limit) => ["--ulimit", limit.replace(":", "=")]),
  },
  {
    ...many(["links", "--link", ""]),
    wanted: (value) => items(value).map((link) => (link.includes(":") ? link : `${link}:${link}`)),
    actual: (container) =>
      textsAt(container, `${HOST}.Links`).map((link) => link.replace(/^\//, "").replace(/:.*\//, ":")),
  },
  {
    ...many(["security_opts", "--security-opt", `${HOST}.SecurityOpt`]),
    // a profile's content is what the engine keeps of its file
    wanted: (value) => items(value).map(securityKey),
    actual: (container) => textsAt(container, `${HOST}.SecurityOpt`).map(securityKey),
  },
];

function securityKey(text: string): string {
  const key = text.replace(/^([\w-]+):/, "$1=").replace(/^no-new-privileges=true$/, "no-new-privileges");
  return /^seccomp=(?!unconfined$|builtin$)/.test(key) ? "seccomp=(a profile)" : key;
}

/** All settings that a container is compared by and made with. */
export const SETTINGS: readonly Setting[] = [
  yesNo(["auto_remove", "--rm", `${HOST}.AutoRemove`]),
  count(["blkio_weight", "--blkio-weight", `${HOST}.BlkioWeight`], update),
  capabilities(["capabilities", "--cap-add", `${HOST}.CapAdd`]),
  capabilities(["cap_drop", "--cap-drop", `${HOST}.CapDrop`]),
  single(["cgroup_parent", "--cgroup-parent", `${HOST}.CgroupParent`]),
  single(["cgroupns_mode", "--cgroupns", `${HOST}.CgroupnsMode`]),
  count(["cpu_period", "--cpu-period", `${HOST}.CpuPeriod`], update),
  count(["cpu_quota", "--cpu-quota", `${HOST}.CpuQuota`], update),
  count(["cpu_shares", "--cpu-shares", `${HOST}.CpuShares`], update),
  single(["cpuset_cpus", "--cpuset-cpus", `${HOST}.CpusetCpus`], update),
  single(["cpuset_mems", "--cpuset-mems", `${HOST}.CpusetMems`], update),
  many(["device_cgroup_rules", "--device-cgroup-rule", `${HOST}.DeviceCgroupRules`]),
  limits("device_read_bps", ["--device-read-bps", `${HOST}.BlkioDeviceReadBps`]),
  limits("device_read_iops", ["--device-read-iops", `${HOST}.BlkioDeviceReadIOps`]),
  limits("device_write_bps", ["--device-write-bps", `${HOST}.BlkioDeviceWriteBps`]),
  limits("device_write_iops", ["--device-write-iops", `${HOST}.BlkioDeviceWriteIOps`]),
  many(["dns_opts", "--dns-option", `${HOST}.DnsOptions`]),
  many(["dns_search_domains", "--dns-search", `${HOST}.DnsSearch`], "list"),
  many(["dns_servers", "--dns", `${HOST}.Dns`], "list"),
  single(["domainname", "--domainname", "Config.Domainname"]),
  many(["groups", "--group-add", `${HOST}.GroupAdd`]),
  single(["hostname", "--hostname", "Config.Hostname"]),
  yesNo(["init", "--init", `${HOST}.Init`]),
  yesNo(["interactive", "--interactive", "Config.OpenStdin"]),
  mode(["ipc_mode", "--ipc", `${HOST}.IpcMode`]),
  single(["log_driver", "--log-driver", `${HOST}.LogConfig.Type`]),
  size(["memory", "--memory", `${HOST}.Memory`], update),
  size(["memory_reservation", "--memory-reservation", `${HOST}.MemoryReservation`], update),
  size(["memory_swap", "--memory-swap", `${HOST}.MemorySwap`], update),
  single(["memory_swappiness", "--memory-swappiness", `${HOST}.MemorySwappiness`]),
  yesNo(["oom_killer", "--oom-kill-disable", `${HOST}.OomKillDisable`]),
  count(["oom_score_adj", "--oom-score-adj", `${HOST}.OomScoreAdj`]),
  mode(["pid_mode", "--pid", `${HOST}.PidMode`]),
  yesNo(["privileged", "--privileged", `${HOST}.Privileged`]),
  yesNo(["publish_all_ports", "--publish-all", `${HOST}.PublishAllPorts`]),
  yesNo(["read_only", "--read-only", `${HOST}.ReadonlyRootfs`]),
  single(["runtime", "--runtime", `${HOST}.Runtime`]),
  size(["shm_size", "--shm-size", `${HOST}.ShmSize`]),
  single(["stop_signal", "--stop-signal", "Config.StopSignal"]),
  count(["stop_timeout", "--stop-timeout", "Config.StopTimeout"], { ignored: true }),
  yesNo(["tty", "--tty", "Config.Tty"]),
  single(["user", "--user", "Config.User"]),
  single(["userns_mode", "--userns", `${HOST}.UsernsMode`]),
  single(["uts", "--uts", `${HOST}.UTSMode`]),
  single(["volume_driver", "--volume-driver", `${HOST}.VolumeDriver`]),
  many(["volumes_from", "--volumes-from", `${HOST}.VolumesFrom`]),
  single(["working_dir", "--workdir", "Config.WorkingDir"]),
  ...special,
];
