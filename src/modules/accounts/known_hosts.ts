import { createHmac, randomBytes } from "node:crypto";
import { flag, oneOf, path, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { attributes } from "../../shell/files/attributes.js";
import { writer } from "../../shell/files/writer.js";
import { givenValues, tools } from "../../shell/tools.js";

export default defineModule({
  name: "known_hosts",
  about: "Adds a host's key to a known_hosts file, or removes it",
  hostLocal: true,
  check: "full",
  args: {
    name: text({ about: "the host", required: true, aliases: ["host"] }),
    key: text({
      about: "the line of the file, as ssh-keyscan prints it; without it absent removes every key",
    }),
    path: path({ about: "the file", default: "~/.ssh/known_hosts" }),
    hash_host: flag({ about: "write the host's name as a hash", default: false }),
    state: oneOf(["present", "absent"])({ about: "is the key wanted?", default: "present" }),
  },
  examples: [
    { name: "git.example", key: "git.example ssh-ed25519 AAAAC3Nz", path: "/etc/ssh/ssh_known_hosts" },
  ],
  returns: { name: "the host; also key, path, hash_host and state as given" },
  uses: [tools, attributes, writer],
  vars: ({ name, key, hash_host, state }) => {
    const host = name.toLowerCase();
    const line = key && hash_host ? hashed(host, key) : key;
    const words = (line ?? "").trim().split(/\s+/);
    const [marker, names = "", type = "", value = ""] = words[0]!.startsWith("@") ? words : ["", ...words];
    return {
      name: host,
      key: line?.replace(/\n$/, ""),
      new_marker: marker,
      new_host: names,
      new_type: type,
      new_value: value,
      problem: problemOf(host, key, state),
    };
  },
  sh: `
    say path "$path"; [ -e "$path" ] || say_json is_new true
    same_key() {
      new_marker=$new_marker new_host=$new_host new_type=$new_type new_value=$new_value awk '
        /^#/ { if (match($0, /found: line [0-9]+/)) line = substr($0, RSTART + 12, RLENGTH - 12); next }
        NF == 0 { next }
        {
          i = $1 ~ /^@/; marker = i ? $1 : ""; host = $(1 + i); special = marker ~ /^@(cert-authority|revoke)/
          if (!special && ENVIRON["new_host"] ~ /^[|]1[|]/ && host ~ /^[|]1[|]/) host = ENVIRON["new_host"]
          equal = marker == ENVIRON["new_marker"] && host == ENVIRON["new_host"]
          if (equal && $(2 + i) == ENVIRON["new_type"] && $(3 + i) == ENVIRON["new_value"]) { print "same", line; exit }
          if (!special && $(2 + i) == ENVIRON["new_type"]) { print "other", line; exit }
        }'
    }
    required ssh-keygen
    [ -z "$problem" ] || fail "$problem"
    if [ -n "$key" ]; then
      make_temp; printf '%s\\n' "$key" >"$temp"
      [ -n "$(ssh-keygen -F "$name" -f "$temp" 2>/dev/null)" ] || fail "Host parameter does not match hashed host field in supplied key"
    fi
    found= other= line=
    if [ -e "$path" ]; then
      tool ssh-keygen -F "$name" -f "$path"
      case $rc:$out$err in
      0:|1:) ;;
      0:*)
        found=1
        [ -z "$key" ] || { set -- $(printf '%s\\n' "$out" | same_key); line=$2; [ "$1" = same ] || other=1; } ;;
      *) fail "ssh-keygen failed (rc=$rc, stdout='$out',stderr='$err')" ;;
      esac
    fi
    [ "$state" = present ] || [ -z "$key" ] || [ -n "$line" ] || { say_path "$path"; exit 0; }
    make_temp; new=$temp
    if [ "$state" = absent ] && [ -z "$key" ]; then
      [ -n "$found" ] || { say_path "$path"; exit 0; }
      cat "$path" >"$new"; tool_ok ssh-keygen -R "$name" -f "$new"
    else
      if [ -n "$line" ] && [ "$state$other" != present ]; then sed "\${line}d" "$path" >"$new"
      elif [ -e "$path" ]; then cat "$path" >"$new"; fi
      [ "$state" = absent ] || { [ -n "$line" ] && [ -z "$other" ]; } || printf '%s\\n' "$key" >>"$new"
    fi
    diff=1
    if differs_file "$path" "$path" "$new"; then
      case $path in */*) [ -d "\${path%/*}" ] || fail "Failed to write to file $path: the folder does not exist" ;; esac
      copy_over "$new" "$path"
    fi
    say_path "$path"
  `,
  result: (answer, args, controller) => {
    if (answer.failure !== undefined) return { changed: false };
    const path = String(answer.said.path);
    const [text] = answer.diffs;
    const { is_new, ...said } = answer.said;
    const header = { before_header: is_new === true ? "/dev/null" : path, after_header: path };
    const diff = { before: text?.before ?? "", after: text?.after ?? "", ...header };
    if (controller.check) return { changed: answer.changed, diff };
    const key = args.key ?? null;
    return { ...givenValues(args), key, ...said, changed: answer.changed, diff };
  },
});

function problemOf(host: string, key: string | undefined, state: string): string {
  if (!key) return state === "absent" ? "" : "No key specified when adding a host";
  return /\S+\s*,\s*/.test(host)
    ? "Comma separated list of names is not supported. Please pass a single name to lookup in the known_hosts file."
    : "";
}

/** The line with the host's name as OpenSSH hashes it. */
function hashed(host: string, line: string): string {
  const salt = randomBytes(20);
  const hash = createHmac("sha1", salt).update(host).digest("base64");
  const words = line.trim().split(/\s+/);
  words[words[0]!.startsWith("@") ? 1 : 0] = `|1|${salt.toString("base64")}|${hash}`;
  return words.join(" ");
}
