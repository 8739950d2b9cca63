import { flag, oneOf, path, text } from "../model/args.js";
import { defineModule } from "../model/module.js";
import { attributes } from "../shell/attributes.js";
import { FILE_ARGS } from "../shell/file_args.js";

export default defineModule({
  name: "file",
  about: "Makes, changes or removes a file, folder or link",
  hostLocal: true,
  check: "full",
  args: {
    path: path({ about: "what to manage", required: true, aliases: ["dest", "name"] }),
    state: oneOf(["file", "directory", "absent", "link", "hard", "touch"])({ about: "what it should be" }),
    src: path({ about: "what a link points to" }),
    recurse: flag({ about: "also everything below a folder", default: false }),
    force: flag({ about: "make links over files and to what is not there", default: false }),
    follow: flag({ about: "change what a link points to", default: true }),
    modification_time: text({ about: "when it was changed: `preserve`, `now`, or a time" }),
    modification_time_format: text({ about: "format of modification_time", default: "%Y%m%d%H%M.%S" }),
    access_time: text({ about: "when it was read: `preserve`, `now`, or a time" }),
    access_time_format: text({ about: "format of access_time", default: "%Y%m%d%H%M.%S" }),
    ...FILE_ARGS,
  },
  examples: [{ path: "/srv/app", state: "directory", mode: "0750" }],
  returns: { path: "what was managed", state: "what it is now" },
  validate: ({ state, src, path, recurse }) => [
    ...(src !== undefined && state !== undefined && state !== "link" && state !== "hard"
      ? [`src option requires state to be 'link' or 'hard'`]
      : []),
    ...((state === "link" || state === "hard") && !src && path === undefined
      ? ["src is required for creating new links"]
      : []),
    ...(recurse && state !== undefined && state !== "directory"
      ? ["recurse option requires state to be 'directory'"]
      : []),
  ],
  uses: [attributes],
  sh: `
    link_target() { readlink "$1"; }
    if [ -L "$path" ]; then now=link
    elif [ -d "$path" ]; then now=directory
    elif [ -e "$path" ]; then now=file
    else now=absent; fi
    case $path in ?*/) path=\${path%/} ;; esac
    if [ -z "$state" ]; then
      if [ -n "$recurse" ]; then state=directory
      elif [ "$now" = absent ]; then state=file
      elif [ "$now" = link ] && [ -n "$follow" ] && [ -e "$path" ]; then state=file
      else state=$now; fi
    fi
    if [ "$now" = link ] && [ -n "$follow" ]; then
      case $state in file|directory|touch)
        if [ -e "$path" ]; then
          path=$(readlink -f "$path")
          if [ -d "$path" ]; then now=directory; else now=file; fi
        fi ;;
      esac
    fi
    case $state in
    absent)
      if [ "$now" != absent ] && differs state "$now" absent; then rm -rf "$path" || fail "rmtree failed: $path"; fi
      say path "$path"; say state absent; exit 0 ;;
    file)
      [ "$now" != absent ] || fail "file ($path) is absent, cannot continue"
      [ "$now" = file ] || [ "$now" = link ] || fail "file ($path) is $now, cannot continue"
      attributes "$path" ;;
    directory)
      if [ "$now" = absent ]; then
        made=; rest=$path
        while [ ! -d "$rest" ] && [ -n "$rest" ]; do
          made="$rest
$made"
          case $rest in */*) rest=\${rest%/*} ;; *) rest= ;; esac
        done
        if differs state absent directory; then
          printf '%s' "$made" | while IFS= read -r one; do [ -z "$one" ] || mkdir "$one" || exit 1; done || fail "There was an issue creating $path as requested"
          check_diff=$diff; printf '%s' "$made" | while IFS= read -r one; do [ -z "$one" ] || attributes "$one"; done || exit 1
        fi
      elif [ "$now" != directory ]; then fail "$path already exists as a $now"
      else attributes "$path"; fi
      if [ -n "$recurse" ] && [ -d "$path" ]; then
        find "$path" -mindepth 1 | { while IFS= read -r one; do attributes "$one"; done; } || exit 1
      fi ;;
    touch)
      if [ "$now" = absent ]; then
        if differs state absent touch; then touch "$path" || fail "Error, could not touch target: $path"; fi
        attributes "$path"
      else
        if [ "$modification_time" != preserve ] || [ "$access_time" != preserve ]; then
          stamp() { case $1 in now|'') printf %s now ;; *) printf %s "$1" ;; esac; }
          m=$(stamp "$modification_time") a=$(stamp "$access_time")
          touched=
          set_time() {
            if [ "$2" = now ]; then change && touch $1 "$path"; touched=1; return 0; fi
            before=$(date -r "$path" +%Y%m%d%H%M.%S 2>/dev/null)
            [ "$1" = -a ] && before=$(stat -c %X "$path" 2>/dev/null | { read -r s; date -d "@$s" +%Y%m%d%H%M.%S 2>/dev/null; })
            [ "$before" = "$2" ] || { differs time "$before" "$2" && touch $1 -t "$2" "$path"; }
          }
          [ "$modification_time" = preserve ] || set_time -m "$m"
          [ "$access_time" = preserve ] || set_time -a "$a"
        fi
        attributes "$path"
      fi ;;
    link|hard)
      if [ "$state" = link ]; then
        if [ -z "$src" ]; then [ "$now" = link ] || fail "src is required for creating new links"; src=$(readlink "$path"); fi
        if [ "$now" = directory ]; then
          [ -z "$(ls -A "$path")" ] || [ -n "$force" ] || fail "the directory $path is not empty, refusing to convert it"
          [ -n "$force" ] || fail "refusing to convert from directory to symlink for $path"
        fi
        case $src in /*) full=$src ;; *) case $path in */*) full=\${path%/*}/$src ;; *) full=$src ;; esac ;; esac
        [ -n "$force" ] || [ -e "$full" ] || [ "$now" = link -a "$(readlink "$path")" = "$src" ] || fail "src file does not exist, use \\"force=yes\\" if you really want to create the link: $full"
        [ "$now" != file ] || [ -n "$force" ] || fail "refusing to convert from file to symlink for $path"
        was=; [ "$now" != link ] || was=$(readlink "$path")
        if [ "$now" != link ] || [ "$was" != "$src" ]; then
          if differs src "$was" "$src"; then
            [ "$now" != directory ] || rm -rf "$path"
            t=$path.tera-$$; ln -s "$src" "$t" && mv -f -T "$t" "$path" 2>/dev/null || { rm -f "$path"; mv -f "$t" "$path"; } || fail "Error while linking: $path"
          fi
        fi
        say src "$src"
        if [ -n "$follow" ]; then [ ! -e "$path" ] || { r=$(readlink -f "$path"); attributes "$r"; }; else attributes "$path"; fi
      else
        [ -e "$src" ] || { [ -z "$src" ] && [ "$now" != absent ]; } || fail "src does not exist"
        if [ -n "$src" ] && ! [ "$src" -ef "$path" ]; then
          [ "$now" = absent ] || [ -n "$force" ] || fail "Cannot link, file exists at destination"
          if differs src "" "$src"; then ln -f "$src" "$path" || fail "Error while linking: $path"; fi
        fi
        say src "$src"; attributes "$path"
      fi
      say dest "$path" ;;
    esac
    say path "$path"
    [ "$state" = link ] || [ "$state" = hard ] || say dest "$path"
    say_path "$path"
  `,
  result: ({ said, diffs }, { state }) => {
    const { dest, ...rest } = said;
    const path = said.path ?? dest;
    const before = Object.fromEntries(diffs.map((diff) => [diff.name, diff.before]));
    const after = Object.fromEntries(diffs.map((diff) => [diff.name, diff.after]));
    const diff = { before: { path, ...before }, after: { path, ...after } };
    return state === "link" || state === "hard" || state === "touch"
      ? { ...rest, dest, diff }
      : { ...rest, diff };
  },
});
