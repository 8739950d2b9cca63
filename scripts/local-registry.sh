#!/usr/bin/env bash
# Starts a registry on loopback, for as long as the machine lives: an image can be pulled from it by its digest, as
# hosts pull it, before any real registry has it. Needs Debian's or Ubuntu's package docker-registry.
#
#   scripts/local-registry.sh FOLDER PORT     prints the server's process id
set -euo pipefail

[ $# = 2 ] || { echo "usage: scripts/local-registry.sh FOLDER PORT" >&2; exit 2; }
folder=$1 port=$2
command -v docker-registry >/dev/null || { echo "docker-registry is not there: apt-get install docker-registry" >&2; exit 1; }

mkdir -p "$folder"
cat >"$folder/config.yml" <<END
version: 0.1
storage: { filesystem: { rootdirectory: $folder/data } }
http: { addr: "127.0.0.1:$port" }
log: { level: warn }
END
nohup docker-registry serve "$folder/config.yml" >"$folder/log" 2>&1 </dev/null &
pid=$!
for _ in {1..50}; do
  kill -0 "$pid" 2>/dev/null || break
  if (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    echo "$pid"
    exit
  fi
  sleep 0.2
done
echo "the registry did not start:" >&2
cat "$folder/log" >&2
exit 1
