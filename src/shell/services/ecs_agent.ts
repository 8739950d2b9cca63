import type { ShellLibrary } from "../../model/script.js";
import { http } from "../http/http.js";

/**
 * Looks at an ECS agent without touching it. `e_say NAME PROGRAM ARG...` says what a
 * program prints, where there is one; `e_ask METHOD URL` sets $e_answer to "STATUS TEXT".
 * No program may take longer than 10 seconds: an engine that hangs must not hang us.
 */
export const ecsAgent: ShellLibrary = {
  name: "ecs_agent",
  uses: [http],
  text: `
e_run() { if have timeout; then timeout 10 "$@"; else "$@"; fi 2>&1 </dev/null; }
e_say() {
e_n=$1; shift
! have "$1" || say "$e_n" "$(e_run "$@" | tail -n 40)"
}
e_mask() { sed -e 's/\\(ECS_ENGINE_AUTH_DATA=\\).*/\\1***/' -e 's#://[^/@ ]*@#://***@#g'; }
e_mask_logins() {
sed -e '/docker.* login/s/ -p *[^ ]*/ -p ***/' -e '/docker.* login/s/--password[ =][^ ]*/--password ***/' \\
-e 's/^\\([0-9]*:\\).*|\\( *\\(sudo \\)*docker.* login\\)/\\1*** |\\2/' -e '/docker.* login/s/<<<.*/<<< ***/'
}
e_setting() { sed -n -e "s/^ *\\(export \\)*$1=//p" /etc/ecs/ecs.config 2>/dev/null | tail -n 1 | tr -d "\\"'"; }
e_ask() {
make_temp; e_body=$temp; make_temp; e_head=$temp
http_get "$1" "$2" "$e_body" "$e_head"
case $http_status in
-1) e_answer="-1 $(printf %s "$http_error" | tail -n 1)" ;;
*) e_answer="$http_status $(head -c 2000 "$e_body")" ;;
esac
}
e_user_data() {
[ -r "$user_data" ] || return 0
if gzip -t "$user_data" 2>/dev/null; then gzip -dc "$user_data"; else cat "$user_data"; fi |
grep -n -E 'ecs|ECS|systemctl|service |docker|^[[:space:]]*[A-Z_]{2,12}$' | e_mask | e_mask_logins
}
e_recent() { awk '/Loading configuration/ { n = 0 } { l[n++] = $0 } END { for (i = 0; i < n; i++) print l[i] }' "$1" 2>/dev/null | tail -n 200 | e_mask; }
e_disks() {
set --
for e_d in / /var/lib/docker /var/lib/ecs /var/cache/ecs; do [ ! -d "$e_d" ] || set -- "$@" "$e_d"; done
df -P -k "$@" 2>/dev/null | sed 1d | sort -u
}
e_denials() {
{ e_run journalctl -k --no-pager -n 2000 || e_run dmesg; } 2>/dev/null | grep -E 'apparmor="DENIED".*(ecs|docker)|avc: +denied.*(ecs|container|docker)' | tail -n 5
}
e_package() {
if have dpkg-query; then dpkg-query -W -f '\${Version}' amazon-ecs-init 2>/dev/null
elif have rpm; then rpm -q --qf '%{VERSION}' ecs-init 2>/dev/null || rpm -q --qf '%{VERSION}' amazon-ecs-init 2>/dev/null; fi
}
e_metadata_service() {
use_proxy= timeout=3 headers='X-aws-ec2-metadata-token-ttl-seconds: 60'
e_ask PUT "$imds_url/latest/api/token"
case $e_answer in
200\\ *) say imds_token 200 ;;
*) say imds_token "$e_answer"; return 0 ;;
esac
headers="X-aws-ec2-metadata-token: \${e_answer#200 }"
e_ask GET "$imds_url/latest/meta-data/iam/security-credentials/"
say imds_role "$e_answer"
[ -z "$region" ] || return 0
e_ask GET "$imds_url/latest/meta-data/placement/region"
case $e_answer in 200\\ *) region=\${e_answer#200 } ;; esac
}
e_endpoint() {
[ -n "$endpoint_url" ] || case $region in
'') return 0 ;;
cn-*) endpoint_url=https://ecs.$region.amazonaws.com.cn ;;
*) endpoint_url=https://ecs.$region.amazonaws.com ;;
esac
say endpoint "$endpoint_url"
e_h=\${endpoint_url#*://}; e_h=\${e_h%%[:/]*}
! have getent || say endpoint_address "$(e_run getent hosts "$e_h")"
e_p=$(e_setting HTTP_PROXY)
[ -z "$e_p" ] || { https_proxy=http://\${e_p#*://}; http_proxy=$https_proxy; export https_proxy http_proxy; }
use_proxy=1 timeout=5 headers=
e_ask GET "$endpoint_url/"
say clock "$(date -u +%s)"
say endpoint_answer "$(printf %s "$e_answer" | head -n 1 | head -c 300 | e_mask)"
say endpoint_date "$(sed -n 's/^[Dd]ate: *//p' "$e_head" | tail -n 1 | tr -d '\\r')"
}
`,
};
