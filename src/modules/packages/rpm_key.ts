import { flag, list, oneOf, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { HTTP_DEFAULTS, http } from "../../shell/http/http.js";
import { tools } from "../../shell/tools.js";

export default defineModule({
  name: "rpm_key",
  about: "Adds or removes a key of rpm",
  hostLocal: true,
  check: "full",
  args: {
    key: text({ about: "a URL, a file of the host, or (to remove it) the key's id", required: true }),
    fingerprint: list(text({ about: "one" }), { about: "what the key must have" }),
    validate_certs: flag({ about: "check the server's certificate", default: true }),
    state: oneOf(["absent", "present"])({ about: "is it wanted?", default: "present" }),
  },
  examples: [{ key: "https://rpm.example/RPM-GPG-KEY" }],
  uses: [http, tools],
  vars: ({ validate_certs, fingerprint }) => ({
    ...HTTP_DEFAULTS,
    validate_certs,
    wanted: (fingerprint ?? []).map((one) => one.replaceAll(" ", "").toUpperCase()),
  }),
  sh: `
    PATH=$PATH:/sbin:/usr/sbin:/usr/local/sbin
    required rpm
    gpg=gpg; have gpg || { gpg=gpg2; required gpg2; }
    ran() { tool "$@" || { [ -z "$err" ] || err="$err
"; fail "$err"; }; }
    id_of() {
      ran $gpg --no-tty --batch --with-colons --fixed-list-mode "$1"
      id=$(printf '%s\\n' "$out" | awk -F: '/^[ \\t]*pub:/ { print $5; exit }')
      [ -n "$id" ] || fail "Unexpected gpg output"
    }
    file=
    case $key in
    *://*)
      make_temp; file=$temp; make_temp
      http_fetch "$key" "$file" "$temp" || fail "failed to fetch key at $key , error was: $([ "$http_status" != -1 ] || t_p 'Request failed: ')$http_error"
      awk '/-----BEGIN PGP PUBLIC KEY BLOCK-----/ { b = 1 } b && /-----END PGP PUBLIC KEY BLOCK-----/ { e = 1 } END { exit !e }' "$file" || fail "Not a public key: $key"
      id_of "$file" ;;
    *)
      if printf '%s\\n' "$key" | head -n 1 | grep -Eqi '^(0x)?[0-9a-f]{8}'; then id=$key
      elif [ -f "$key" ]; then file=$key; id_of "$file"
      else fail "Not a valid key $key"; fi ;;
    esac
    id=$(printf %s "$id" | tr -d ' \\t' | tr 'a-z' 'A-Z'); id=\${id#0X}
    is_there() {
      rpm -q gpg-pubkey >/dev/null 2>&1 || return 1
      make_temp; all=$temp
      rpm -q gpg-pubkey --qf '%{description}' >"$all" 2>/dev/null
      ran $gpg --no-tty --batch --with-colons --fixed-list-mode "$all"
      printf '%s\\n' "$out" | id=$id awk -F: 'index($5, ENVIRON["id"]) { found = 1 } END { exit !found }'
    }
    if [ "$state" = absent ]; then
      is_there || exit 0
      ! change || ran rpm --erase --allmatches "gpg-pubkey-$(printf %s "$id" | tr 'A-Z' 'a-z' | sed 's/.*\\(........\\)$/\\1/')"
      exit 0
    fi
    ! is_there || exit 0
    [ -n "$file" ] || fail "When importing a key, a valid file must be given"
    if [ -n "$wanted" ]; then
      ran $gpg --no-tty --batch --with-colons --fixed-list-mode --import --import-options show-only --dry-run "$file"
      prints=$(printf '%s\\n' "$out" | awk -F: '/^[ \\t]*fpr:/ { print $10 }')
      [ -n "$prints" ] || fail "Unexpected gpg output"
      for one in $wanted; do
        printf '%s\\n' "$prints" | grep -qxF -e "$one" || fail "The specified fingerprint, '{$(printf '%s\\n' "$wanted" | sed "s/.*/'&'/" | paste -sd, - | sed 's/,/, /g')}', does not match any key fingerprints in '{$(printf '%s\\n' "$prints" | sed "s/.*/'&'/" | paste -sd, - | sed 's/,/, /g')}'"
      done
    fi
    ! change || ran rpm --import "$file"
  `,
});
