import type { ShellLibrary } from "../model/script.js";

/** `use_engine`: the engine at $docker_host. False where there is no client yet and this is only a prediction. */
export const docker: ShellLibrary = {
  name: "docker",
  text: `
use_engine() {
[ -z "$docker_host" ] || { DOCKER_HOST=$docker_host; export DOCKER_HOST; }
have docker && return 0
[ -n "$check" ] || fail "docker is not on the host"
return 1
}
`,
};
