import { flag, path, text } from "../../model/args.js";
import { Fault } from "../../model/errors.js";
import { type Brought, type Controller, defineModule } from "../../model/module.js";
import { PythonRegex } from "../../model/python_regex.js";
import type { ResultValues } from "../../model/result.js";
import { BACKUP, FILE_ARGS, VALIDATE } from "../../shell/files/arguments.js";
import { content, placedResult } from "../../shell/files/content.js";
import { fileFacts } from "../../shell/files/edit.js";
import windows from "../../shell/powershell/files/assemble.ps1";
import { copying } from "../../shell/powershell/libraries.js";
import { filePlaced } from "../../shell/powershell/placed.js";
import { rightsRefused } from "../../shell/powershell/rights.js";

export default defineModule({
  name: "assemble",
  about: "Puts a file together from the fragments in a folder",
  hostLocal: true,
  background: false,
  check: "skip",
  skipped: "This action (assemble) does not support check mode.",
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
          regexp_fault: faultOf(args.regexp),
          force: true,
        },
      };
    return fragmentsHere(args, controller);
  },
  sh: `
    if [ -n "$remote_src" ]; then
      [ -e "$src" ] || fail "Source ($src) does not exist"
      [ -d "$src" ] || fail "Source ($src) is not a directory"
      [ -z "$regexp_fault" ] || fail "$regexp_fault"
      names=$(for f in "$src"/* "$src"/.[!.]*; do
        [ -f "$f" ] || continue
        b=\${f##*/}
        case $b in .*) [ -z "$ignore_hidden" ] || continue ;; esac
        [ -z "$regexp" ] || printf '%s' "$b" | grep -E -q -- "$regexp" || continue
        printf '%s\\n' "$b"
      done | sort)
      between=; [ -z "$delimiter" ] || { between=$(printf '%b.' "$delimiter"); between=\${between%.}; case $between in *'
') ;; *) between="$between
" ;; esac; }
      pieces() {
        first=1
        printf '%s\\n' "$names" | while IFS= read -r b; do
          [ -n "$b" ] || continue
          # a fragment that ends within a line is ended
          [ -n "$first" ] || { [ -s "$src/$last" ] && [ -z "$(tail -c 1 "$src/$last")" ] || echo; printf %s "$between"; }
          first= last=$b; cat "$src/$b" || exit 1
        done
      }
      make_temp; out=$temp; store "$out" pieces
      checksum "$out"; new_sha1=$sum T_at_new=$out
    fi
    if [ -z "$remote_src" ]; then reachable "$dest"
    # in a link's place it looks as what the link leads to
    elif [ -L "$dest" ] && [ -e "$dest" ]; then p_as=$dest; fi
    place new "$new_sha1" "$dest"
    [ -z "$v_looked" ] || { say valid_out "$v_out"; say valid_err "$v_err"; }
    ! have md5sum || { m5=$(md5sum <"$dest"); say md5sum "\${m5%% *}"; }
  `,
  powershell: {
    text: windows,
    uses: [copying],
    refuses: rightsRefused,
    bring: async (args, controller) => (args.remote_src ? {} : fragmentsHere(args, controller)),
    result: (answer, args) => filePlaced(answer, args),
  },
  result: (answer, { remote_src, src }, controller) => {
    const { md5sum, path: _, valid_out, valid_err, ...said } = answer.said;
    if (answer.failure !== undefined) return failedResult(answer.said);
    const { fresh: _f, is_new: _n, ...values } = said;
    const looked = valid_out !== undefined && { rc: 0, stdout: valid_out, stderr: valid_err };
    // one difference, where a copy has a list of them
    const [shown] = [placedResult({ ...answer, said }, src, controller).diff].flat();
    return {
      ...values,
      md5sum,
      ...(remote_src ? { src, msg: "OK" } : {}),
      ...(remote_src && looked ? { validation: looked } : {}),
      diff: controller.diff && answer.changed ? shown : undefined,
    };
  },
});

/** What Ansible says of an expression that is none. */
function faultOf(regexp: string | undefined): string {
  try {
    if (regexp !== undefined) PythonRegex.of(regexp);
    return "";
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return `Invalid Regexp (${error.message}) in "${regexp}"`;
  }
}

/** Of a file that an owner or permissions cannot be given to: what it is as it stands. */
function failedResult(said: ResultValues): ResultValues {
  return said.path === undefined ? {} : fileFacts(said);
}

interface Fragments {
  src: string;
  regexp?: string | undefined;
  ignore_hidden: boolean;
  decrypt: boolean;
  delimiter?: string | undefined;
}

/** The fragments of a folder of the controller as one file. */
async function fragmentsHere(args: Fragments, controller: Controller): Promise<Brought> {
  const folder = controller.find("files", args.src);
  const names = (await controller.walk(folder))
    .filter((entry) => entry.kind === "file" && !entry.path.includes("/"))
    .map((entry) => entry.path)
    .filter(
      (name) =>
        !(args.ignore_hidden && name.startsWith(".")) &&
        (args.regexp === undefined || PythonRegex.of(args.regexp).test(name)),
    );
  const fragments: Buffer[] = [];
  for (const name of names) {
    const { content } = await controller.localFile(`${folder}/${name}`, { decrypt: args.decrypt });
    fragments.push(Buffer.isBuffer(content) ? content : await controller.readFile(`${folder}/${name}`));
  }
  return {
    files: { new: controller.localContent(joined(fragments, args.delimiter)) },
    vars: { force: true },
  };
}

/** As the controller's side of Ansible joins them: whatever the delimiter ends with, a newline follows it. */
function joined(fragments: readonly Buffer[], delimiter: string | undefined): Buffer {
  const newline = Buffer.from("\n");
  const between = delimiter ? Buffer.from(`${delimiter.replace(/\\n/g, "\n")}\n`) : Buffer.alloc(0);
  const parts = fragments.flatMap((fragment, index) => {
    if (index === 0) return [fragment];
    const isEnded = fragments[index - 1]!.at(-1) === 10;
    return [...(isEnded ? [] : [newline]), between, fragment];
  });
  return Buffer.concat(parts);
}
