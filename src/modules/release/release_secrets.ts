import { path, raw, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { Secret } from "../../model/secret.js";
import { toPlain } from "../../model/value.js";

export default defineModule({
  name: "release_secrets",
  collection: "tera.rollout",
  about: "Writes the secrets of a container into files, which it finds in /run/secrets",
  notes: [
    "They travel over the session, and are in no list of processes, no label, no log and nothing that `docker inspect` says.",
    "A file belongs to the container's user and nobody else may read it. Where the image names its user by a name, all " +
      "users of the container may; on the host only root comes into the folder above.",
  ],
  hostLocal: true,
  check: "full",
  args: {
    folder: path({
      about: "where they are on the host; the folder above must be root's alone",
      required: true,
    }),
    values: raw({ about: "their texts by name", required: true }),
    image: text({ about: "whose user is to read them", required: true }),
    user: text({ about: "the container's user, where it is not the image's", default: "" }),
  },
  examples: [
    {
      folder: "/var/lib/tera/releases/prod-webapp/secrets-a",
      values: { API_TOKEN: "{{ api_token }}" },
      image: "webapp@sha256:…",
    },
  ],
  vars: ({ values }) => {
    const texts = textsOf(values);
    const numbered = Object.values(texts).map((value, index) => [`value_${index + 1}`, new Secret(value)]);
    return { values: "", names: Object.keys(texts), ...Object.fromEntries(numbered) };
  },
  bring: async ({ values }, controller) => {
    for (const value of Object.values(textsOf(values))) controller.hide(new Secret(value));
    return {};
  },
  sh: `
    umask 077
    [ -n "$user" ] || user=$(docker image inspect -f '{{.Config.User}}' "$image" 2>/dev/null)
    mode=400
    case \${user%%:*} in ''|0|root) uid=0 ;; *[!0-9]*) uid=0 mode=444 ;; *) uid=\${user%%:*} ;; esac
    # who is not root gives nothing away
    [ "$(id -u)" = 0 ] || uid=$(id -u) mode=444
    [ -d "$folder" ] || { change && { mkdir -p "$folder" || fail "cannot make the folder $folder"; }; }
    [ -n "$check" ] || chmod 755 "$folder"
    count=0
    for name in $names; do
      count=$((count+1)); eval "value=\\$value_$count"
      file=$folder/$name
      # the mark at the end keeps newlines that are the value's own
      if [ ! -e "$file" ] || [ "$(cat "$file"; echo .)" != "$value." ]; then
        change || continue
        rm -f "$file"
        t_p "$value" >"$file" || fail "cannot write $file"
      fi
      [ -n "$check" ] || { chmod "$mode" "$file" && chown "$uid" "$file"; } || fail "cannot give $file to $uid"
    done
    for file in "$folder"/*; do
      [ -e "$file" ] || continue
      case " $(printf '%s ' $names)" in *" \${file##*/} "*) ;; *) ! change || rm -f "$file" ;; esac
    done
  `,
});

function textsOf(values: unknown): Record<string, string> {
  const plain = toPlain(values as never) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, String(value ?? "")]));
}
