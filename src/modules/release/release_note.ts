import { path, raw, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { toPlain, type Value } from "../../model/value.js";

export default defineModule({
  name: "release_note",
  collection: "tera.rollout",
  about: "Writes a line into the ledger of a service, and into its audit log",
  hostLocal: true,
  check: "full",
  args: {
    folder: path({ about: "where the service's state is", required: true }),
    entry: raw({ about: "the line of the ledger" }),
    audit: text({ about: "the line of the audit log", default: "" }),
  },
  examples: [{ folder: "/var/lib/tera/releases/prod-webapp", audit: "ann@laptop: maintenance on" }],
  vars: ({ entry }) => ({
    entry: entry === undefined || entry === null ? "" : JSON.stringify(toPlain(entry as Value)),
  }),
  sh: `
    change || exit 0
    umask 077
    mkdir -p "$folder" || fail "cannot make the folder $folder"
    # one write: what is there is whole; half a line that a full disk has left is not to take this one with it
    add() {
      if [ -s "$1" ] && [ -n "$(tail -c 1 "$1")" ]; then set -- "$1" "
$2"; fi
      { printf '%s\\n' "$2" >>"$1"; } 2>/dev/null || fail "cannot write $1: is the disk full?"
    }
    [ -z "$entry" ] || add "$folder/ledger.jsonl" "$entry"
    [ -z "$audit" ] || add "$folder/audit.log" "$(date -u +%Y-%m-%dT%H:%M:%SZ) $audit"
  `,
});
