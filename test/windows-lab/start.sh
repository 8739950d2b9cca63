#!/bin/bash
# Starts the agent of a built lab in a prefix of its own: start.sh CACHE SCRATCH PORT [LAYER]. It lives until it is ended,
# and takes all its processes with it; where the host restarts itself, it is started again. Mounts are private to it.
# LAYER: a folder of what this host has beside what was built.
set -euo pipefail
export cache=$1 scratch=$2 port=$3 layer=${4:+$4:}
exec unshare -m -p --fork --kill-child --propagation private bash -c '
  mkdir -p "$scratch/upper" "$scratch/work" "$scratch/tmp"
  mount -t overlay overlay -o "lowerdir=$layer$cache/prefix,upperdir=$scratch/upper,workdir=$scratch/work" "$cache/root/prefix"
  mount --bind "$scratch/tmp" "$cache/root/tmp"
  mount -t proc proc "$cache/root/proc"
  for one in dev sys; do mount --rbind "/$one" "$cache/root/$one"; done
  mark=$cache/root/prefix/drive_c/windows/temp/rebooting
  while true; do
    chroot "$cache/root" env -i HOME=/home PATH=/usr/bin:/bin LC_ALL=C.UTF-8 WINEPREFIX=/prefix WINEARCH=win64 WINEDEBUG=-all \
      DISPLAY= NO_COLOR=1 WINEDLLOVERRIDES="mshtml=;powershell.exe,shutdown.exe=n" sh -c "wine C:\\\\agent\\\\agent.exe $port; wineserver -w" || true
    [ -e "$mark" ] || exit 1
    rm "$mark"
  done'
