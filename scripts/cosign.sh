#!/usr/bin/env bash
# Puts cosign into a folder, after its checksum was compared: where there is a token, no action of a stranger runs.
#
#   scripts/cosign.sh FOLDER     prints the program's path
#
# COSIGN_URL (for tests) names another place than GitHub's.
set -euo pipefail

[ $# = 1 ] || { echo "usage: scripts/cosign.sh FOLDER" >&2; exit 2; }
folder=$1
version=v2.4.1
case $(uname -m) in
  x86_64) arch=amd64 sha256=8b24b946dd5809c6bd93de08033bcf6bc0ed7d336b7785787c080f574b89249b ;;
  aarch64) arch=arm64 sha256=3b2e2e3854d0356c45fe6607047526ccd04742d20bd44afb5be91fa2a6e7cb4a ;;
  *) echo "there is no cosign for $(uname -m) here" >&2; exit 1 ;;
esac

mkdir -p "$folder"
curl -fsSL --retry 3 -o "$folder/cosign" "${COSIGN_URL:-https://github.com/sigstore/cosign/releases/download/$version}/cosign-linux-$arch"
if ! echo "$sha256  $folder/cosign" | sha256sum --check --quiet >/dev/null 2>&1; then
  rm -f "$folder/cosign"
  echo "what came is not cosign $version: its checksum is another" >&2
  exit 1
fi
chmod +x "$folder/cosign"
echo "$folder/cosign"
