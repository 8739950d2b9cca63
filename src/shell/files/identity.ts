import type { ShellLibrary } from "../../model/script.js";

/**
 * `same_file NAME FD`: whether what is open there is what the name itself stands for, and not what a link leads to.
 * Asked after it was opened: whoever owns the folder may put another thing under a name at any moment.
 */
export const identity: ShellLibrary = {
  name: "identity",
  text: `
same_file() {
# of a folder, both by one program: the dot makes the name behind the descriptor the folder itself
set -- "$1" "$2" $(exec stat -c %d:%i -- "$1" "/proc/self/fd/$2/." 2>/dev/null)
if [ $# = 4 ]; then [ "$3" = "$4" ]; else [ "$(t_id "$1")" = "$(t_id "/proc/self/fd/$2" -L)" ]; fi
}
t_id() { stat $2 -c %d:%i -- "$1" 2>/dev/null || stat $2 -f %d:%i "$1" 2>/dev/null; }
`,
};
