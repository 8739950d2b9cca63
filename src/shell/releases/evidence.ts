import type { ShellLibrary } from "../../model/script.js";

/** `e_tell CONTAINER WHY`: one block, in $e_text, that says why a container is no good. Reads $e_probe and $e_body. */
export const evidence: ShellLibrary = {
  name: "evidence",
  text: `
e_tell() {
e_state=$(docker inspect --type container -f 'state {{.State.Status}}, exit code {{.State.ExitCode}}, out of memory: {{.State.OOMKilled}}, restarts: {{.RestartCount}}{{if .State.Error}}, error: {{.State.Error}}{{end}}' "$1" 2>/dev/null)
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
