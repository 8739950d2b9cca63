import type { ShellLibrary } from "../../model/script.js";
import { writer } from "../files/writer.js";

/**
 * `use_engine`: the engine at $docker_host. False where there is no client yet and this is only a prediction.
 * `temp_folder` sets $temp to a folder of its own, for a configuration with a secret; `flat FILE` prints JSON without
 * white space.
 */
export const docker: ShellLibrary = {
  name: "docker",
  uses: [writer],
  text: `
use_engine() {
[ -z "$docker_host" ] || { DOCKER_HOST=$docker_host; export DOCKER_HOST; }
have docker && return 0
[ -n "$check" ] || fail "docker is not on the host"
return 1
}
temp_folder() { make_temp; rm -f "$temp"; mkdir -m 700 "$temp" || fail "cannot make the folder $temp"; }
flat() { tr -d ' \\t\\r\\n' <"$1" 2>/dev/null; }
`,
};
