import { flag, integer, mode, oneOf, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { attributes } from "../../shell/files/attributes.js";
import { writer } from "../../shell/files/writer.js";
import { apt } from "../../shell/packages/apt.js";

export default defineModule({
  name: "apt_repository",
  about: "Adds or removes a line of apt's sources",
  hostLocal: true,
  check: "full",
  args: {
    repo: text({ about: "the line, or `ppa:owner/name`", required: true }),
    state: oneOf(["present", "absent"])({ about: "is it wanted?", default: "present" }),
    filename: text({ about: "name of the file without .list; otherwise made from the line" }),
    mode: mode({ about: "permissions of a new file", default: "0644", nullable: true }),
    codename: text({ about: "name of the release, for a PPA" }),
    update_cache: flag({
      about: "read the package lists anew after a change",
      default: true,
      aliases: ["update-cache"],
    }),
    update_cache_retries: integer({ about: "how often reading the lists is tried", default: 5 }),
    update_cache_retry_max_delay: integer({ about: "most seconds between tries", default: 12 }),
    validate_certs: flag({ about: "check certificates, for a PPA", default: true }),
    install_python_apt: flag({ about: "accepted: nothing here needs Python", default: true }),
  },
  examples: [
    { repo: "deb [signed-by=/etc/apt/keyrings/app.asc] https://apt.example stable main", filename: "app" },
  ],
  returns: { repo: "the line", sources_added: "files that are new", sources_removed: "files that are gone" },
  uses: [apt, attributes, writer],
  vars: ({ repo, filename }) => ({
    line: repo.startsWith("ppa:") ? repo : sourceOf(repo),
    file: filename === undefined ? (repo.startsWith("ppa:") ? "" : fileFor(repo)) : filename,
    cache_valid_time: "0",
    lock_timeout: "60",
  }),
  sh: `
    [ -n "$repo" ] || fail "Please set argument 'repo' to a non-empty value"
    parts=/etc/apt/sources.list.d key=
    case $line in
    ppa:*)
      owner=\${line#ppa:}; ppa=\${owner#*/}; [ "$ppa" != "$owner" ] || ppa=ppa; owner=\${owner%%/*}
      [ -n "$codename" ] || codename=$(. /etc/os-release; printf %s "$VERSION_CODENAME")
      line="deb https://ppa.launchpadcontent.net/$owner/$ppa/ubuntu $codename main"
      [ -n "$file" ] || file=$(printf '%s_%s_%s' "ppa_$owner" "$ppa" "$codename" | tr -c 'a-zA-Z0-9' _)
      key=$parts/../trusted.gpg.d/ppa-$owner-$ppa.asc ;;
    esac
    [ -n "$line" ] || fail "Invalid repository string: $repo"
    case $file in */*) ;; *) file=$parts/$file ;; esac
    file=\${file%.list}.list
    # every line as apt reads it: without a comment sign and with single blanks
    found=$(for one in /etc/apt/sources.list $parts/*.list; do
      [ -f "$one" ] || continue
      line=$line awk -v f="$one" '{ s = $0; off = sub(/^[ \\t]*#[ \\t]*/, "", s); sub(/[ \\t]*#.*/, "", s); $0 = s; $1 = $1; if ($0 == ENVIRON["line"]) print off, FNR, f }' "$one"
    done)
    edit() {
      make_temp; new=$temp; sed "$2" "$1" >"$new"
      if [ ! -s "$new" ]; then say removed "$1"; fi
      if differs_file "$1" "$1" "$new"; then if [ -s "$new" ]; then copy_over "$new" "$1"; else rm -f "$1"; fi; fi
    }
    if [ "$state" = absent ]; then
      make_temp; list=$temp; printf '%s\\n' "$found" | sort -k2,2nr >"$list"
      while read -r off number at; do [ "$off" != 0 ] || edit "$at" "\${number}d"; done <"$list"
    elif [ -n "$found" ]; then
      set -- $(printf '%s\\n' "$found" | sort | head -n 1)
      [ "$1" = 0 ] || edit "$3" "\${2}s/^[[:space:]]*#[[:space:]]*//"
    else
      make_temp; new=$temp
      if [ -e "$file" ]; then cat "$file" >"$new"; else say added "$file"; is_new=1; fi
      printf '%s\\n' "$line" >>"$new"
      if differs_file "$file" "$file" "$new"; then
        [ -d "\${file%/*}" ] || mkdir -p "\${file%/*}"
        [ -z "$is_new" ] || p_wear=1
        a_quiet=1; copy_over "$new" "$file"
        if [ -n "$key" ]; then
          id=$(curl -fsS \${validate_certs:--k} "https://api.launchpad.net/1.0/~$owner/+archive/$ppa" | sed -n 's/.*"signing_key_fingerprint": *"\\([0-9A-F]*\\)".*/\\1/p')
          [ -n "$id" ] && curl -fsS -o "$key" "https://keyserver.ubuntu.com/pks/lookup?op=get&search=0x$id" || { rm -f "$file"; fail "failed to fetch PPA information"; }
        fi
        if [ -n "$update_cache" ]; then
          (apt_update x) || { if [ -n "$is_new" ]; then rm -f "$file"; else sed '$d' "$file" >"$new"; copy_over "$new" "$file"; fi; exit 1; }
          update_cache=
        fi
      fi
    fi
    [ -z "$update_cache" ] || [ -n "$check" ] || [ -z "$new" ] || apt_update x
  `,
  result: (answer, { repo, state }, { diff }) => {
    if (answer.failure !== undefined) return { changed: false };
    const { added, removed } = answer.said;
    const files = (name: unknown) => (name === undefined ? [] : [name]);
    // of a file that is only changed Ansible shows nothing
    const whole = answer.diffs.filter(({ name }) => name === added || name === removed);
    const shown = whole.map(({ name, before, after }) => ({
      before,
      after,
      before_header: added === name ? "/dev/null" : name,
      after_header: removed === name ? "/dev/null" : name,
    }));
    return {
      repo,
      state,
      sources_added: files(added),
      sources_removed: files(removed),
      diff: diff ? shown : [],
    };
  },
});

/** The line with single blanks and without comments; "" where it is none. */
function sourceOf(repo: string): string {
  const line = repo.trim();
  if (line.startsWith("#")) return "";
  const words = line
    .replace(/(.)#.*$/s, "$1")
    .split(/\s+/)
    .filter(Boolean);
  return /^deb(-src)?$/.test(words[0] ?? "") ? words.join(" ") : "";
}

/** The name of its file, made from where the repository is. */
function fileFor(repo: string): string {
  const plain = sourceOf(repo)
    .replace(/\[[^\]]+\]/g, "")
    .replace(/\w+:\/\//g, "");
  const [first = ""] = plain.split(/\s+/).filter((word) => word !== "" && !/^deb(-src)?$/.test(word));
  const place = first.includes("@") ? first.slice(first.indexOf("@") + 1) : first;
  return place
    .replace(/[^a-zA-Z0-9]+/g, " ")
    .trim()
    .replace(/ /g, "_");
}
