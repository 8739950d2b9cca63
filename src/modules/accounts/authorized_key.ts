import { flag, oneOf, path, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { accounts } from "../../shell/accounts.js";
import { attributes } from "../../shell/files/attributes.js";
import { writer } from "../../shell/files/writer.js";
import { http } from "../../shell/http/http.js";
import { givenValues } from "../../shell/tools.js";

export default defineModule({
  name: "authorized_key",
  collection: "ansible.posix",
  about: "Adds or removes SSH keys that may log in as a user",
  hostLocal: true,
  check: "full",
  args: {
    user: text({ about: "the user", required: true }),
    key: text({ about: "the keys, a line each, or the URL of such lines", required: true }),
    path: path({ about: "the file; ~/.ssh/authorized_keys of the user otherwise" }),
    manage_dir: flag({ about: "make the folder and set its owner and permissions", default: true }),
    state: oneOf(["present", "absent"])({ about: "may they log in?", default: "present" }),
    key_options: text({ about: "options before the keys" }),
    exclusive: flag({ about: "remove all other keys", default: false }),
    comment: text({ about: "the comment behind the key" }),
    follow: flag({ about: "write through a link", default: false }),
    validate_certs: flag({ about: "check the certificate of a URL", default: true }),
  },
  examples: [{ user: "deploy", key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 deploy@example" }],
  returns: { keyfile: "the file", exclusive: "were other keys removed?" },
  uses: [accounts, attributes, writer],
  libraries: ({ key }) => (/^(https?|file):/.test(key) ? [http] : []),
  vars: ({ key }) => ({
    keys: /^(https?|ftp|file):/.test(key) ? "" : key,
    url: /^(https?|ftp|file):/.test(key) ? key : "",
  }),
  sh: `
    entry=$(account passwd "$user")
    if [ -z "$entry" ] && [ -z "$path" ]; then
      [ -z "$check" ] || { change; exit 0; }
      fail "Failed to lookup user $user: \\"getpwnam(): name not found: '$user'\\""
    fi
    home=$(printf %s "$entry" | cut -d: -f6) owner=$(printf %s "$entry" | cut -d: -f3) group=$(printf %s "$entry" | cut -d: -f4)
    file=\${path:-$home/.ssh/authorized_keys}; folder=\${file%/*}
    [ -z "$follow" ] || [ ! -L "$file" ] || file=$(readlink -f "$file")
    say keyfile "$file"
    if [ -n "$url" ]; then
      keys=$(curl -fsSL "$url" 2>/dev/null || wget -qO- "$url" 2>/dev/null) || fail "Error getting key from: $url"
    fi
    make_temp; wanted=$temp; printf '%s\\n' "$keys" | sed '/^[[:space:]]*$/d; /^[[:space:]]*#/d' >"$wanted"
    make_temp; old=$temp; [ ! -e "$file" ] || store "$old" cat "$file"
    make_temp; new=$temp
    options=$key_options comment=$comment state=$state exclusive=$exclusive awk '
      # options may hold blanks within quotes: what they are ends where a kind of key begins
      function parse(line, i, n, part, quoted, c, word, words) {
        n = 0; word = ""; quoted = 0
        for (i = 1; i <= length(line); i++) {
          c = substr(line, i, 1)
          if (c == "\\"" && substr(line, i - 1, 1) != "\\\\") quoted = !quoted
          if ((c == " " || c == "\\t") && !quoted) { if (word != "") words[++n] = word; word = "" } else word = word c
        }
        if (word != "") words[++n] = word
        opt = ""; i = 1
        if (words[1] !~ /^(ssh-|ecdsa-|sk-ssh-|sk-ecdsa-)/) { opt = words[1]; i = 2 }
        kind = words[i]; data = words[i + 1]; note = ""
        for (i = i + 2; i <= n; i++) note = note (note == "" ? "" : " ") words[i]
        return kind ~ /^(ssh-|ecdsa-|sk-ssh-|sk-ecdsa-)/ && data != ""
      }
      function made(o, k, d, c) { return (o == "" ? "" : o " ") k " " d (c == "" ? "" : " " c) }
      FILENAME == ARGV[1] {
        if (!parse($0)) { print "bad " $0 > "/dev/stderr"; bad = 1; exit }
        id = kind " " data
        if (!(id in want)) order[++count] = id
        want[id] = made(ENVIRON["options"] != "" ? ENVIRON["options"] : opt, kind, data, ENVIRON["comment"] != "" ? ENVIRON["comment"] : note)
        next
      }
      /^[ \\t]*(#|$)/ { if (!ENVIRON["exclusive"] || ENVIRON["state"] == "absent") print; next }
      {
        line = $0
        if (!parse(line)) { if (!ENVIRON["exclusive"]) print line; next }
        id = kind " " data
        if (ENVIRON["state"] == "absent") { if (!(id in want)) print line; next }
        if (id in want) { if (!(id in done)) print want[id]; done[id] = 1 }
        else if (!ENVIRON["exclusive"]) print line
      }
      END {
        if (bad) exit 1
        if (ENVIRON["state"] == "present") for (i = 1; i <= count; i++) if (!(order[i] in done)) print want[order[i]]
      }' "$wanted" "$old" >"$new" 2>/dev/null || fail "invalid key specified: $keys"
    if [ -s "$wanted" ] || [ -n "$exclusive" ]; then
      if differs_file "$file" "$old" "$new"; then
        if [ -n "$manage_dir" ] && [ ! -d "$folder" ]; then mkdir -p -m 700 "$folder" || fail "Failed to create directory $folder"; chown -h "$owner:$group" "$folder" 2>/dev/null; fi
        mode=; [ -e "$file" ] || mode=0600
        p_wear=1 a_quiet=1; copy_over "$new" "$file"
      fi
    fi
    if [ -n "$manage_dir" ] && [ -d "$folder" ] && [ -z "$path" ]; then mode=0700; a_quiet=; (attributes "$folder"); fi
  `,
  result: (answer, args) => {
    if (answer.failure !== undefined) return { ...answer.said, changed: false };
    const [text] = answer.diffs.filter((diff) => diff.kind === "content");
    const header = { before_header: answer.said.keyfile, after_header: answer.said.keyfile };
    const diff = text ? { before: text.before, after: text.after, ...header } : undefined;
    return { ...givenValues(args), ...answer.said, diff };
  },
});
