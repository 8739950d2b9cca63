import type { ShellLibrary } from "../model/script.js";

/**
 * Lines of passwd and group by the very name: no character of it is a pattern. `entry_of FILE NAME` reads a file of the
 * host's own; `account passwd|group NAME` asks whom the host asks, and its file where there is no getent.
 */
export const accounts: ShellLibrary = {
  name: "accounts",
  text: `
entry_of() {
while IFS= read -r e_line || [ -n "$e_line" ]; do case $e_line in "$2":*) printf '%s\\n' "$e_line"; return 0 ;; esac; done <"$1"
return 1
}
account() { getent "$1" "$2" 2>/dev/null || entry_of "/etc/$1" "$2"; }
`,
};
