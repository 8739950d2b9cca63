import { list, oneOf, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import type { PlainDict } from "../../model/value.js";
import { tools } from "../../shell/tools.js";

export default defineModule({
  name: "package_facts",
  about: "Which packages are installed, as facts",
  notes: ["Of Debian's packages the origin is not told: it takes a request of apt for each."],
  hostLocal: true,
  check: "run",
  writes: () => [],
  args: {
    manager: list(text({ about: "auto, apt, rpm or apk" }), {
      about: "whose packages; auto: of the first that is there",
      default: ["auto"],
    }),
    strategy: oneOf(["first", "all"])({ about: "the first manager that is there, or all", default: "first" }),
  },
  examples: [{ manager: ["auto"] }, {}],
  returns: { ansible_facts: "packages: for each name a list of version, arch and more" },
  uses: [tools],
  sh: `
    usable() {
      have "$3" && return 0
      [ "$1" = auto ] || warn "Requested package manager $2 was not usable by this module: Failed to find required executable "$3""
      return 1
    }
    unread() { found=1; warn "Failed to retrieve packages with $1: Unable to list packages rc=$rc : $err"; }
    found=
    for one in $manager; do
      case $one in
      auto) tries="apt rpm apk" ;;
      apt|rpm|apk) tries=$one ;;
      dnf|yum|dnf5|zypper) tries=rpm ;;
      *) fail "Unsupported package managers requested: $one" ;;
      esac
      for try in $tries; do
        case $try in
        apt) usable "$one" apt dpkg-query || continue; tool dpkg-query -W -f 'apt\\t\${Status}\\t\${Package}\\t\${Version}\\t\${Architecture}\\t\${Section}\\n' || { unread apt; continue; } ;;
        rpm) usable "$one" rpm rpm || continue; tool rpm -qa --qf 'rpm\\t%{EPOCH}\\t%{NAME}\\t%{VERSION}\\t%{ARCH}\\t%{RELEASE}\\n' || { unread rpm; continue; } ;;
        apk) usable "$one" apk apk || continue; tool apk info -v || { unread apk; continue; }; out=$(printf '%s\\n' "$out" | awk '{ n = $0; match(n, /-[^-]+-r[0-9]+$/); v = substr(n, RSTART + 1); r = v; sub(/-r[0-9]+$/, "", v); sub(/^.*-r/, "", r); printf "apk\\t\\t%s\\t%s\\t\\t%s\\n", substr(n, 1, RSTART - 1), v, r }') ;;
        esac
        [ -n "$out" ] || [ "$one" != auto ] || continue
        found=1; printf '%s\\n' "$out"
        [ "$strategy" = all ] || exit 0
      done
    done
    [ -n "$found" ] || fail "Could not detect a supported package manager from the following list: apt, rpm, apk"
  `,
  result: ({ stdout, failure }) => {
    if (failure !== undefined) return {};
    const packages: Record<string, PlainDict[]> = Object.create(null);
    for (const line of stdout.toString().split("\n").filter(Boolean)) {
      const [source = "", first = "", name = "", version = "", arch = "", last = ""] = line.split("\t");
      if (source === "apt" && !first.endsWith(" installed")) continue;
      packages[name] ??= [];
      packages[name].push({ name, version, source, ...more(source, first, arch, last) });
    }
    return { ansible_facts: { packages: { ...packages } } };
  },
});

/** What only this manager tells. */
function more(source: string, first: string, arch: string, last: string): PlainDict {
  if (source === "apt") return { arch, category: last };
  if (source === "apk") return { release: last };
  // signing keys are in rpm's list too, without an architecture
  const epoch = /^\d+$/.test(first) ? Number(first) : null;
  return { arch: arch === "(none)" ? null : arch, epoch, release: last };
}
