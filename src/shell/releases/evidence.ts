import type { ShellLibrary } from "../../model/script.js";

/** `e_tell CONTAINER WHY`: one block, in $e_text, that says why a container is no good. Reads $e_probe and $e_body. */
export const evidence: ShellLibrary = {
  name: "evidence",
  text: `
e_tell() {
e_state=$(docker inspect --type container -f 'state {{.State.Status}}, exit code {{.State.ExitCode}}, out of memory: {{.State.OOMKilled}}, restarts: {{.RestartCount}}{{if .State.Error}}, error: {{.State.Error}}{{end}}' "$1" 2>/dev/null)
# one that was started anew says nothing of its end any more, the engine does
case $e_state in ''|*'restarts: 0'*) ;; *)
e_ends=$(docker events --since 15m --until $(($(date +%s)+1)) --filter "container=$1" --filter event=die --filter event=oom --format '{{.Action}} {{.Actor.Attributes.exitCode}}' 2>/dev/null)
e_rc=$(printf '%s\\n' "$e_ends" | sed -n 's/^die //p' | tail -n 1)
[ -z "$e_rc" ] || e_state="$e_state; it ended with exit code $e_rc"
case $e_ends in oom*|*'
oom'*) e_state="$e_state, out of memory" ;; esac ;;
esac
e_log=$(docker logs --tail 50 "$1" 2>&1)
e_text="the container $1 is no good: $2
\${e_probe:+  probe: $e_probe
}\${e_body:+  body: $e_body
}  container: \${e_state:-there is none}
\${e_log:+  its last lines:
$(printf '%s\\n' "$e_log" | sed 's/^/    /')
}"
}
`,
};
