import { AWS_ARGS, awsProblems, awsSettings } from "../../aws/arguments.js";
import { readRegistry, registryName, settingsFor } from "../../aws/ecr_names.js";
import { flag, integer, oneOf, path, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { Secret } from "../../model/secret.js";
import { attributes } from "../../shell/files/attributes.js";
import { docker } from "../../shell/services/docker.js";

export default defineModule({
  name: "ecr_login",
  collection: "tera.aws",
  about: "Logs the host's Docker client in to Amazon ECR with a token that the controller gets, or out of it",
  notes: [
    "The host needs neither AWS credentials nor the AWS CLI. The token crosses no command line; it is valid for 12 hours.",
    "A login that is there is kept while its token is the one that was noted, is not about to end, and the registry still accepts it.",
    "The configuration should be a folder of its own: set DOCKER_CONFIG to it for the tasks that pull, and log out afterwards.",
    "The registry is asked in check mode too: a role that may not get a token fails there.",
  ],
  check: "full",
  args: {
    config_path: path({
      about: "folder of the Docker configuration (DOCKER_CONFIG), made with mode 0700",
      required: true,
      aliases: ["config_dir"],
    }),
    registry: text({
      about: "host name of the registry; unless said from account and region, or that of the credentials",
      aliases: ["registry_url"],
    }),
    account: text({ about: "account of the registry, 12 digits", aliases: ["registry_id"] }),
    state: oneOf(["present", "absent"])({ about: "in or out", default: "present" }),
    renew_before: integer({ about: "seconds that a kept token must still be valid", default: 3600 }),
    reauthorize: flag({ about: "log in anew in any case", default: false, aliases: ["reauth"] }),
    docker_host: text({ about: "address of the engine", aliases: ["docker_url"] }),
    ...AWS_ARGS,
  },
  examples: [
    { config_path: "/run/tera/docker-ecr", account: "123456789012", region: "eu-west-1" },
    {
      config_path: "/run/tera/docker-ecr",
      registry: "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
      state: "absent",
    },
  ],
  returns: {
    registry: "the registry's host name",
    expires_at: "seconds since 1970 at which the token ends",
  },
  uses: [attributes, docker],
  validate: (args) => [
    ...(args.account !== undefined && !/^\d{12}$/.test(args.account)
      ? [`account must have 12 digits, not ${args.account}`]
      : []),
    ...awsProblems(args),
  ],
  bring: async (args, controller) => {
    const given = args.registry?.replace(/^https?:\/\/|\/+$/g, "");
    const settings = settingsFor(given, awsSettings(args));
    // what only the controller needs
    const vars = { secret_key: "", session_token: "", access_key: "" };
    const named =
      given ?? (args.account && settings.region ? registryName(args.account, settings.region) : undefined);
    if (args.state === "absent") return { vars: { ...vars, registry: named } };
    const { ecrToken } = await import("../../aws/ecr.js");
    const token = await ecrToken(settings);
    const password = token.password.reveal();
    controller.hide(token.password);
    controller.hide(new Secret(Buffer.from(`${token.username}:${password}`).toString("base64")));
    const home = readRegistry(token.registry)?.region;
    const registry = named ?? (args.account && home ? registryName(args.account, home) : token.registry);
    const expires_at = Math.floor(token.expiresAt.getTime() / 1000);
    return { vars: { ...vars, registry, username: token.username, token: token.password, expires_at } };
  },
  sh: `
    config=$config_path/config.json note=$config_path/ecr-token
    # the note: registry, end, and checksum of the credentials that it speaks of
    noted() { sed -n "$1p" "$note" 2>/dev/null; }
    stored() { [ ! -f "$config" ] || flat "$config" | sed -n 's|.*"'"$registry"'":{"auth":"\\([^"]*\\)".*|\\1|p'; }
    sum_of() { make_temp; printf %s "$1" >"$temp"; checksum "$temp"; rm -f "$temp"; }
    [ -n "$registry" ] || registry=$(noted 1)
    if [ "$state" = absent ]; then
      [ -n "$registry" ] && [ -n "$(stored)" ] || exit 0
      differs login "logged in to $registry" "logged out" || exit 0
      use_engine
      must docker --config "$config_path" logout "$registry"
      rm -f "$note"
      case $(flat "$config") in '{}'|'{"auths":{}}') rm -f "$config"; rmdir "$config_path" 2>/dev/null ;; esac
      exit 0
    fi

    say registry "$registry"
    use_engine || { change; exit 0; }
    T_U=077; umask 077
    temp_folder; copy=$temp
    if [ -f "$config" ]; then store "$copy/config.json" cat "$config"
    # with an entry for the registry, docker looks for no store of the desktop's
    else store "$copy/config.json" printf '{"auths":{"%s":{}}}' "$registry"; fi
    kept() {
      [ -n "$now" ] && [ -z "$reauthorize" ] && [ "$(noted 1)" = "$registry" ] || return 1
      ends=$(noted 2)
      case $ends in ''|*[!0-9]*) return 1 ;; esac
      [ $((ends - $(date +%s))) -gt "$renew_before" ] || return 1
      sum_of "$now"; [ "$(noted 3)" = "$sum" ] || return 1
      docker --config "$copy" login "$registry" </dev/null >/dev/null 2>&1
    }
    now=$(stored)
    if kept; then say_json expires_at "$ends"
    else
      text=$(printf %s "$token" | docker --config "$copy" login --username "$username" --password-stdin "$registry" 2>&1) ||
        fail "Logging in to $registry failed - $(printf '%s\\n' "$text" | grep -Ev '^WARNING|^time=.* level=' | tail -n 3)"
      say_json expires_at "$expires_at"
      before=none; [ -z "$now" ] || before="a token that is not valid any more"
      if [ -n "$now" ] && [ -n "$reauthorize" ]; then change || exit 0
      else differs login "$before" "a token" || exit 0; fi
      mkdir -p "$config_path" || fail "cannot make the folder $config_path"
      copy_over "$copy/config.json" "$config"
      sum_of "$(stored)"
      put "$note" printf '%s\\n' "$registry" "$expires_at" "$sum"
    fi
    mode=$(t_stat "$config_path" | cut -d ' ' -f 5)
    if [ -n "$now" ]; then differs mode "0$mode" 0700 && put_mode 700 "$config_path"
    else put_mode 700 "$config_path"; fi
  `,
});
