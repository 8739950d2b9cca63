import { flag, list, oneOf, path, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";

export default defineModule({
  name: "pip",
  about: "Installs Python packages with the host's own pip",
  notes: ["Nothing of tera needs Python: the host must have pip, or `executable` must name it."],
  hostLocal: true,
  check: "full",
  args: {
    name: list(text({ about: "a package, `name==version` pins it" }), { about: "the packages" }),
    version: text({ about: "version of the one package" }),
    requirements: path({ about: "a requirements file" }),
    virtualenv: path({ about: "a virtual environment, made where there is none" }),
    virtualenv_command: text({ about: "what makes it", default: "python3 -m venv" }),
    virtualenv_site_packages: flag({ about: "let it see the system's packages", default: false }),
    virtualenv_python: text({ about: "the Python in it" }),
    state: oneOf(["absent", "forcereinstall", "latest", "present"])({
      about: "are they wanted?",
      default: "present",
    }),
    extra_args: text({ about: "further arguments of pip" }),
    editable: flag({ about: "install in place", default: false }),
    chdir: path({ about: "folder to run in" }),
    executable: text({ about: "the pip to use" }),
    umask: text({ about: "umask while it installs" }),
    break_system_packages: flag({ about: "install beside the system's own packages", default: false }),
  },
  examples: [{ name: ["requests"], virtualenv: "/opt/app/venv" }],
  exclusive: ["name|requirements", "executable|virtualenv"],
  validate: ({ name, requirements }) =>
    name === undefined && requirements === undefined
      ? ["one of the following is required: name, requirements"]
      : [],
  sh: `
    [ -z "$chdir" ] || cd "$chdir" || fail "cannot change to $chdir"
    [ -z "$umask" ] || umask "$umask"
    if [ -n "$virtualenv" ]; then
      if [ -n "$virtualenv_python" ]; then
        # another Python makes it itself; a program for it is told of the Python
        case $virtualenv_command in
        'python3 -m venv') virtualenv_command="$virtualenv_python -m venv" ;;
        *' -m venv'*|*pyvenv*) fail "virtualenv_python should not be used when using the venv module or pyvenv as virtualenv_command" ;;
        *) virtualenv_command="$virtualenv_command -p$virtualenv_python" ;;
        esac
      fi
      if [ ! -x "$virtualenv/bin/pip" ]; then change && must $virtualenv_command \${virtualenv_site_packages:+--system-site-packages} "$virtualenv"; fi
      pip=$virtualenv/bin/pip
    else pip=\${executable:-$(command -v pip3 || command -v pip)}; fi
    [ -n "$pip" ] && { [ -n "$check" ] || have "$pip"; } || fail "Unable to find any of pip3, pip to use.  pip needs to be installed."
    [ -z "$version" ] || name="$name==$version"
    set -f; set -- $name; set +f
    missing=
    for one; do
      base=\${one%%[=<>!~[]*}; now=$("$pip" show "$base" 2>/dev/null | sed -n 's/^Version: //p')
      case $state in
      absent) [ -z "$now" ] || missing="$missing $base" ;;
      latest|forcereinstall) missing="$missing $one" ;;
      *) case $one in *==*) [ "$now" = "\${one##*==}" ] || missing="$missing $one" ;; *) [ -n "$now" ] || missing="$missing $one" ;; esac ;;
      esac
    done
    [ -z "$requirements" ] || missing="$missing -r $requirements"
    [ -n "$missing" ] || exit 0
    case $state in
    absent) differs packages "$missing" "" && must "$pip" uninstall -y $missing ;;
    *) differs packages "" "$missing" && must "$pip" install \${break_system_packages:+--break-system-packages} \${editable:+-e} $extra_args $(case $state in latest) echo -U ;; forcereinstall) echo -U --force-reinstall ;; esac) $missing ;;
    esac
  `,
  result: ({ said, failure }, { name, requirements, state, version, virtualenv }, { check }) =>
    failure === undefined && !check
      ? {
          ...said,
          name: name ?? null,
          requirements: requirements ?? null,
          state,
          version: version ?? null,
          virtualenv: virtualenv ?? null,
        }
      : said,
});
