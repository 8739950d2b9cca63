#!/bin/bash
# Starts the agent of a built lab in a prefix of its own: start.sh CACHE SCRATCH PORT. It lives until it is ended, and takes
# all its processes with it. Mounts are private to it.
set -euo pipefail
export cache=$1 scratch=$2 port=$3
exec unshare -m -p --fork --kill-child --propagation private bash -c '
  mkdir -p "$scratch/upper" "$scratch/work" "$scratch/tmp"
  mount -t overlay overlay -o "lowerdir=$cache/prefix,upperdir=$scratch/upper,workdir=$scratch/work" "$cache/root/prefix"
  mount --bind "$scratch/tmp" "$cache/root/tmp"
  mount -t proc proc "$cache/root/proc"
  for one in dev sys; do mount --rbind "/$one" "$cache/root/$one"; done
  exec chroot "$cache/root" env -i HOME=/home PATH=/usr/bin:/bin LC_ALL=C.UTF-8 WINEPREFIX=/prefix WINEARCH=win64 WINEDEBUG=-all \
    DISPLAY= NO_COLOR=1 WINEDLLOVERRIDES="mshtml=;powershell.exe=n" wine "C:\\agent\\agent.exe" "$port"'
