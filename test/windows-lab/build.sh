#!/bin/bash
# Builds a Windows host without Windows into a cache: Wine from Debian trixie, genuine PowerShell 7 (Windows build), and the
# agent that starts processes as a WinRM host does. Needs root, debootstrap and the .NET SDK 10. What is there already is kept.
# usage: build.sh [--check]   (--check: only says whether it is built, status 1 where it is not)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/tera-test/windows-lab
sums=$(cat "$here"/build.sh "$here"/*/*.cs "$here"/*/*.csproj | sha256sum | cut -c1-16)
[ ! -e "$cache/built-$sums" ] || { echo "$cache"; exit 0; }
[ "${1-}" != --check ] || exit 1
for tool in debootstrap dotnet unshare; do
  command -v "$tool" >/dev/null || { echo "the Windows lab needs $tool" >&2; exit 1; }
done
[ "$(id -u)" = 0 ] || { echo "the Windows lab is built by root" >&2; exit 1; }
mkdir -p "$cache"
exec 9>"$cache/lock"; flock 9
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_HOME="$cache/dotnet"
seconds=$SECONDS
phase() { echo "$1: $((SECONDS - seconds)) s" >&2; seconds=$SECONDS; }
power=7.6.9

# a folder that was not finished is made anew
fresh() { rm -rf "$cache/$1.new"; mkdir -p "$cache/$1.new"; }
done_with() { rm -rf "${cache:?}/$1"; mv "$cache/$1.new" "$cache/$1"; }

# mounts only inside: a /dev bound in a folder that is cleaned up later would take the machine's devices with it
inside() {
  local root=$1; shift
  unshare -m --propagation private bash -c '
    root=$1; shift
    for one in proc dev sys; do mount --rbind "/$one" "$root/$one"; done
    exec chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 HOME=/root DEBIAN_FRONTEND=noninteractive \
      http_proxy="${http_proxy-}" https_proxy="${https_proxy-}" "$@"' inside "$root" "$@"
}

if [ ! -d "$cache/root" ]; then
  fresh root
  debootstrap --variant=minbase trixie "$cache/root.new" >"$cache/debootstrap.log" 2>&1 || { tail -n 20 "$cache/debootstrap.log" >&2; exit 1; }
  phase "Debian trixie"
  cp /etc/resolv.conf "$cache/root.new/etc/resolv.conf"
  printf '127.0.0.1 localhost\n' >"$cache/root.new/etc/hosts"
  inside "$cache/root.new" sh -c 'apt-get update && apt-get install -y --no-install-recommends wine64 wine && apt-get clean' \
    >"$cache/wine.log" 2>&1 || { tail -n 20 "$cache/wine.log" >&2; exit 1; }
  mkdir -p "$cache/root.new/prefix" "$cache/root.new/home"
  done_with root
  phase "Wine"
fi

publish() { dotnet publish "$here/$1" --nologo -v quiet -c Release -p:ProgramName="$3" \
  --artifacts-path "$cache/obj/$1$3" -o "$cache/programs.new/$2" >"$cache/publish.log" 2>&1 || { tail -n 20 "$cache/publish.log" >&2; exit 1; }; }
fresh programs
publish powershell powershell ""
phase "PowerShell $power"
publish powershell powershell pwsh
phase "PowerShell $power as pwsh"
publish agent agent ""
phase "agent"
[ -d "$cache/tool-$power" ] || dotnet tool install PowerShell --version $power --tool-path "$cache/tool-$power" >"$cache/tool.log" 2>&1 ||
  { tail -n 20 "$cache/tool.log" >&2; exit 1; }
tool=$(find "$cache/tool-$power/.store" -type d -path '*/tools/net10.0/any/win' | head -n 1)
for part in Modules Schemas en-US; do [ ! -d "$tool/$part" ] || cp -r "$tool/$part" "$cache/programs.new/powershell/"; done
# PowerShell 7 takes modules below System32 for those of 5.1, and refuses what does not say otherwise
find "$cache/programs.new/powershell/Modules" -name '*.psd1' | while read -r one; do
  grep -q CompatiblePSEditions "$one" || sed -i "0,/@{/s//@{\nCompatiblePSEditions = 'Desktop', 'Core'/" "$one"
done
done_with programs
phase "modules"

fresh prefix
inside "$cache/root" true
unshare -m --propagation private bash -c '
  for one in proc dev sys; do mount --rbind "/$one" "$1/root/$one"; done
  mount --bind "$1/prefix.new" "$1/root/prefix"
  exec chroot "$1/root" env -i HOME=/home PATH=/usr/bin:/bin LC_ALL=C.UTF-8 WINEPREFIX=/prefix WINEARCH=win64 WINEDEBUG=-all DISPLAY= \
    WINEDLLOVERRIDES="mshtml=;powershell.exe=n" sh -c "wine wineboot -i && wineserver -w"' prefix "$cache" >"$cache/prefix.log" 2>&1 ||
  { tail -n 20 "$cache/prefix.log" >&2; exit 1; }
shell=$cache/prefix.new/drive_c/windows/system32/WindowsPowerShell/v1.0
mkdir -p "$shell" "$cache/prefix.new/drive_c/agent"
rm -f "$shell/powershell.exe"
cp -r "$cache/programs/powershell/." "$shell/"
cp -r "$cache/programs/agent/." "$cache/prefix.new/drive_c/agent/"
done_with prefix
phase "prefix"
rm -f "$cache"/built-*
touch "$cache/built-$sums"
echo "$cache"
