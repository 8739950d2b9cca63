#!/usr/bin/env bash
# Copies an image from a folder (OCI image layout) to a registry, byte for byte: its digest stays, attestations go along.
#
#   scripts/copy-image.sh FOLDER DIGEST REPOSITORY:TAG
#
# FOLDER must hold exactly DIGEST. A tag that names this digest already is success; one that names another is an
# error, as tags never move. Credentials are those of `docker login`. INSECURE=true speaks plain HTTP (loopback only).
set -euo pipefail

[ $# = 3 ] || { echo "usage: scripts/copy-image.sh FOLDER DIGEST REPOSITORY:TAG" >&2; exit 2; }
folder=$1 digest=$2 target=$3
verify=true
case ${INSECURE:-} in
  true)
    case $target in
      localhost:* | 127.0.0.1:*) verify=false ;;
      *) echo "INSECURE is for loopback, not for $target" >&2; exit 2 ;;
    esac ;;
esac

fail() { echo "$1" >&2; exit 1; }
in_folder() { skopeo inspect --raw "oci:$folder" | sha256; }
sha256() { echo "sha256:$(sha256sum | cut -d' ' -f1)"; }

# Prints the digest the tag names, or nothing where there is no such tag.
in_registry() {
  local raw=$scratch/raw
  if skopeo inspect --raw --tls-verify="$verify" "docker://$target" >"$raw" 2>"$scratch/said"; then
    sha256 <"$raw"
  elif ! grep -qi 'manifest unknown' "$scratch/said"; then
    cat "$scratch/said" >&2
    return 1
  fi
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

held=$(in_folder)
[ "$held" = "$digest" ] || fail "$folder holds $held, not $digest: it is not the image that was tested"

there=$(in_registry)
case $there in
  "$digest") echo "$target is there already, as $digest"; exit ;;
  ?*) fail "$target is there already, as $there: tags never move. Make a new version, or run again only the jobs that failed" ;;
esac

skopeo copy --quiet --all --preserve-digests --dest-tls-verify="$verify" "oci:$folder" "docker://$target"
there=$(in_registry)
[ "$there" = "$digest" ] || fail "$target is ${there:-not there} after the copy, not $digest"
echo "$target is $digest"
