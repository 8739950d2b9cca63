import { oneOf, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { HOW_ARGS, SETTING_ARGS } from "../../shell/containers/arguments.js";
import { concluded } from "../../shell/containers/conclude.js";
import { argumentFaults } from "../../shell/containers/faults.js";
import { docker } from "../../shell/services/docker.js";

/** What the first look at the host needs; all other arguments stay on the controller. */
const LOOKED_AT = ["docker_host", "env_file", "image_comparison", "platform", "pull_check_mode_behavior"];
const DECIDED_HERE = [...Object.keys(SETTING_ARGS), ...Object.keys(HOW_ARGS)].filter(
  (name) => !LOOKED_AT.includes(name),
);

export default defineModule({
  name: "docker_container",
  collection: "community.docker",
  about: "Runs, changes or removes a container",
  notes: [
    "Each setting that is given is compared with the container's own, whoever made it; what only `docker update` or " +
      "`docker network connect` must change is changed in place, everything else needs a new container.",
    "A new one is made first, under another name. Then the old one is stopped with its own signal and timeout, and the " +
      "new one takes its name and starts. If it cannot be made, is not healthy where it should be, or ends with an " +
      "error in its first two seconds, the old one runs again. An interrupted replacement is undone by the next run.",
    "Values of the environment are in no list of processes.",
    "The client has no probe without a shell: `[CMD, …]` of a healthcheck runs in the container's shell.",
  ],
  check: "full",
  args: {
    name: text({ about: "the container", required: true }),
    image: text({ about: "its image; the one it has, where none is said" }),
    state: oneOf(["started", "present", "healthy", "stopped", "absent"])({
      about: "what it should be",
      default: "started",
    }),
    pull: oneOf(["missing", "always", "never", true, false])({
      about: "when to ask the registry; true: always, false: missing",
      default: "missing",
    }),
    ...SETTING_ARGS,
    ...HOW_ARGS,
  },
  examples: [
    {
      name: "webapp",
      image: "registry.example/webapp@sha256:…",
      published_ports: ["8080:8080"],
      restart_policy: "unless-stopped",
      comparisons: { env: "strict" },
    },
    {
      name: "db",
      image: "postgres:17",
      state: "healthy",
      networks: [{ name: "backend", aliases: ["database"] }],
      healthcheck: { test: "pg_isready", interval: "5s", retries: 6 },
    },
  ],
  returns: {
    container: "what docker inspect says",
    status: "with detach: false, the status it ended with; container.Output is what it said",
  },
  uses: [docker],
  sequential: true,
  judges: true,
  validate: argumentFaults,
  vars: (args) => ({
    ...Object.fromEntries(DECIDED_HERE.map((name) => [name, ""])),
    pull: { true: "always", false: "missing" }[String(args.pull)] ?? String(args.pull),
    peers: [args.ipc_mode, args.network_mode, args.pid_mode].some((mode) => mode?.startsWith("container:")),
  }),
  sh: `
    use_engine || { say engine none; exit 0; }
    make_temp; errors=$temp
    found=$(docker inspect --type container "$name" "$name.tera-next" "$name.tera-previous" 2>"$errors")
    if grep -iv 'no such container' "$errors" | grep -q .; then
      [ -z "$check" ] || { say engine none; exit 0; }
      fail "$(cat "$errors")"
    fi
    say_json found "\${found:-[]}"
    say home "$HOME"
    [ "$state" != absent ] || exit 0
    image_id() { docker image inspect -f '{{.Id}}' "$1" 2>/dev/null; }
    ref=$image
    if [ -n "$image" ]; then
      before=$(image_id "$image"); now=$before
      case $pull in
      always) if [ -z "$check" ]; then must docker pull -q \${platform:+--platform "$platform"} "$image"
        elif [ -z "$before" ] || [ "$pull_check_mode_behavior" = always ]; then differs image_pulled '' "$image"; fi ;;
      never) [ -n "$before" ] || [ -n "$check" ] || fail "the image $image is not on the host and pull is never" ;;
      *) if [ -z "$before" ] && change; then must docker pull -q \${platform:+--platform "$platform"} "$image"; fi ;;
      esac
      [ -n "$check" ] || now=$(image_id "$image")
      [ "$before" = "$now" ] || change
      say image_id "$now"
    fi
    # where none is said it is the container's own
    own=$(docker inspect --type container -f '{{.Image}}' "$name" 2>/dev/null || docker inspect --type container -f '{{.Image}}' "$name.tera-previous" 2>/dev/null)
    [ -n "$ref" ] && { [ -z "$own" ] || [ "$image_comparison" = desired-image ]; } || ref=$own
    [ -z "$ref" ] || say_json image "$(docker image inspect "$ref" 2>/dev/null | sed '1d;$d')"
    [ -z "$env_file" ] || { [ -r "$env_file" ] || fail "cannot read env_file $env_file"; say env_file "$(cat "$env_file")"; }
    [ -z "$peers" ] || say peers "$(docker ps -a --no-trunc --format '{{.ID}} {{.Names}}')"
  `,
  result: concluded,
});
