#!/usr/bin/env bash
# Starts an image of the web app as webapp/compose.yaml says, beside a Redis, proves it with the checks of
# `npm run smoke`, and removes everything again.
#
#   scripts/smoke-image.sh IMAGE VERSION
#
# IMAGE is pulled if the engine does not have it; VERSION is what /version must answer. `npm ci` must have run.
# COMPOSE (default: docker compose), SMOKE_PORT (18080, on loopback) and compose.yaml's variables may be set.
set -euo pipefail
cd "$(dirname "$0")/.."

[ $# = 2 ] || { echo "usage: scripts/smoke-image.sh IMAGE VERSION" >&2; exit 2; }
image=$1 version=$2
port=${SMOKE_PORT:-18080}
project=smoke-$$
secret=webapp/secrets/redis_password
read -ra compose <<<"${COMPOSE:-docker compose}"
compose+=(--project-name "$project" --file webapp/compose.yaml)
export WEB_IMAGE=$image PUBLISH=127.0.0.1:$port

container() { docker ps --all --quiet --filter "label=com.docker.compose.project=$project" --filter "label=com.docker.compose.service=$1"; }

# Everything goes, whatever happened; what a failure needs is printed first.
finish() {
  local code=$?
  if [ "$code" != 0 ]; then
    docker inspect --format '{{.Name}}: {{json .State}}' "$(container web)" "$(container redis)" >&2 || true
    "${compose[@]}" logs --no-color --tail 50 >&2 || true
  fi
  "${compose[@]}" down --volumes --timeout 5 >/dev/null 2>&1 || true
  [ -z "${made_secret:-}" ] || rm -f "$secret"
  exit "$code"
}
trap finish EXIT

# The app's user must be able to read it through the mount; it is of no use to anyone after this run.
if [ ! -e "$secret" ]; then
  mkdir -p "$(dirname "$secret")"
  made_secret=yes
  od -An -N24 -tx1 /dev/urandom | tr -d ' \n' >"$secret"
  chmod 644 "$secret"
fi

# Compose would build where an image is missing: what is asked for is tested, never a build of its own.
docker image inspect "$image" >/dev/null 2>&1 || docker pull --quiet "$image"
"${compose[@]}" up --detach --no-build
[ "$(docker inspect --format '{{.Config.Image}}' "$(container web)")" = "$image" ]

node dist/cli.js smoke --inventory image, --extra-vars "smoke_url=http://127.0.0.1:$port" --extra-vars "smoke_version=$version" --extra-vars smoke_container=

published=$(docker port "$(container redis)")
[ -z "$published" ] || { echo "Redis can be reached from outside: $published" >&2; exit 1; }

for _ in {1..30}; do
  health=$(docker inspect --format '{{.State.Health.Status}}' "$(container web)")
  [ "$health" != healthy ] || break
  sleep 1
done
[ "$health" = healthy ] || { echo "the container's own health check says $health" >&2; exit 1; }
echo "$image ($version) passed: $(docker image inspect --format '{{.Id}}' "$image")"
