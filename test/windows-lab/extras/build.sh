#!/bin/bash
# Builds what the lab's host has beside PowerShell, as a layer over its drive: a shutdown.exe that restarts it.
# Needs the built lab (../build.sh) and the .NET SDK 10. usage: build.sh [--check]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/tera-test/windows-lab
sums=$(cat "$here"/build.sh "$here"/shutdown/* | sha256sum | cut -c1-16)
layer=$cache/extras-$sums
[ ! -d "$layer" ] || { echo "$layer"; exit 0; }
[ "${1-}" != --check ] || exit 1
exec 9>"$cache/lock"; flock 9
[ ! -d "$layer" ] || { echo "$layer"; exit 0; }
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_HOME="$cache/dotnet"
new=$layer.new
rm -rf "$new"
dotnet publish "$here/shutdown" --nologo -v quiet -c Release --artifacts-path "$cache/obj/shutdown" -o "$new/programs" \
  >"$cache/extras.log" 2>&1 || { tail -n 20 "$cache/extras.log" >&2; exit 1; }
mkdir -p "$new/drive_c/windows/system32"
mv "$new/programs/shutdown.exe" "$new/drive_c/windows/system32/shutdown.exe"
rm -rf "$new/programs"
mv "$new" "$layer"
echo "$layer"
