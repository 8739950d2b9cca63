import { flag, oneOf, path, text } from "../../model/args.js";
import { type Controller, defineModule } from "../../model/module.js";
import type { Answer, ResultValues } from "../../model/result.js";
import { FILE_ARGS } from "../../shell/files/arguments.js";
import { attributeLibraries, attributes } from "../../shell/files/attributes.js";
import { stateDiff } from "../../shell/files/content.js";
import { fileLinks, fileTimes, fileTree } from "../../shell/files/states.js";
import { touchTime } from "../../shell/files/touch_time.js";
import windows from "../../shell/powershell/files/file.ps1";
import { files as windowsFiles } from "../../shell/powershell/libraries.js";
import { rightsPassedOver, rightsRefused } from "../../shell/powershell/rights.js";

const TIME_FORMAT = "%Y%m%d%H%M.%S";

export default defineModule({
  name: "file",
  about: "Makes, changes or removes a file, folder or link",
  hostLocal: true,
  check: "full",
  // a new link makes other paths lead elsewhere
  writes: ({ path, state }) => (state === "link" || state === "hard" ? undefined : [path]),
  args: {
    path: path({ about: "what to manage", required: true, aliases: ["dest", "name"] }),
    state: oneOf(["file", "directory", "absent", "link", "hard", "touch"])({
      about: "what it should be; as it is where not given",
    }),
    src: path({ about: "what a link points to" }),
    recurse: flag({ about: "also everything below a folder", default: false }),
    force: flag({ about: "make links over files, and to what is not there", default: false }),
    follow: flag({ about: "change what a link points to", default: true }),
    modification_time: text({ about: "when it was changed: `preserve`, `now`, or a time" }),
    modification_time_format: text({ about: "format of modification_time", default: TIME_FORMAT }),
    access_time: text({ about: "when it was read: `preserve`, `now`, or a time" }),
    access_time_format: text({ about: "format of access_time", default: TIME_FORMAT }),
    ...FILE_ARGS,
    _diff_peek: flag({ about: "Ansible's own: is it binary?" }),
  },
  examples: [
    { path: "/srv/app", state: "directory", mode: "0750" },
    { src: "/srv/app/releases/7", dest: "/srv/app/current", state: "link" },
  ],
  returns: {
    path: "what was managed; `dest` for links and touch",
    state: "what it is now",
    mode: "permissions; also owner, group, uid, gid and size",
  },
  uses: [attributes],
  libraries: ({ state, recurse, modification_time, access_time, ...args }) => [
    ...attributeLibraries(args),
    ...(state === "touch" ||
    modification_time ||
    access_time ||
    recurse ||
    state === "link" ||
    state === "hard"
      ? [fileTimes]
      : []),
    ...(recurse ? [fileTree] : []),
    ...(state === "link" || state === "hard" ? [fileLinks] : []),
  ],
  vars: ({ state, ...args }) => {
    const kept = state === "touch" ? "now" : "preserve";
    const mtime = touchTime(args.modification_time ?? kept, args.modification_time_format);
    const atime = touchTime(args.access_time ?? kept, args.access_time_format);
    return { new_mtime: mtime.stamp, new_atime: atime.stamp, time_fault: mtime.problem ?? atime.problem };
  },
  sh: `
    bad() { say path "$path"; say_path "$path"; fail "$1"; }
    # PATH WHY: why it cannot be made, in Python's words where they are known
    cannot() {
      up=\${1%/*}; while [ -n "$up" ] && [ ! -e "$up" ]; do case $up in */*) up=\${up%/*} ;; *) up= ;; esac; done
      if [ -n "$up" ] && [ ! -d "$up" ]; then t_p "[Errno 20] Not a directory: b'$1'"
      elif [ "$up" != "\${1%/*}" ]; then t_p "[Errno 2] No such file or directory: b'$1'"
      elif [ ! -w "\${up:-/}" ]; then t_p "[Errno 13] Permission denied: b'$1'"
      else t_p "$2"; fi
    }
    see() {
      if [ -L "$path" ]; then now=link
      elif [ -d "$path" ]; then now=directory
      elif [ -e "$path" ]; then now=file
      else now=absent; fi
    }
    resolve() {
      if [ "$now" = link ] && [ -n "$follow" ]; then path=$(readlink -f "$path"); see; fi
    }
    if [ -n "$src" ] && [ "$state" != link ] && [ "$state" != absent ] && [ -d "$path" ]; then path=\${path%/}/\${src##*/}; fi
    see
    if [ -z "$state" ]; then
      if [ "$now" != absent ]; then state=$now; elif [ -n "$recurse" ]; then state=directory; else state=file; fi
      state_was_given=
    else state_was_given=1; fi
    [ -z "$recurse" ] || [ "$state" = directory ] || bad "recurse option requires state to be 'directory'"
    case $state in link|hard) [ -n "$state_was_given" ] || [ -z "$src" ] || bad "src option requires state to be 'link' or 'hard'" ;;
    *) [ -z "$src" ] || bad "src option requires state to be 'link' or 'hard'" ;; esac
    [ -z "$check" ] || [ "$state" = absent ] || a_foreseen
    [ -z "$time_fault" ] || [ "$state" = absent ] || fail "$time_fault"
    case $state in
    absent)
      if [ "$now" != absent ]; then
        if [ "$now" = directory ]; then
          say directories "$(find "$path" -mindepth 1 -type d)"; say files "$(find "$path" -mindepth 1 ! -type d)"
        fi
        if differs state "$now" absent; then
          if [ "$now" = directory ]; then t_out=$(rm -rf "$path" 2>&1) || bad "rmtree failed: $t_out"
          else t_out=$(rm -f "$path" 2>&1) || bad "unlinking failed: $t_out"; fi
        fi
      fi
      say path "$path"; say state absent ;;
    file)
      resolve
      [ "$now" = file ] || { say state "$now"; bad "file ($path) is $now, cannot continue"; }
      say path "$path"; attributes "$path"; [ -z "$new_mtime$new_atime" ] || set_times "$path" ;;
    directory)
      resolve
      if [ "$now" = absent ]; then
        say path "$path"
        if differs state absent directory; then
          set --; rest=$path
          while [ -n "$rest" ] && [ ! -e "$rest" ]; do
            set -- "$rest" "$@"
            case $rest in */*) rest=\${rest%/*} ;; *) rest= ;; esac
          done
          for one; do
            [ -d "$one" ] || t_out=$(mkdir "$one" 2>&1) || [ -d "$one" ] || bad "There was an issue creating $one as requested: $(cannot "$one" "$t_out")"
            attributes "$one"; [ -z "$new_mtime$new_atime" ] || set_times "$one"
          done
        fi
      else
        [ "$now" = directory ] || bad "$path already exists as a $now"
        say path "$path"; attributes "$path"; [ -z "$new_mtime$new_atime" ] || set_times "$path"
        [ -z "$recurse" ] || recurse "$path"
      fi ;;
    touch)
      if [ "$now" = absent ]; then
        differs state absent touch || { say dest "$path"; exit 0; }
        t_out=$(set -C; : 2>&1 >"$path") || bad "Error, could not touch target: $(cannot "$path" "$t_out")"
        say dest "$path"
        (attributes "$path"; set_times "$path") || { rm -f "$path"; exit 1; }
      else
        say dest "$path"; say touched "$now"
        target=$path; [ "$now" != link ] || [ -z "$follow" ] || target=$(readlink -f "$path")
        attributes "$target"; set_times "$target"
      fi ;;
    link) if [ -n "$state_was_given" ]; then make_link; else
        say dest "$path"; [ ! -e "$path" ] || if [ -n "$follow" ]; then say src "$(readlink "$path")"; else say_json src null; fi
        target=$path; [ -z "$follow" ] || target=$(readlink -f "$path")
        attributes "$target"; [ -z "$new_mtime$new_atime" ] || set_times "$target"
      fi ;;
    hard) make_hard ;;
    esac
    say_path "$path"
  `,
  powershell: {
    text: windows,
    uses: [windowsFiles],
    refuses: rightsRefused,
    vars: ({ state, ...args }) => {
      const kept = state === "touch" ? "now" : "preserve";
      const modified = touchTime(args.modification_time ?? kept, args.modification_time_format);
      const accessed = touchTime(args.access_time ?? kept, args.access_time_format);
      return {
        modification_time: modified.stamp || "preserve",
        access_time: accessed.stamp || "preserve",
        modification_time_format: "yyyyMMddHHmm.ss",
        access_time_format: "yyyyMMddHHmm.ss",
        time_fault: modified.problem ?? accessed.problem,
      };
    },
    result: (answer, args, controller) => ({
      ...stateResult(answer, args, controller),
      ...rightsPassedOver(args),
    }),
  },
  result: stateResult,
});

interface StateArgs {
  state?: string | undefined;
  _diff_peek?: boolean | undefined;
}

function stateResult(answer: Answer, args: StateArgs, controller: Controller): ResultValues {
  if (answer.failure !== undefined) return answer.said;
  const { directories, files, touched, ...values } = answer.said;
  if (args._diff_peek !== undefined) return { ...values, changed: false };
  // nothing to remove, and a file that check mode does not make, have no difference
  const isSilent =
    (values.state === "absent" && !answer.changed) ||
    (args.state === "touch" && controller.check && touched === undefined);
  if (isSilent) return { ...values, diff: undefined };
  const diff = stateDiff(answer.diffs, String(values.path ?? values.dest));
  if (directories !== undefined)
    Object.assign(diff.before, { path_content: { directories: lines(directories), files: lines(files) } });
  if (touched !== undefined) {
    diff.before.state = touched;
    diff.after.state = "touch";
  }
  return { ...values, diff };
}

const lines = (text: unknown): string[] => String(text).split("\n").filter(Boolean);
