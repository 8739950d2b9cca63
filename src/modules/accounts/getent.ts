import { flag, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";

export default defineModule({
  name: "getent",
  about: "Reads the host's databases of users, groups, hosts and services",
  hostLocal: true,
  check: "run",
  writes: () => [],
  args: {
    database: text({ about: "passwd, group, hosts, …", required: true }),
    key: text({ about: "one entry; all without it", default: "", nullable: true }),
    service: text({ about: "one source of the database" }),
    split: text({ about: "what separates the fields" }),
    fail_key: flag({ about: "fail where there is no such entry", default: true }),
  },
  examples: [{ database: "passwd", key: "root" }],
  returns: { ansible_facts: "getent_DATABASE" },
  sh: `
    out=$(getent \${service:+-s "$service"} "$database" \${key:+"$key"} 2>&1); rc=$?
    case $rc in
    0) printf '%s\\n' "$out" ;;
    1) fail "Missing arguments, or database unknown." ;;
    2) say missing 1; [ -z "$fail_key" ] || fail "One or more supplied key could not be found in the database." ;;
    3) fail "Enumeration not supported on this database." ;;
    *) fail "Unexpected failure!" ;;
    esac
  `,
  result: ({ stdout, said, failure }, { database, key, split }) => {
    if (failure !== undefined) return {};
    if (said.missing !== undefined)
      return {
        msg: "One or more supplied key could not be found in the database.",
        ansible_facts: { [`getent_${database}`]: { [key]: null } },
      };
    const separator =
      split ?? (["passwd", "shadow", "group", "gshadow"].includes(database) ? ":" : undefined);
    const entries: Record<string, unknown> = {};
    for (const line of stdout.toString().split("\n").filter(Boolean)) {
      const [name = "", ...fields] =
        separator === undefined ? line.trim().split(/\s+/) : line.split(separator);
      entries[name] = name in entries ? [entries[name], fields] : fields;
    }
    return { ansible_facts: { [`getent_${database}`]: entries } };
  },
});
