import { float, path, text } from "../model/args.js";
import { defineModule } from "../model/module.js";
import { BACKUP, FILE_ARGS } from "../shell/files/arguments.js";
import { content } from "../shell/files/content.js";
import { HTTP_ARGS, http } from "../shell/http/http.js";

export default defineModule({
  name: "get_url",
  about: "Downloads a file on the host",
  hostLocal: true,
  check: "full",
  writes: (args) => [args.dest],
  args: {
    url: text({ about: "what to download", required: true }),
    dest: path({ about: "where it goes: a file or a folder", required: true }),
    checksum: text({ about: "`algorithm:digest`, or `algorithm:URL` of a file with digests", default: "" }),
    tmp_dest: path({ about: "accepted" }),
    backup: BACKUP,
    ...HTTP_ARGS,
    ...FILE_ARGS,
    timeout: float({ about: "seconds", default: 10 }),
  },
  examples: [{ url: "https://example.com/app.tar.gz", dest: "/tmp/app.tar.gz", checksum: "sha256:…" }],
  returns: {
    dest: "the file",
    checksum_dest: "SHA-1 of what was there",
    checksum_src: "SHA-1 of what came",
    status_code: "the status",
  },
  uses: [content, http],
  vars: (args) => ({
    headers: Object.entries(args.headers ?? {}).map(([name, value]) => `${name}: ${String(value)}`),
    follow: "1",
    has_body: "",
    body: "",
    src: "",
    validate: "",
  }),
  sh: `
    [ ! -d "$dest" ] || { b=\${url%%[?#]*}; b=\${b##*/}; dest=\${dest%/}/\${b:-index.html}; }
    in_folder "$dest" || fail "Destination $parent does not exist"
    algorithm= digest=
    if [ -n "$checksum" ]; then
      algorithm=\${checksum%%:*} digest=\${checksum#*:}
      case $digest in
      http://*|https://*|ftp://*|file://*)
        make_temp; l=$temp; make_temp; http_get GET "$digest" "$l" "$temp"
        b=\${url%%[?#]*}; b=\${b##*/}
        digest=$(awk -v n="$b" '{f=$2; sub(/^[*.\\/]+/,"",f); if (f==n || NF==1) {print $1; exit}}' "$l")
        [ -n "$digest" ] || fail "Unable to find a checksum for file '$b' in '\${checksum#*:}'" ;;
      esac
      digest=$(printf %s "$digest" | tr 'A-F' 'a-f' | tr -d ' ')
      sum_of() { if have "\${algorithm}sum"; then s=$("\${algorithm}sum" <"$1"); else s=$(openssl "$algorithm" -r <"$1"); fi; printf %s "\${s%% *}"; }
      if [ -f "$dest" ] && [ -z "$force" ] && [ "$(sum_of "$dest")" = "$digest" ]; then attributes "$dest"; say msg "file already exists"; say dest "$dest"; say url "$url"; say_path "$dest"; exit 0; fi
    elif [ -f "$dest" ] && [ -z "$force" ]; then attributes "$dest"; say msg "file already exists"; say dest "$dest"; say url "$url"; say_path "$dest"; exit 0; fi
    method=GET; [ -z "$check" ] || method=HEAD
    make_temp; out=$temp; make_temp; head=$temp
    case $url in
    file://*) [ -r "\${url#file://}" ] || fail "Request failed: $url"; store "$out" cat "\${url#file://}"; http_status=200 ;;
    *) http_get "$method" "$url" "$out" "$head" ;;
    esac
    say_json status_code "$http_status"
    case $http_status in 2??) ;; *) fail "Request failed: $http_status \${http_error:-HTTP Error} ($url)" ;; esac
    if [ -n "$check" ]; then change; say dest "$dest"; say url "$url"; exit 0; fi
    if [ -n "$digest" ] && [ "$(sum_of "$out")" != "$digest" ]; then fail "The checksum for $out did not match $digest; it was $(sum_of "$out")."; fi
    checksum "$out"; say checksum_src "$sum"; new=$sum
    if [ -f "$dest" ]; then checksum "$dest"; say checksum_dest "$sum"; else sum=; fi
    if [ "$sum" != "$new" ]; then
      change
      [ -z "$backup" ] || [ ! -e "$dest" ] || backup "$dest"
      p_wear=1; copy_over "$out" "$dest"
    else attributes "$dest"; fi
    say dest "$dest"; say url "$url"; say msg "OK"; say_path "$dest"
  `,
});
