import { flag, oneOf, path, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { docker } from "../../shell/services/docker.js";

export default defineModule({
  name: "docker_login",
  collection: "community.docker",
  about: "Logs in to a registry, or out of it",
  notes: [
    "The registry is asked in any case, in check mode too: a password that is wrong fails.",
    "Changed means that other credentials are stored than before. The password crosses no command line.",
    "A credential helper that the configuration names (`credsStore`, `credHelpers`) is used.",
  ],
  check: "full",
  args: {
    registry_url: text({
      about: "the registry",
      default: "https://index.docker.io/v1/",
      aliases: ["registry", "url"],
    }),
    username: text({ about: "the user; for ECR: AWS" }),
    password: text({ about: "the password; for ECR: the token", secret: true }),
    reauthorize: flag({
      about: "store the credentials anew in any case",
      default: false,
      aliases: ["reauth"],
    }),
    config_path: path({
      about: "where the credentials are kept",
      default: "~/.docker/config.json",
      aliases: ["dockercfg_path"],
    }),
    state: oneOf(["present", "absent"])({ about: "in or out", default: "present" }),
    docker_host: text({ about: "address of the engine", aliases: ["docker_url"] }),
  },
  examples: [
    {
      registry_url: "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
      username: "AWS",
      password: "{{ ecr_token }}",
    },
  ],
  returns: { login_result: "the registry's address and the user" },
  uses: [docker],
  validate: ({ state, username, password }) =>
    state !== "absent" && (username === undefined || password === undefined)
      ? ["username and password are required unless state is absent"]
      : [],
  // made here, so that the password need not pass through programs of the host
  vars: ({ username, password, registry_url }) => ({
    stored: Buffer.from(`${username ?? ""}:${password ?? ""}`).toString("base64"),
    user_json: JSON.stringify(username ?? ""),
    secret_json: JSON.stringify(password ?? ""),
    result_json: JSON.stringify({ serveraddress: registry_url, username: username ?? "" }),
  }),
  sh: `
    use_engine || { [ "$state" = absent ] || change; exit 0; }
    now=; [ ! -f "$config_path" ] || now=$(flat "$config_path")
    # docker login and logout as this configuration would have them, without touching it
    temp_folder; copy=$temp
    [ ! -f "$config_path" ] || store "$copy/config.json" cat "$config_path"
    keep() {
      [ "$(flat "$copy/config.json")" != "$now" ] || return 0
      T_U=077; umask 077
      case $config_path in */*) mkdir -p "\${config_path%/*}" || fail "cannot make the folder of $config_path" ;; esac
      copy_over "$copy/config.json" "$config_path"
    }
    host=\${registry_url#*://}; host=\${host%%/*}
    helper=$(printf '%s\\n' "$now" | sed -n 's/.*"credHelpers":{[^}]*"'"$host"'":"\\([^"]*\\)".*/\\1/p')
    [ -n "$helper" ] || helper=$(printf '%s\\n' "$now" | sed -n 's/.*"credsStore":"\\([^"]*\\)".*/\\1/p')
    helper_says() { printf %s "$key" | "docker-credential-$helper" get 2>/dev/null | tr -d '\\t\\r\\n'; }

    if [ "$state" = absent ]; then
      if [ -n "$helper" ]; then
        for key in "$registry_url" "$host"; do
          case $(helper_says) in *'"Username"'*) differs login "logged in to $host" "logged out" || break; must docker --config "$copy" logout "$registry_url"; keep; break ;; esac
        done
        exit 0
      fi
      must docker --config "$copy" logout "$registry_url"
      if [ "$(flat "$copy/config.json")" != "$now" ] && [ -n "$now" ]; then differs login "logged in to $host" "logged out" && keep; fi
      exit 0
    fi

    login() {
      text=$(docker --config "$1" login -u "$username" --password-stdin "$registry_url" 2>&1 <<END
$password
END
      ) || fail "Logging into $registry_url for user $username failed - $(printf '%s\\n' "$text" | grep -v '^WARNING' | tail -n 3)"
    }
    temp_folder; fresh=$temp
    login "$fresh"
    say_json login_result "$result_json"
    # the name under which this client keeps the registry's credentials
    key=$(flat "$fresh/config.json" | sed -n 's/.*"auths":{"\\([^"]*\\)".*/\\1/p')
    before=none
    if [ -n "$helper" ]; then
      kept=$(helper_says)
      case $kept in *'"Username"'*) before=other ;; esac
      case $kept in *'"Username":'"$user_json"*) case $kept in *'"Secret":'"$secret_json"*) before=same ;; esac ;; esac
    else
      case $now in *'"'"$key"'":{"auth":'*) before=other ;; esac
      case $now in *'"'"$key"'":{"auth":"'"$stored"'"'*) before=same ;; esac
    fi
    if [ "$before" = same ] && [ -n "$reauthorize" ]; then change || exit 0
    else differs credentials "$before" same || exit 0; fi
    login "$copy"
    keep
  `,
});
