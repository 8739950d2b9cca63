import { type Field, flag, list, oneOf, path, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { FILE_ARGS } from "../../shell/files/arguments.js";
import { attributes } from "../../shell/files/attributes.js";
import { writer } from "../../shell/files/writer.js";

const texts = (about: string) => list(text({ about: "one" }), { about });

/** What stands in the file as it is given, under its own name. */
const SETTINGS = {
  async: flag({ about: "accepted by yum before version 4" }),
  bandwidth: text({ about: "most bytes a second" }),
  baseurl: texts("URLs of the repository"),
  cost: text({ about: "how dear it is; cheaper ones are asked first" }),
  countme: flag({ about: "let the mirror count the host" }),
  deltarpm_metadata_percentage: text({ about: "how large delta metadata may be" }),
  deltarpm_percentage: text({ about: "how large delta packages may be" }),
  enabled: flag({ about: "is it used?" }),
  enablegroups: flag({ about: "may it have groups?" }),
  exclude: list(text({ about: "one" }), { about: "packages to leave alone", aliases: ["excludepkgs"] }),
  failovermethod: oneOf(["roundrobin", "priority"])({ about: "order of the URLs" }),
  gpgcakey: text({ about: "key of keys" }),
  gpgcheck: flag({ about: "check signatures" }),
  gpgkey: texts("URLs of the keys"),
  http_caching: oneOf(["all", "packages", "none"])({ about: "what caches may keep" }),
  include: text({ about: "a further file" }),
  includepkgs: texts("only these packages"),
  ip_resolve: oneOf(["4", "6", "IPv4", "IPv6", "whatever"])({ about: "which kind of address" }),
  keepalive: flag({ about: "keep connections open" }),
  keepcache: oneOf(["0", "1"])({ about: "keep packages" }),
  metadata_expire: text({ about: "how long its lists are good" }),
  metadata_expire_filter: oneOf(["never", "read-only:past", "read-only:present", "read-only:future"])({
    about: "for which commands its lists may be old",
  }),
  metalink: text({ about: "URL of a metalink" }),
  mirrorlist: text({ about: "URL of a list of mirrors" }),
  mirrorlist_expire: text({ about: "how long that list is good" }),
  module_hotfixes: flag({ about: "take no notice of modules" }),
  password: text({ about: "password", secret: true }),
  priority: text({ about: "smaller wins" }),
  protect: flag({ about: "let others not update its packages" }),
  proxy: text({ about: "a proxy" }),
  proxy_password: text({ about: "its password", secret: true }),
  proxy_username: text({ about: "its user" }),
  repo_gpgcheck: flag({ about: "check the signature of its lists" }),
  retries: text({ about: "how often it is tried" }),
  s3_enabled: flag({ about: "it lies in S3" }),
  skip_if_unavailable: flag({ about: "go on without it" }),
  ssl_check_cert_permissions: flag({ about: "look at the permissions of the certificate" }),
  sslcacert: text({ about: "certificate of the authority", aliases: ["ca_cert"] }),
  sslclientcert: text({ about: "the client's certificate", aliases: ["client_cert"] }),
  sslclientkey: text({ about: "the client's key", aliases: ["client_key"] }),
  sslverify: flag({ about: "check its certificate", aliases: ["validate_certs"] }),
  throttle: text({ about: "limit of the bandwidth" }),
  timeout: text({ about: "seconds to wait" }),
  ui_repoid_vars: text({ about: "variables shown in its name" }),
  username: text({ about: "user" }),
} satisfies Record<string, Field>;

export default defineModule({
  name: "yum_repository",
  about: "Keeps a repository of dnf and yum in a file",
  hostLocal: true,
  check: "full",
  args: {
    name: text({ about: "the repository's id", required: true }),
    description: text({ about: "its name" }),
    state: oneOf(["present", "absent"])({ about: "is it wanted?", default: "present" }),
    file: text({ about: "the file without .repo; the id otherwise" }),
    reposdir: path({ about: "the folder", default: "/etc/yum.repos.d" }),
    ...SETTINGS,
    ...FILE_ARGS,
  },
  examples: [
    { name: "app", description: "The app", baseurl: "https://rpm.example/$basearch", gpgcheck: true },
  ],
  returns: { repo: "its id", state: "is it there?" },
  validate: ({ state, baseurl, mirrorlist, metalink, description }) => [
    ...(state === "present" && !baseurl && !mirrorlist && !metalink
      ? ["state is present but any of the following are missing: baseurl, mirrorlist, metalink"]
      : []),
    ...(state === "present" && description === undefined
      ? ["state is present but all of the following are missing: description"]
      : []),
  ],
  uses: [attributes, writer],
  vars: ({ name, description, file, ...args }) => {
    const lines = Object.keys(SETTINGS)
      .map((key) => [key, settingText(key, args[key as keyof typeof SETTINGS])] as const)
      .concat([["name", description]])
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => `${key} = ${value!.replaceAll("\n", "\n\t")}`);
    return { file: file ?? name, body: lines.join("\n") };
  },
  sh: `
    [ -d "$reposdir" ] || fail "Repo directory '$reposdir' does not exist."
    dest=$reposdir/$file.repo
    make_temp; old=$temp; [ ! -e "$dest" ] || store "$old" cat "$dest"
    make_temp; new=$temp
    # without comments, and what is written last at the end, as Python's parser has it
    id=$name body=$body state=$state awk '
      function finish() { if (section != "") text[section] = body }
      { sub(/\\r$/, "") }
      /^[ \\t]*([#;]|$)/ { next }
      /^\\[.*\\]/ { finish(); section = substr($0, 2, index($0, "]") - 2); order[++n] = section; body = ""; next }
      /^[ \\t]/ { line = $0; sub(/^[ \\t]+/, "\\t", line); body = body line "\\n"; next }
      { at = match($0, /[=:]/); key = substr($0, 1, at - 1); value = substr($0, at + 1); gsub(/^[ \\t]+|[ \\t]+$/, "", key); gsub(/^[ \\t]+|[ \\t]+$/, "", value); body = body key " = " value "\\n" }
      END {
        finish()
        for (i = 1; i <= n; i++) if (order[i] != ENVIRON["id"]) printf "[%s]\\n%s\\n", order[i], text[order[i]]
        if (ENVIRON["state"] == "present") printf "[%s]\\n%s\\n\\n", ENVIRON["id"], ENVIRON["body"]
      }' "$old" >"$new" || fail "cannot edit $dest"
    [ -s "$new" ] || [ -e "$dest" ] || exit 0
    # what differs in its spelling only is left alone
    make_temp; plain=$temp; sed 's/[[:space:]]*=[[:space:]]*/ = /; /^[[:space:]]*$/d' "$old" >"$plain"
    if ! sed '/^[[:space:]]*$/d' "$new" | cmp -s - "$plain"; then
      if differs_file "$dest" "$old" "$new"; then
        if [ -s "$new" ]; then p_wear=1 a_quiet=1; copy_over "$new" "$dest"; else rm -f "$dest"; fi
      fi
    fi
    [ ! -f "$dest" ] || { a_quiet=1; attributes "$dest"; }
  `,
  result: (answer, { name, state, reposdir, file }, { diff }) => {
    if (answer.failure !== undefined) return { changed: false };
    const dest = `${reposdir}/${file ?? name}.repo`;
    const [text] = answer.diffs;
    const shown = {
      before: text?.before ?? "",
      after: text?.after ?? "",
      before_header: dest,
      after_header: dest,
    };
    return { repo: name, state, diff: diff ? shown : undefined };
  },
});

function settingText(key: string, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return value.join(key === "baseurl" || key === "gpgkey" ? "\n" : " ");
  return typeof value === "boolean" ? (value ? "1" : "0") : String(value);
}
