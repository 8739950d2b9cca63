import { float, path, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import type { Answer, ResultValues } from "../../model/result.js";
import { BACKUP, FILE_ARGS } from "../../shell/files/arguments.js";
import { content } from "../../shell/files/content.js";
import { fileFacts } from "../../shell/files/edit.js";
import { HTTP_ARGS, http } from "../../shell/http/http.js";
import { web } from "../../shell/powershell/libraries.js";
import windows from "../../shell/powershell/network/get_url.ps1";
import { webRefused, webVars } from "../../shell/powershell/network/web_vars.js";
import { rightsPassedOver, rightsRefused } from "../../shell/powershell/rights.js";

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
    tmp_dest: path({
      about: "the folder that it is downloaded to first, unless others may rename things there",
    }),
    backup: BACKUP,
    ...HTTP_ARGS,
    ...FILE_ARGS,
    timeout: float({ about: "seconds", default: 10 }),
  },
  examples: [{ url: "https://example.com/app.tar.gz", dest: "/tmp/app.tar.gz", checksum: "sha256:…" }],
  returns: {
    dest: "the file",
    checksum_dest: "SHA-1 of what was there",
    checksum_src: "SHA-1 of what came; in check mode nothing has come, so it is that of nothing",
    md5sum: "MD5 of the file",
    status_code: "the status",
    msg: "what the server said",
    elapsed: "seconds that it took",
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
    # a folder in which somebody else may put another file under the name of ours is no place for it
    is_safe() {
      set -- $(t_stat "$1" -L)
      [ "$1" = 0 ] || [ "$1" = "$T_ID" ] || return 1
      case $5 in [1357]???) ;; *[2367]|*[2367]?) return 1 ;; esac
    }
    refuse() { [ -z "$tmp_dest" ] || [ -z "$out" ] || rm -f "$out"; fail "$1"; }
    refuse_whole() { say_json whole true; refuse "$1"; }
    last_of() { p=\${1%%[?#]*}; p=\${p#*:}; case $p in //*) p=\${p#//}; case $p in */*) ;; *) p= ;; esac ;; esac; p=\${p##*/}; }
    header() { tr -d '\\r' <"$head" | awk -v n="$1" '/^HTTP\\//{v=""} tolower($1)==n":"{sub(/^[^:]*:[ \\t]*/,""); v=$0} END{printf "%s",v}'; }
    sum_of() {
      if have "\${algorithm}sum"; then s=$("\${algorithm}sum" <"$1") || s=; else s=$(openssl "$algorithm" -r <"$1" 2>/dev/null) || s=; fi
      s=\${s%% *}; [ -n "$s" ] || refuse_whole "Could not hash file '$1' with algorithm '$algorithm'."
    }
    length() { info=$(header content-length); info="OK (\${info:-unknown} bytes)"; }
    # METHOD URL: the body in $out, and in $info what is said of it
    get() {
      make_temp; head=$temp
      if [ -d "$tmp_dest" ] && is_safe "$tmp_dest"; then t_name; out=$tmp_dest/$t_u; ( umask 077; set -C; : >"$out" ) 2>/dev/null || refuse "failed to create temporary content file: $(t_cause "$out")"
      else make_temp; out=$temp; fi
      case $2 in
      file:*) http_fetch "$2" "$out" "$head" || { say_json elapsed 0; refuse "Request failed: $http_error"; }; http_status=null ;;
      *)
        http_get "$1" "$2" "$out" "$head"
        say_json elapsed "\${http_time%%[.,]*}"
        case $http_status in
        200) ;;
        304) say_json status_code 304; say msg "HTTP Error 304: $(http_reason "$head")"; [ -z "$tmp_dest" ] || rm -f "$out"; say_path "$dest"; exit 0 ;;
        -1) refuse "Request failed: <urlopen error $(http_cause)>" ;;
        *)
          say_json status_code "$http_status"; length
          [ "$http_status" -lt 400 ] || info="HTTP Error $http_status: $(http_reason "$head")"
          say response "$info"; refuse "Request failed" ;;
        esac
        [ "$1" != HEAD ] || : >"$out" ;;
      esac
      if [ -n "$tmp_dest" ] && [ ! -d "$tmp_dest" ]; then
        say_json bare true
        [ ! -e "$tmp_dest" ] || refuse "$tmp_dest is a file but should be a directory."
        refuse "$tmp_dest directory does not exist."
      fi
      length
    }
    out= algorithm= digest=
    say dest "$dest"
    if [ -n "$checksum" ]; then
      case $checksum in *:*) ;; *) refuse_whole "The checksum parameter has to be in format <algorithm>:<checksum>" ;; esac
      algorithm=\${checksum%%:*} digest=\${checksum#*:}
      case $digest in
      http:*|https:*|ftp:*|file:*)
        get GET "$digest"
        last_of "$url"; p=\${p:-index.html}
        digest=$(awk -v n="$p" '
          { line[NR] = $0 }
          END {
            if (NR == 1 && split(line[1], w) == 1) { print w[1]; exit }
            for (i = 1; i <= NR; i++) { at = index(line[i], " "); if (!at) continue
              f = substr(line[i], at + 1); sub(/^[ *]/, "", f); sub(/^[.\\/]+/, "", f)
              if (f == n) { print substr(line[i], 1, at - 1); exit } } }' "$out")
        [ -z "$tmp_dest" ] || rm -f "$out"
        [ -n "$digest" ] || { out=; say_json bare true; refuse "Unable to find a checksum for file '$p' in '\${checksum#*:}'"; } ;;
      esac
      out=
      digest=$(printf %s "$digest" | tr 'A-Z' 'a-z' | tr -dc 'a-z0-9_')
      case $digest in ''|*[!0-9a-f]*) refuse_whole "The checksum format is invalid" ;; esac
    fi
    if [ -d "$dest" ]; then into=$dest
    elif [ -e "$dest" ]; then
      into=
      if [ -z "$force" ] && [ -n "$digest" ]; then
        sum_of "$dest"
        if [ "$s" = "$digest" ]; then
          say_json whole true; say looks yes; a_quiet=1; attributes "$dest"; say_path "$dest"; exit 0
        fi
        force=1
      fi
      [ -n "$force" ] || headers="$headers
If-Modified-Since: $(date -u -r "$dest" '+%a, %d %b %Y %H:%M:%S GMT' 2>/dev/null)"
    else into=; fi
    [ -z "$force" ] || headers="$headers
cache-control: no-cache"
    method=GET; [ -z "$check" ] || method=HEAD
    get "$method" "$url"
    say_json whole true; say src "$out"
    if [ -n "$into" ]; then
      p=$(http_named "$head")
      [ -n "$p" ] || last_of "$http_url"
      dest=\${into%/}/\${p:-index.html}
      say dest "$dest"
    fi
    checksum "$out"; new=$sum; say checksum_src "$new"
    if [ -e "$dest" ]; then
      [ -w "$dest" ] || refuse "Destination $dest is not writable"
      [ -r "$dest" ] || refuse "Destination $dest is not readable"
      checksum "$dest"; say checksum_dest "$sum"
    else
      sum=
      in_folder "$dest" || refuse "Destination $parent does not exist"
      [ -w "$parent" ] || refuse "Destination $parent is not writable"
    fi
    say msg "$info"
    if [ -n "$check" ]; then
      [ "$sum" = "$new" ] || change
      [ -z "$tmp_dest" ] || rm -f "$out"
      say_path "$dest"; exit 0
    fi
    if [ -n "$digest" ]; then
      sum_of "$out"
      [ "$s" = "$digest" ] || refuse "The checksum for $out did not match $digest; it was $s."
    fi
    a_quiet=1
    if [ "$sum" != "$new" ]; then
      change
      [ -z "$backup" ] || [ ! -e "$dest" ] || backup "$dest"
      p_wear=1; copy_over "$out" "$dest"
    else attributes "$dest"; fi
    [ -z "$tmp_dest" ] || rm -f "$out"
    algorithm=md5; sum_of "$dest"; say md5sum "$s"
    say_json status_code "$http_status"
    say_path "$dest"
  `,
  powershell: {
    text: windows,
    uses: [web],
    refuses: (args) => [
      ...rightsRefused(args),
      ...webRefused(args),
      ...(args.tmp_dest ? ["tmp_dest is not needed there: the session has a folder of its own"] : []),
    ],
    vars: webVars,
    result: (answer, args) => ({ ...downloaded(answer, args), ...rightsPassedOver(args) }),
  },
  result: downloaded,
});

function downloaded({ said, failure, changed }: Answer, { url }: { url: string }): ResultValues {
  const { whole, looks, bare, ...values } = said;
  const none = { whole: undefined, looks: undefined, bare: undefined };
  if (bare) return { ...none, dest: undefined };
  const facts = fileFacts(said);
  if (failure !== undefined && facts.path !== undefined)
    return { ...none, checksum_dest: undefined, checksum_src: undefined, dest: undefined, ...facts };
  const known = { ...none, url, ...(whole ? { checksum_dest: null, checksum_src: null, elapsed: 0 } : {}) };
  const msg =
    looks === undefined ? {} : { msg: `file already exists${changed ? " but file attributes changed" : ""}` };
  return failure === undefined ? { ...known, ...values, ...msg } : { ...known, ...values, msg: failure };
}
