import { flag, float, list, map, path, text } from "../../model/args.js";
import type { ShellLibrary } from "../../model/script.js";
import { httpByPerl } from "./perl.js";

/** Arguments that uri and get_url share. */
export const HTTP_ARGS = {
  headers: map({ about: "request headers" }),
  timeout: float({ about: "seconds", default: 30 }),
  url_username: text({ about: "user for basic authentication", aliases: ["user", "username"] }),
  url_password: text({ about: "password for basic authentication", aliases: ["password"], secret: true }),
  force_basic_auth: flag({ about: "send the password without being asked", default: false }),
  validate_certs: flag({ about: "check the server's certificate", default: true }),
  client_cert: path({ about: "client certificate" }),
  client_key: path({ about: "key of the client certificate" }),
  ca_path: path({ about: "file with the authorities to trust" }),
  http_agent: text({ about: "what we call ourselves", default: "ansible-httpget" }),
  unix_socket: path({ about: "a socket instead of the network" }),
  use_proxy: flag({ about: "use the proxy of the environment", default: true }),
  force: flag({ about: "do not use caches", default: false, aliases: ["thirsty"] }),
  use_gssapi: flag({ about: "accepted", default: false }),
  use_netrc: flag({ about: "accepted", default: true }),
  unredirected_headers: list(text({ about: "a name" }), { about: "accepted", default: [] }),
  decompress: flag({ about: "accepted", default: true }),
  ciphers: list(text({ about: "a name" }), { about: "accepted" }),
} as const;

/** What `http_get` reads, for modules that only fetch something. */
export const HTTP_DEFAULTS = {
  headers: [],
  timeout: 10,
  http_agent: "ansible-httpget",
  follow: "1",
  validate_certs: true,
  use_proxy: true,
  has_body: "",
  body: "",
  src: "",
  url_username: "",
  url_password: "",
  force_basic_auth: "",
  client_cert: "",
  client_key: "",
  ca_path: "",
  unix_socket: "",
} as const;

/**
 * `http_get METHOD URL BODY_FILE HEADER_FILE`: by curl, wget, Node or Perl, whichever
 * the host has. Sets $http_status, $http_url, $http_time, $http_error. The password goes
 * by a file, not by the command line. `http_fetch URL BODY_FILE HEADER_FILE`: the same of files, too, true where all is
 * well; otherwise $http_error says why.
 */
export const http: ShellLibrary = {
  name: "http",
  text: `
http_fetch() {
case $1 in
file:*)
h_f=\${1#file:}; h_f=\${h_f#//}; h_f=\${h_f#localhost}; http_status= http_url=$1 http_time=0 http_error=
[ -e "$h_f" ] || { http_status=-1 http_error="<urlopen error [Errno 2] No such file or directory: '$h_f'>"; return 1; }
[ -f "$h_f" ] && [ -r "$h_f" ] || { http_status=-1 http_error="<urlopen error [Errno 13] Permission denied: '$h_f'>"; return 1; }
store "$2" cat "$h_f"
printf 'Content-Length: %s\\n' $(wc -c <"$h_f") >"$3" ;;
*)
http_get GET "$@"
case $http_status in
200) return 0 ;;
-1) http_error="<urlopen error $(http_cause)>" ;;
*) http_error="HTTP Error $http_status: $(http_reason "$3")" ;;
esac
return 1 ;;
esac
}
# how the last answer's line of status goes on, or why there was none
http_said() {
case $http_status in
2??) t_p "OK ($(tr -d '\\r' <"$1" | awk '/^HTTP\\//{v=""} tolower($1)=="content-length:"{v=$2} END{print v==""?"unknown":v}') bytes)" ;;
-1) case $http_error in *'(28)'*) t_p 'Connection failure: timed out' ;; *) t_p "Request failed: <urlopen error $(http_cause)>" ;; esac ;;
*) t_p "HTTP Error $http_status: $(http_reason "$1")" ;;
esac
}
# the name that the server gives its answer
http_named() {
h_n=$(tr -d '\\r' <"$1" | awk '/^HTTP\\//{v=""} tolower($1)=="content-disposition:"{sub(/^[^:]*:[ \\t]*/,""); v=$0} END{printf "%s",v}' | sed -n 's/^attachment; \\{0,1\\}filename="\\{0,1\\}\\([^"]\\{1,\\}\\).*/\\1/p')
t_p "\${h_n##*/}"
}
http_reason() { tr -d '\\r' <"$1" | sed -n 's/^HTTP[^ ]* [0-9]* *//p' | tail -n 1; }
# why there was no answer, in Python's words where they are known
http_cause() {
case $http_error in
*'(7)'*|*ECONNREFUSED*) t_p '[Errno 111] Connection refused' ;;
*'(6)'*|*ENOTFOUND*) t_p '[Errno -2] Name or service not known' ;;
*'(28)'*) t_p 'timed out' ;;
*'(1)'*) t_p "unknown url type: \${http_url%%:*}" ;;
*) t_p "\${http_error:-no answer}" ;;
esac
}
http_get() {
http_error= http_status=-1 http_url=$2 http_time=0 http_next=
if have curl; then
t_dir; h_c=$T_D/curl-$$
{
printf 'silent\\nshow-error\\ngloboff\\nrequest = "%s"\\nmax-time = "%s"\\noutput = "%s"\\ndump-header = "%s"\\n' "$1" "$timeout" "$3" "$4"
printf 'user-agent = "%s"\\n' "$http_agent"
[ "$1" != HEAD ] || printf 'head\\n'
[ -z "$follow" ] || printf 'location\\n'
[ -n "$validate_certs" ] || printf 'insecure\\n'
[ -z "$url_username" ] || printf 'user = "%s"\\n' "$(printf %s "$url_username:$url_password" | sed 's/[\\\\"]/\\\\&/g')"
[ -z "$url_username" ] || [ -n "$force_basic_auth" ] || printf 'anyauth\\n'
[ -z "$client_cert" ] || printf 'cert = "%s"\\n' "$client_cert"
[ -z "$client_key" ] || printf 'key = "%s"\\n' "$client_key"
[ -z "$ca_path" ] || printf 'cacert = "%s"\\n' "$ca_path"
[ -z "$unix_socket" ] || printf 'unix-socket = "%s"\\n' "$unix_socket"
[ -n "$use_proxy" ] || printf 'noproxy = "*"\\n'
printf '%s\\n' "$headers" | while IFS= read -r h; do [ -z "$h" ] || printf 'header = "%s"\\n' "$(printf %s "$h" | sed 's/[\\\\"]/\\\\&/g')"; done
[ -z "$src" ] || printf 'data-binary = "@%s"\\n' "$src"
[ -z "$has_body" ] || { printf %s "$body" >"$h_c.body"; printf 'data-binary = "@%s"\\n' "$h_c.body"; }
case $1 in POST|PUT|PATCH) [ -n "$has_body$src" ] || printf 'header = "Content-Length: 0"\\n' ;; esac
case "$headers" in *[Aa]ccept:*) ;; *) printf 'header = "Accept:"\\n' ;; esac
printf 'header = "Expect:"\\n'
} >"$h_c"
h_o=$(curl -q --config "$h_c" --write-out '%{http_code} %{time_total} %{url_effective} %{redirect_url}' "$2" 2>"$h_c.err") || http_error=$(cat "$h_c.err")
set -- $h_o; http_status=\${1:--1}; http_time=\${2:-0}; http_url=\${3:-$http_url} http_next=\${4-}
case $http_status in 000) http_status=-1 ;; esac
rm -f "$h_c" "$h_c.err" "$h_c.body"
elif have wget; then
set -- "$1" "$2" "$3" "$4" -q -S -O "$3" -T "\${timeout%.*}" --method="$1" --content-on-error
[ -n "$validate_certs" ] || set -- "$@" --no-check-certificate
[ -z "$has_body" ] || { t_dir; printf %s "$body" >"$T_D/wget-body"; set -- "$@" --body-file="$T_D/wget-body"; }
h_u=$2 h_h=$4; shift 4
h_i=$IFS; IFS='
'
for h in $headers; do set -- "$@" "--header=$h"; done
IFS=$h_i
wget "$@" "$h_u" 2>"$h_h" || true
sed -i 's/^  //' "$h_h"
http_status=$(awk '/^HTTP\\//{s=$2} END{print s}' "$h_h"); [ -n "$http_status" ] || { http_status=-1; http_error=$(tail -n 3 "$h_h"); }
elif ! have node && ! have nodejs && have perl; then
${httpByPerl}
else
n=$(command -v node || command -v nodejs) || fail "neither curl nor wget nor node is on the host"
t_dir; printf %s "$body" >"$T_D/node-body"
TERA_METHOD=$1 TERA_URL=$2 TERA_OUT=$3 TERA_HEAD=$4 TERA_TIMEOUT=$timeout TERA_BODY=\${has_body:+$T_D/node-body} TERA_HEADERS=$headers "$n" -e '
const fs=require("fs"),e=process.env;
const headers=Object.fromEntries(e.TERA_HEADERS.split("\\n").filter(Boolean).map(l=>{const i=l.indexOf(":");return [l.slice(0,i),l.slice(i+1).trim()]}));
const body=e.TERA_BODY?fs.readFileSync(e.TERA_BODY):undefined;
fetch(e.TERA_URL,{method:e.TERA_METHOD,headers,body,signal:AbortSignal.timeout(e.TERA_TIMEOUT*1000)}).then(async r=>{
fs.writeFileSync(e.TERA_OUT,Buffer.from(await r.arrayBuffer()));
fs.writeFileSync(e.TERA_HEAD,"HTTP "+r.status+"\\n"+[...r.headers].map(([k,v])=>k+": "+v).join("\\n")+"\\n");
console.log(r.status+" "+r.url)},x=>{console.log("-1 "+e.TERA_URL+" "+(x.cause?.message||x.message))})' >"$T_D/node-result"
read -r http_status http_url http_error <"$T_D/node-result"
fi
}
`,
};
