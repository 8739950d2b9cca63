import type { ShellLibrary } from "../../model/script.js";
import { docker } from "../services/docker.js";

/**
 * Making, replacing and removing a container. `c_make NAME` makes one, or says what is wrong and leaves nothing.
 * `c_replace` puts it in the place of $name: whatever fails on the way, the old one has its name and runs again.
 */
export const containers: ShellLibrary = {
  name: "containers",
  uses: [docker],
  text: `
c_is() { docker inspect --type container -f "$2" "$1" 2>/dev/null; }
# runs a command; what it says when it fails is in $c_said
c_try() { c_said=$("$@" 2>&1) || { c_said="$(printf '%s' "$c_said" | tail -n 15)"; return 1; }; }
# by its own signal, and in its own time where it has one
c_stop() {
[ "$(c_is "$1" '{{.State.Paused}}')" != true ] || docker unpause "$1" >/dev/null 2>&1
if [ -n "$force_kill" ]; then c_try docker kill \${kill_signal:+-s "$kill_signal"} "$1"; return; fi
c_t=; [ -z "$stop_timeout" ] || case $(c_is "$1" '{{.Config.StopTimeout}}') in ''|'<nil>'|'<no value>') c_t=$stop_timeout ;; esac
c_try docker stop \${c_t:+-t "$c_t"} "$1"
}
# one that nobody needs, with the volumes that only it has
c_drop() { docker rm -f -v "$1" >/dev/null 2>&1; }
# the old one; its volumes stay unless they are not wanted
c_remove() {
set -- "$1" \${force_kill:+-f}; c_name=$1; shift
[ -n "$keep_volumes" ] || set -- "$@" -v
c_try docker rm "$@" "$c_name" && return
# one made with auto_remove goes by itself when it has stopped
c_gone "$c_name"
}
c_gone() {
c_i=0
while docker inspect --type container -f . "$1" >/dev/null 2>&1; do
c_i=$((c_i+1)); [ "$c_i" -le "\${removal_wait_timeout:-60}" ] || return 1; sleep 1
done
}
# the environment is in a file, or in the client's own: what is in its arguments can be read by everybody
c_create() { ( eval "$exports"; exec docker create "$@" ); }
c_make() {
made=$1 c_file=
eval "set -- $words $image $program"
if [ -n "$env_lines" ]; then make_temp; c_file=$temp; store "$c_file" t_p "$env_lines"; set -- --env-file "$c_file" "$@"; fi
c_try c_create --name "$made" "$@" && { [ -z "$joins" ] || c_try eval "$joins :"; }
c_rc=$?; [ -z "$c_file" ] || rm -f "$c_file"
[ "$c_rc" = 0 ] && return
c_drop "$made"; fail "the container $name cannot be made: $c_said"
}
# do nothing when told to end: half a replacement is none
c_deaf() { trap '' HUP TERM PIPE; }
c_hear() { trap 'exit 1' HUP TERM PIPE; }
c_log() { docker logs --tail 20 "$1" 2>&1; }
# is the new one still there after its first moments? One that has done its work is
c_lives() {
for c_i in 1 2; do
sleep 1
c_seen=$(c_is "$1" '{{.State.Status}} {{.State.ExitCode}} {{.RestartCount}} {{.State.OOMKilled}}')
set -- "$1" $c_seen
case $2:$3:$4 in running:*:0|paused:*|exited:0:*) ;; ::) [ -n "$auto_remove" ] && return; c_why='has vanished'; return 1 ;;
*) c_why="ended at once with status $3"; [ "$4" = 0 ] || c_why='ends again and again'; [ "$5" != true ] || c_why="$c_why (out of memory)"; return 1 ;; esac
done
}
# waits for the health check; a container without one is healthy when it runs
c_healthy() {
c_until=$(($(date +%s) + $2))
while :; do
case $(c_is "$1" '{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}') in
'running healthy') return 0 ;;
'running none') [ -z "$watched" ] || c_lives "$1"; return ;;
running\\ *|restarting\\ *|paused\\ *) ;;
*) c_why="ended with status $(c_is "$1" '{{.State.ExitCode}}') before it was healthy"; return 1 ;;
esac
if [ "$2" -ge 0 ] && [ "$(date +%s)" -ge "$c_until" ]; then
c_probe=$(c_is "$1" '{{with .State.Health}}{{range .Log}}{{.ExitCode}} {{.Output}}{{"\\n"}}{{end}}{{end}}' | grep . | tail -n 1)
c_why="was not healthy within $2 seconds\${c_probe:+; the last probe: $c_probe}"; return 1
fi
sleep 1
done
}
# starts what has the name now, and judges it: $goal, $healthy
c_start() {
[ "$goal" = start ] || return 0
if [ -n "$attached" ]; then
output=$(docker start -a "$name" 2>&1) && status=0 || status=$?
case $status:$output in 0:*) ;; *:'Error response from daemon: '*|*:'Error: failed to start'*) c_why="cannot be started: $output"; return 1 ;; esac
return 0
fi
c_try docker start "$name" || { c_why="cannot be started: $c_said"; return 1; }
if [ -n "$healthy" ]; then c_healthy "$name" "$healthy"
elif [ -n "$watched" ]; then c_lives "$name"; fi
}
# the old one has its name again, and runs if it ran
c_back() {
c_drop "$name"
if ! c_try docker rename "$previous" "$name"; then c_end="the old one is there as $previous: $c_said"; return; fi
c_end='the old one has its place again'
[ "$ran" = true ] || return 0
if c_try docker start "$name" && [ "$(c_is "$name" '{{.State.Running}}')" = true ]; then c_end='the old one runs again'
else c_end="the old one could not be started again: $c_said"; fi
}
c_replace() {
ran=$(c_is "$name" '{{.State.Running}}') kept=1
[ "$(c_is "$name" '{{.HostConfig.AutoRemove}}')" != true ] || [ "$ran" != true ] || kept=
c_deaf
if [ "$ran" = true ] && ! c_stop "$name"; then c_end=$c_said; c_drop "$next"; c_hear; fail "the old container $name cannot be stopped: $c_end"; fi
if [ -z "$kept" ]; then c_gone "$name"
elif ! c_try docker rename "$name" "$previous"; then
c_end=$c_said; c_drop "$next"; [ "$ran" != true ] || docker start "$name" >/dev/null 2>&1
c_hear; fail "the old container $name cannot be renamed: $c_end"
fi
c_why=
if ! c_try docker rename "$next" "$name"; then c_why="cannot take its name: $c_said"; c_drop "$next"
else watched=$ran; c_start; fi
if [ -n "$c_why" ]; then
c_lines=$(c_log "$name"); c_end='the old one was made with auto_remove and is gone'
if [ -n "$kept" ]; then c_back; else c_drop "$name"; fi
c_hear
fail "the new container $name $c_why\${c_lines:+
its last lines:
$c_lines}
$c_end"
fi
[ -z "$kept" ] || c_remove "$previous" || { c_hear; fail "the new container $name is in place, the old one is still there as $previous: $c_said"; }
c_hear
}
`,
};

/** What is done on the host once it is decided: see Plan. */
export const ACT = `
    use_engine
    next=$name.tera-next previous=$name.tera-previous watched= status=
    for step in $undo; do
      case $step in
      drop_next) c_drop "$next" ;;
      drop_current) c_stop "$name"; c_drop "$name" ;;
      drop_previous) c_stop "$previous"; c_remove "$previous" || fail "$c_said" ;;
      rename_previous) must docker rename "$previous" "$name" ;;
      esac
    done
    [ -z "$undo" ] || warn "a replacement of $name was interrupted earlier: what was left of it is gone"
    case $act in
    remove)
      [ "$(c_is "$name" '{{.State.Running}}')" != true ] || c_stop "$name" || fail "$c_said"
      c_remove "$name" || fail "$c_said"
      exit 0 ;;
    create) c_make "$name" ;;
    replace) c_make "$next"; c_replace ;;
    *)
      [ -z "$update" ] || eval "must docker update $update \\"\\$name\\""
      made=$name
      [ -z "$leaves$joins" ] || c_try eval "$leaves$joins :" || fail "the networks of $name cannot be changed: $c_said" ;;
    esac
    if [ "$act" != replace ]; then
      case $goal in
      start) c_start || {
          c_lines=$(c_log "$name")
          # one that never ran is of no use to anybody
          [ "$act" != create ] || [ "$(c_is "$name" '{{.State.StartedAt}}')" != 0001-01-01T00:00:00Z ] || c_drop "$name"
          fail "the container $name $c_why\${c_lines:+
its last lines:
$c_lines}"; } ;;
      stop) c_stop "$name" || fail "$c_said" ;;
      restart) must docker restart \${stop_timeout:+-t "$stop_timeout"} "$name" ;;
      esac
      [ -z "$healthy" ] || [ "$goal" = start ] || c_healthy "$name" "$healthy" || fail "the container $name $c_why"
    fi
    [ -z "$pause" ] || must docker "$pause" "$name"
    say_json container "$(docker inspect --type container "$name" 2>/dev/null | sed '1d;$d')"
    if [ -n "$status" ]; then
      say status "$status"; say output "$output"
      [ -z "$cleanup" ] || c_remove "$name" || fail "$c_said"
    fi
`;
