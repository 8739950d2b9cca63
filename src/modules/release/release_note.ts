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
    # one write: what is there is whole
    [ -z "$entry" ] || { printf '%s\\n' "$entry" >>"$folder/ledger.jsonl"; } || fail "cannot write $folder/ledger.jsonl"
    [ -z "$audit" ] || printf '%s %s\\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$audit" >>"$folder/audit.log"
  `,
});
