import { createHash } from "node:crypto";
import { flag, integer, list, map, oneOf, raw, text } from "../model/args.js";
import { writeJson } from "../model/json_write.js";
import { defineModule } from "../model/module.js";
import { isDict, toPlain, type Value } from "../model/value.js";
import { quoteWords } from "../shell/session/quote.js";

const words = (about: string) => list(text({ about: "one" }), { about });

export default defineModule({
  name: "docker_container",
  collection: "community.docker",
  about: "Runs, changes or removes a container",
  notes: [
    "The wanted configuration is kept as a label: a container with another one, or of another image, is made anew.",
  ],
  check: "full",
  args: {
    name: text({ about: "the container", required: true }),
    image: text({ about: "its image" }),
    state: oneOf(["started", "present", "stopped", "absent"])({
      about: "what it should be",
      default: "started",
    }),
    pull: text({ about: "missing, always or never", default: "missing" }),
    command: raw({ about: "the program's arguments: a list or text" }),
    entrypoint: words("the program"),
    env: map({ about: "environment" }),
    published_ports: list(text({ about: "as docker run -p takes it" }), {
      about: "ports",
      aliases: ["ports"],
    }),
    volumes: words("volumes and mounts, as docker run -v takes them"),
    networks: list(raw({ about: "a mapping with `name`" }), {
      about: "networks; the first is joined at the start",
    }),
    network_mode: text({ about: "host, none, …" }),
    restart_policy: text({ about: "no, always, unless-stopped, on-failure" }),
    labels: map({ about: "labels" }),
    memory: text({ about: "most memory" }),
    cpus: text({ about: "most processors" }),
    user: text({ about: "user inside" }),
    hostname: text({ about: "host name inside" }),
    working_dir: text({ about: "folder inside" }),
    read_only: flag({ about: "the root file system cannot be written", default: false }),
    privileged: flag({ about: "with all rights", default: false }),
    init: flag({ about: "with a small init process", default: false }),
    tmpfs: words("folders in memory"),
    cap_drop: words("capabilities it does not have"),
    capabilities: words("capabilities it has beyond the usual"),
    security_opts: words("security options"),
    pids_limit: integer({ about: "most processes" }),
    stop_timeout: integer({ about: "seconds it may take to stop" }),
    log_driver: text({ about: "log driver" }),
    log_options: map({ about: "options of the log driver" }),
    recreate: flag({ about: "make it anew in any case", default: false }),
    restart: flag({ about: "restart it in any case", default: false }),
  },
  examples: [
    {
      name: "webapp",
      image: "registry.example/webapp@sha256:…",
      published_ports: ["8080:8080"],
      restart_policy: "unless-stopped",
    },
  ],
  returns: { container: "what docker inspect says" },
  validate: ({ state, image }) =>
    state !== "absent" && image === undefined ? ["image is required unless state is absent"] : [],
  vars: (args) => {
    const options = runOptions(args as never);
    const command =
      args.command === undefined || args.command === null
        ? []
        : Array.isArray(args.command)
          ? args.command.map(String)
          : String(args.command).split(/\s+/);
    const program = [...(args.entrypoint?.slice(1) ?? []), ...command];
    const digest = createHash("sha1")
      .update(writeJson([args.image, options, program], { compact: true }))
      .digest("hex");
    const more = networkNames(args.networks).slice(1);
    return {
      run: quoteWords(["--label", `tera.config=${digest}`, ...options]),
      program: quoteWords(program),
      digest,
      more,
      env: "",
      labels: "",
      log_options: "",
      command: "",
      networks: "",
    };
  },
  sh: `
    if ! have docker; then [ -z "$check" ] || { change; exit 0; }; fail "docker is not on the host"; fi
    state_of() { docker inspect -f '{{.State.Running}} {{.Image}} {{index .Config.Labels "tera.config"}}' "$name" 2>/dev/null; }
    set -- $(state_of)
    running=$1 now_image=$2 now_digest=$3
    if [ "$state" = absent ]; then
      [ -z "$running" ] || { differs state present absent && must docker rm -f "$name"; }
      exit 0
    fi
    image_id=$(docker image inspect -f '{{.Id}}' "$image" 2>/dev/null)
    case $pull in
    always|true|True) if [ -n "$check" ]; then [ -n "$image_id" ] || change; else must docker pull -q "$image"; image_id=$(docker image inspect -f '{{.Id}}' "$image"); fi ;;
    never) [ -n "$image_id" ] || [ -n "$check" ] || fail "the image $image is not on the host and pull is never" ;;
    *) if [ -z "$image_id" ]; then change && { must docker pull -q "$image"; image_id=$(docker image inspect -f '{{.Id}}' "$image"); }; fi ;;
    esac
    fresh=
    if [ -z "$running" ]; then fresh=1
    elif [ "$now_digest" != "$digest" ] || [ "$now_image" != "$image_id" ] || [ -n "$recreate" ]; then fresh=1; fi
    if [ -n "$fresh" ]; then
      if differs configuration "$now_digest $now_image" "$digest $image_id" || { [ -n "$recreate" ] && change; }; then
        [ -z "$running" ] || must docker rm -f "$name"
        eval "set -- $run"; set -- "$@" "$image"; eval "set -- \\"\\$@\\" $program"
        must docker create --name "$name" "$@"
        for net in $more; do must docker network connect "$net" "$name"; done
        running=false
      fi
    fi
    case $state in
    started) if [ -n "$running" ] && [ "$running" != true ]; then differs running false true && must docker start "$name"
      elif [ -n "$restart" ]; then change && must docker restart "$name"; fi ;;
    stopped) [ "$running" != true ] || { differs running true false && must docker stop "$name"; } ;;
    esac
    [ -n "$check" ] || say_json container "$(docker inspect "$name" | sed '1d;$d')"
  `,
});

function networkNames(networks: Value[] | undefined): string[] {
  return (networks ?? []).map((network) =>
    isDict(network) ? String((toPlain(network) as { name?: unknown }).name) : String(network),
  );
}

interface Wanted {
  [name: string]: unknown;
  env?: Record<string, Value>;
  labels?: Record<string, Value>;
  log_options?: Record<string, Value>;
  networks?: Value[];
}

/** Arguments of docker create, in a fixed order, so that equal wishes have equal digests. */
function runOptions(args: Wanted): string[] {
  const single: Record<string, string> = {
    network_mode: "--network",
    restart_policy: "--restart",
    memory: "--memory",
    cpus: "--cpus",
    user: "--user",
    hostname: "--hostname",
    working_dir: "--workdir",
    pids_limit: "--pids-limit",
    stop_timeout: "--stop-timeout",
    log_driver: "--log-driver",
  };
  const many: Record<string, string> = {
    published_ports: "--publish",
    volumes: "--volume",
    tmpfs: "--tmpfs",
    cap_drop: "--cap-drop",
    capabilities: "--cap-add",
    security_opts: "--security-opt",
  };
  const flags: Record<string, string> = {
    read_only: "--read-only",
    privileged: "--privileged",
    init: "--init",
  };
  const maps: Record<string, string> = { env: "--env", labels: "--label", log_options: "--log-opt" };
  const options: string[] = [];
  for (const [name, option] of Object.entries(single))
    if (args[name] !== undefined) options.push(option, String(args[name]));
  for (const [name, option] of Object.entries(many))
    for (const item of (args[name] as string[] | undefined) ?? []) options.push(option, item);
  for (const [name, option] of Object.entries(flags)) if (args[name] === true) options.push(option);
  for (const [name, option] of Object.entries(maps))
    for (const [key, value] of Object.entries((args[name] as Record<string, Value> | undefined) ?? {}).sort(
      ([a], [b]) => (a < b ? -1 : 1),
    ))
      options.push(option, `${key}=${String(value)}`);
  const [first] = networkNames(args.networks);
  if (first !== undefined) options.push("--network", first);
  const [program] = (args.entrypoint as string[] | undefined) ?? [];
  if (program !== undefined) options.push("--entrypoint", program);
  return options;
}
