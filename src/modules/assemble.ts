import { flag, path, text } from "../model/args.js";
import { defineModule } from "../model/module.js";
import { PythonRegex } from "../model/python_regex.js";
import { content } from "../shell/content.js";
import { BACKUP, FILE_ARGS, VALIDATE } from "../shell/file_args.js";

export default defineModule({
  name: "assemble",
  about: "Puts a file together from the fragments in a folder",
  hostLocal: true,
  check: "full",
  writes: (args) => (args.validate === undefined ? [args.dest ?? ""] : undefined),
  args: {
    src: text({ about: "the folder", required: true }),
    dest: path({ about: "the file", required: true }),
    remote_src: flag({ about: "the folder is on the host", default: true }),
    delimiter: text({ about: "what stands between fragments" }),
    regexp: text({ about: "only fragments whose names match" }),
    ignore_hidden: flag({ about: "leave out names that start with a dot", default: false }),
    decrypt: flag({ about: "accepted: vaulted fragments are decrypted", default: true }),
    backup: BACKUP,
    validate: VALIDATE,
    ...FILE_ARGS,
  },
  examples: [{ src: "/etc/app/conf.d", dest: "/etc/app/app.conf" }],
  returns: { dest: "the file", checksum: "its SHA-1" },
  uses: [content],
  bring: async (args, controller) => {
    if (args.remote_src)
      return {
        vars: {
          regexp: (args.regexp ?? "").replace(/\\d/g, "[0-9]").replace(/\\w/g, "[[:alnum:]_]"),
          force: true,
        },
      };
    const folder = controller.find("files", args.src);
    const names = (await controller.walk(folder))
      .filter((entry) => entry.kind === "file" && !entry.path.includes("/"))
      .map((entry) => entry.path)
      .filter(
        (name) =>
          !(args.ignore_hidden && name.startsWith(".")) &&
          (args.regexp === undefined || PythonRegex.of(args.regexp).test(name)),
      );
    const fragments = await Promise.all(names.map((name) => controller.readFile(`${folder}/${name}`)));
    return {
      files: { new: controller.localContent(joined(fragments.map(String), args.delimiter)) },
      vars: { force: true },
    };
  },
  sh: `
    if [ -n "$remote_src" ]; then
      [ -e "$src" ] || fail "Source ($src) does not exist"
      [ -d "$src" ] || fail "Source ($src) is not a directory"
      make_temp; out=$temp; first=1
      for f in "$src"/* "$src"/.[!.]*; do
        [ -f "$f" ] || continue
        b=\${f##*/}
        case $b in .*) [ -z "$ignore_hidden" ] || continue ;; esac
        [ -z "$regexp" ] || printf '%s' "$b" | grep -E -q -- "$regexp" || continue
        printf '%s\\n' "$b"
      done | sort | while IFS= read -r b; do
        if [ -n "$delimiter" ] && [ -z "$first" ]; then
          [ "$(tail -c 1 "$out" | od -An -tx1 | tr -d ' ')" = 0a ] || printf '\\n' >>"$out"
          d=$(printf '%b.' "$delimiter"); d=\${d%.}
          printf '%s' "$d" >>"$out"; case $d in *'
') ;; *) printf '\\n' >>"$out" ;; esac
        fi
        first=; cat "$src/$b" >>"$out"
      done
      checksum "$out"; new_sha1=$sum T_at_new=$out
    fi
    place new "$new_sha1" "$dest"
  `,
  result: ({ said, failure }) => (failure === undefined ? { ...said, msg: "OK" } : said),
});

function joined(fragments: string[], delimiter: string | undefined): string {
  if (delimiter === undefined) return fragments.join("");
  const between = delimiter.replace(/\\n/g, "\n");
  return fragments
    .map((text, index) =>
      index === 0 ? text : `${between.endsWith("\n") ? between : `${between}\n`}${text}`,
    )
    .reduce((all, part) => (all === "" || all.endsWith("\n") ? all + part : `${all}\n${part}`), "");
}
