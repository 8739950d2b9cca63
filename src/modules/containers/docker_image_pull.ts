import { oneOf, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { docker } from "../../shell/services/docker.js";

export default defineModule({
  name: "docker_image_pull",
  collection: "community.docker",
  about: "Pulls an image from a registry",
  notes: [
    "Changed means that the host has another image than before.",
    "A tag may name another image tomorrow: in check mode `pull: always` of a tag is said to change. A digest cannot.",
  ],
  check: "full",
  args: {
    name: text({
      about: "the image, with a tag (`:tag`) or a digest (`@sha256:…`) if wanted",
      required: true,
    }),
    tag: text({ about: "tag or digest where the name has none", default: "latest" }),
    platform: text({ about: "wanted platform, such as linux/arm64" }),
    pull: oneOf(["always", "not_present"])({ about: "when to ask the registry", default: "always" }),
    docker_host: text({ about: "address of the engine", aliases: ["docker_url"] }),
  },
  examples: [
    { name: "registry.example/webapp@sha256:…", pull: "not_present" },
    { name: "redis", tag: "8-alpine", platform: "linux/arm64" },
  ],
  returns: { image: "what docker image inspect says" },
  uses: [docker],
  validate: ({ name }) =>
    /^(sha256:)?[0-9a-f]{64}$/.test(name ?? "")
      ? ["an image cannot be pulled by its ID: give a name, or NAME@sha256:…"]
      : [],
  sh: `
    case \${name##*/} in
    *:*|*@*) ref=$name ;;
    *) case $tag in '') ref=$name ;; sha256:*) ref=$name@$tag ;; *) ref=$name:$tag ;; esac ;;
    esac
    use_engine || { change; exit 0; }
    # what it says of architectures is the kernel's name for them on some hosts
    arch() { sed 's/x86_64/amd64/; s/aarch64/arm64/'; }
    look() {
      id=$(docker image inspect -f '{{.Id}}' "$ref" 2>/dev/null) || id=
      [ -z "$id" ] || found=$(docker image inspect -f '{{.Os}}/{{.Architecture}}/{{.Variant}}' "$ref" | arch)
    }
    # linux/arm64 accepts every variant of it, arm64 means Linux
    fits() {
      [ -n "$platform" ] || return 0
      wanted=$(printf %s "$platform" | arch)
      case $wanted in */*) ;; *) wanted=linux/$wanted ;; esac
      case $found/ in "$wanted"/*) ;; *) return 1 ;; esac
    }
    answer() { say_json image "$(docker image inspect "$ref" | sed '1d;$d')"; }
    look; now=$id
    case $ref in *@*) pull=not_present ;; esac
    if [ -n "$now" ] && [ "$pull" = not_present ] && fits; then answer; exit 0; fi
    if [ -n "$check" ]; then differs image "$now" "(what the registry has)"; exit 0; fi
    must docker pull -q \${platform:+--platform "$platform"} "$ref"
    look
    differs image "$now" "$id"
    answer
  `,
});
