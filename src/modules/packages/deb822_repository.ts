import { type Field, flag, integer, list, mode, oneOf, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { attributes } from "../../shell/files/attributes.js";
import { content } from "../../shell/files/content.js";
import { HTTP_DEFAULTS, http } from "../../shell/http/http.js";

const texts = (about: string) => list(text({ about: "one" }), { about });

/** What stands in the file, in the order of its lines. */
const SETTINGS = {
  allow_downgrade_to_insecure: flag({ about: "may packages that were authenticated be so no longer?" }),
  allow_insecure: flag({ about: "may the repository be without a signature?" }),
  allow_weak: flag({ about: "may its key be weak?" }),
  architectures: texts("only of these"),
  by_hash: flag({ about: "ask for lists by their digests" }),
  check_date: flag({ about: "believe the clock of the host" }),
  check_valid_until: flag({ about: "refuse lists that are too old" }),
  components: texts("parts of the release"),
  date_max_future: integer({ about: "seconds that a list may come from the future" }),
  enabled: flag({ about: "is it used?" }),
  inrelease_path: text({ about: "where its InRelease lies, if not in the usual place" }),
  languages: texts("only descriptions in these"),
  name: text({ about: "its name, of which the names of its files are made", required: true }),
  pdiffs: flag({ about: "bring lists up to date by differences" }),
  signed_by: text({ about: "its key: a URL, a file of the host, fingerprints, or the armoured key itself" }),
  suites: texts("releases, or paths that end with /"),
  targets: texts("what is downloaded of it"),
  trusted: flag({ about: "is it trusted without a signature?" }),
  types: list(oneOf(["deb", "deb-src"])({ about: "one" }), {
    about: "packages, sources or both",
    default: ["deb"],
  }),
  uris: texts("where it is"),
} satisfies Record<string, Field>;

export default defineModule({
  name: "deb822_repository",
  about: "Keeps a repository of apt in a .sources file",
  notes: ["The lists of packages are not read anew: apt does that, where this has changed something."],
  hostLocal: true,
  check: "full",
  args: {
    ...SETTINGS,
    mode: mode({ about: "permissions of the file", default: "0644" }),
    state: oneOf(["present", "absent"])({ about: "is it wanted?", default: "present" }),
  },
  examples: [
    {
      name: "docker",
      uris: "https://download.docker.com/linux/debian",
      suites: "bookworm",
      components: "stable",
      signed_by: "https://download.docker.com/linux/debian/gpg",
    },
  ],
  returns: { repo: "the text of the file", dest: "the file", key_filename: "the file of its key" },
  uses: [content, attributes, http],
  vars: (args) => {
    const { name, signed_by } = args;
    const lines = (wanted: (key: string) => boolean): string =>
      Object.entries(args)
        .filter(([key, value]) => key in SETTINGS && value !== undefined && value !== null && wanted(key))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => lineOf(key, fieldText(value)))
        .join("");
    return {
      ...HTTP_DEFAULTS,
      slug: name
        .toLowerCase()
        .replace(/[_\s]+/g, "-")
        .replace(/[^a-z0-9-]+/g, ""),
      head: lines((key) => key < "signed_by"),
      tail: lines((key) => key > "signed_by"),
      signed: signed_by === undefined ? "" : lineOf("signed_by", signed_by),
      url: signed_by !== undefined && /^[a-z][a-z0-9+.-]*:/i.test(signed_by) ? signed_by : "",
    };
  },
  sh: `
    keys=/etc/apt/keyrings dest=/etc/apt/sources.list.d/$slug.sources
    say dest "$dest"
    if [ "$state" = absent ]; then
      for f in "$dest" "$keys/$slug.asc" "$keys/$slug.gpg"; do
        if [ -e "$f" ] && change; then must rm -f -- "$f"; fi
      done
      say key_filename "$keys/$slug.gpg"
      [ ! -e "$dest" ] || say_path "$dest"
      exit 0
    fi
    looks=$mode key=
    if [ -n "$signed_by" ] && [ -f "$signed_by" ]; then key=$signed_by
    elif [ -n "$url" ]; then
      make_temp; new=$temp; make_temp
      http_fetch "$url" "$new" "$temp" || fail "Could not fetch signed_by key: $http_error"
      if [ ! -s "$new" ]; then key=$url
      else
        key=$keys/$slug.gpg; ! grep -q -e '-----BEGIN PGP PUBLIC KEY BLOCK-----' "$new" || key=$keys/$slug.asc
        a_quiet=1 mode=0644
        if ! cmp -s "$new" "$key"; then
          if change; then
            [ -d "$keys" ] || must mkdir -m 0755 "$keys"
            mode=0755 owner=root group=root; attributes "$keys"
            mode=0644 owner= group=
            p_wear=1; copy_over "$new" "$key"
          fi
        else attributes "$key"; fi
        signed="Signed-By: $key
"
      fi
    fi
    mode=$looks
    repo=$head$signed$tail
    make_temp; new=$temp; t_p "$repo" >"$new"
    a_quiet=1
    if ! cmp -s "$new" "$dest"; then
      if change; then p_wear=1; copy_over "$new" "$dest"; fi
    else attributes "$dest"; fi
    say repo "$repo"
    [ -z "$key" ] || say key_filename "$key"
    [ ! -e "$dest" ] || say_path "$dest"
  `,
  result: ({ said, failure }, { state }) => {
    if (failure !== undefined) return { changed: false, dest: undefined };
    if (state === "absent") return { ...said, repo: null };
    return { ...said, key_filename: said.key_filename ?? null };
  },
});

function fieldText(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return Array.isArray(value) ? value.join(" ") : String(value);
}

/** `Name: value`; a text of several lines stands below its name. */
function lineOf(key: string, value: string): string {
  const name = key === "name" ? "X-Repolib-Name" : key === "uris" ? "URIs" : titled(key);
  if (!value.includes("\n")) return `${name}: ${value}\n`;
  const lines = value.trim().split(/\r\n|\r|\n/);
  return `${name}:\n${lines.map((line) => `    ${line.trim() || "."}\n`).join("")}`;
}

const titled = (key: string): string =>
  key
    .split("_")
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join("-");
