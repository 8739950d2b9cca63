import { flag, oneOf, path, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { HTTP_DEFAULTS, http } from "../../shell/http/http.js";
import { tools } from "../../shell/tools.js";

export default defineModule({
  name: "apt_key",
  about: "Adds or removes a key of apt, by apt-key",
  notes: [
    "apt-key is not in newer releases: there use deb822_repository with signed_by, or get_url to /etc/apt/keyrings.",
  ],
  hostLocal: true,
  check: "full",
  args: {
    id: text({ about: "the key's id: 8, 16 or more hexadecimal digits" }),
    url: text({ about: "where the key is" }),
    data: text({ about: "the key itself" }),
    file: path({ about: "a file of the host with the key" }),
    keyring: path({ about: "the file that it goes to, in place of apt's own" }),
    keyserver: text({ about: "a server to ask for it, by its id" }),
    validate_certs: flag({ about: "check the server's certificate", default: true }),
    state: oneOf(["absent", "present"])({ about: "is it wanted?", default: "present" }),
  },
  examples: [{ url: "https://apt.example/key.asc", id: "36A1D7869245C8950F966E92D8576A8BA88D21E9" }],
  returns: {
    id: "the id as it was given, or as the key has it",
    key_id: "the id",
    fp: "its last 16 digits",
    short_id: "its last 8 digits",
    before: "keys that were there",
    after: "keys that are there now",
  },
  exclusive: ["data|file|keyserver|url"],
  uses: [http, tools],
  vars: ({ validate_certs }) => ({ ...HTTP_DEFAULTS, validate_certs }),
  sh: `
    PATH=$PATH:/sbin:/usr/sbin:/usr/local/sbin
    required apt-key; required gpg
    # what apt-key and gpg print of keys: their ids
    ids() { awk -v short="$1" '
      (/^pub/ || /^sub/) && !/expired/ {
        n = split($2, w, "/"); id = ""
        if (n == 2) id = w[2]; else if (split($0, w, ":") > 4) id = w[5]; else next
        print short ? substr(id, length(id) - 7) : id }'; }
    listed() {
      tool apt-key \${keyring:+--keyring "$keyring"} adv --list-public-keys --keyid-format=long || stopped "Unable to list public keys"
      keys=$(printf '%s\\n' "$out" | ids "$short")
    }
    as_list() { printf '%s\\n' "$keys" | awk 'BEGIN { printf "[" } NF { printf "%s\\"%s\\"", sep, $1; sep = ", " } END { printf "]" }'; }
    is_there() { printf '%s\\n' "$keys" | grep -qxF -e "$1"; }
    lines() { [ -z "$2" ] || set -- "$1" "$2
"; say "$1" "$2"; }
    stopped() { say_json bare true; say_json rc $rc; lines stdout "$out"; lines stderr "$err"; fail "$1"; }
    downloaded() {
      [ -z "$url" ] || [ -n "$key" ] || {
        make_temp; key=$temp; make_temp
        http_fetch "$url" "$key" "$temp" || fail "Failed to download key at $url: $([ "$http_status" != -1 ] || t_p 'Request failed: ')$http_error"
      }
    }
    key=$file
    if [ -n "$data" ]; then make_temp; key=$temp; printf %s "$data" >"$key"; fi
    if [ -z "$id" ]; then
      [ -z "$keyserver" ] || fail "Missing key_id, required with keyserver."
      downloaded
      if [ -n "$key" ]; then
        tool gpg --with-colons "$key" || { shown=$file; lines stdout "$out"; lines stderr "$err"; fail "Unable to extract key from '\${shown:-inline data}'"; }
        id=$(printf '%s\\n' "$out" | ids '' | head -n 1)
      fi
    fi
    say id "$id"
    plain=$(printf %s "\${id#0[xX]}" | tr 'a-f' 'A-F')
    case $plain in
    *[!0-9A-F]*|'') fail "Invalid key_id" ;;
    ????????|????????????????|?????????????????*) ;;
    *) fail "Invalid key_id" ;;
    esac
    last() { t_p "$plain" | awk -v n="$1" '{ i = length($0) - n + 1; printf "%s", substr($0, i < 1 ? 1 : i) }'; }
    short_id=$(last 8) fp=$(last 16)
    say short_id "$short_id"; say fp "$fp"; say key_id "$plain"
    short=; [ \${#plain} != 8 ] || short=1
    listed; say_json before "$(as_list)"
    if [ "$state" = absent ]; then
      if is_there "$fp" && change; then
        tool apt-key \${keyring:+--keyring "$keyring"} del "$short_id" || stopped "Unable to remove a key with id $short_id"
        listed; say_json after "$(as_list)"
        ! is_there "$fp" || { say_json changed true; fail "apt-key did not return an error, but the key was not removed (check that the id is correct and *not* a subkey)"; }
      fi
      exit 0
    fi
    wanted=$fp; [ -z "$short" ] || wanted=$short_id
    if is_there "$wanted" || ! change; then exit 0; fi
    if [ -n "$keyserver" ]; then
      proxy=\${HTTPS_PROXY:-\${https_proxy:-\${HTTP_PROXY:-\${http_proxy-}}}}
      for try in 1 2 3 4 5; do
        tool apt-key \${keyring:+--keyring "$keyring"} adv --no-tty --keyserver "$keyserver" \${proxy:+--keyserver-options "http-proxy=$proxy"} --recv "$plain" && break
      done
      case $rc:$out in
      0:*) ;;
      2:*'not found on keyserver'*) say_json bare true; fail "Key $plain not found on keyserver $keyserver" ;;
      *) stopped "Error fetching key $plain from keyserver: $keyserver" ;;
      esac
    else
      downloaded
      [ -n "$key" ] || fail "No key to add ... how did i get here?!?!"
      if ! tool apt-key \${keyring:+--keyring "$keyring"} add "$key"; then
        [ -z "$file" ] || stopped "Unable to add a key from file $file"
        stopped "Unable to add a key from binary data"
      fi
    fi
    listed; say_json after "$(as_list)"
    is_there "$wanted" || { say_json changed true; fail "apt-key did not return an error, but failed to add the key (check that the id is correct and *not* a subkey)"; }
  `,
  result: ({ said: { bare, ...values } }) =>
    bare
      ? {
          ...values,
          ...{ id: undefined, key_id: undefined, fp: undefined, short_id: undefined, before: undefined },
        }
      : values,
});
