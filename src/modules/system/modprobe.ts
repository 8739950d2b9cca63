import { oneOf, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { writer } from "../../shell/files/writer.js";
import { tools } from "../../shell/tools.js";

export default defineModule({
  name: "modprobe",
  collection: "community.general",
  about: "Loads or unloads a module of the kernel",
  hostLocal: true,
  check: "full",
  args: {
    name: text({ about: "the module", required: true }),
    state: oneOf(["present", "absent"])({ about: "is it wanted?", default: "present" }),
    params: text({ about: "its parameters", default: "" }),
    persistent: oneOf(["disabled", "present", "absent"])({
      about: "also when the host starts again: present writes, absent removes, disabled leaves it alone",
      default: "disabled",
    }),
  },
  examples: [{ name: "br_netfilter", state: "present", persistent: "present" }],
  returns: { name: "the module; also params and state as given" },
  uses: [tools, writer],
  sh: `
    file=/etc/modules-load.d/$name.conf options=/etc/modprobe.d/$name.conf
    plain=$(printf %s "$name" | tr - _)
    loaded=; if [ -d "/sys/module/$plain" ] || grep -q "^$plain " /proc/modules 2>/dev/null || grep -qs "/$name\\.ko" "/lib/modules/$(uname -r)/modules.builtin"; then loaded=1; fi
    case $state:$loaded in
    present:) required modprobe; if [ -n "$check" ]; then tool_ok modprobe -n "$name" $params; fi; change && tool_ok modprobe "$name" $params ;;
    absent:1) required modprobe; change && tool_ok modprobe -r "$name" ;;
    esac
    kept() {
      make_temp; new=$temp; printf '%s\\n' "$2" >"$new"
      ! differs_file "$1" "$1" "$new" || copy_over "$new" "$1"
    }
    gone() {
      for one in "$1"/*.conf; do
        [ -f "$one" ] && grep -q "$2" "$one" || continue
        make_temp; new=$temp; sed "s/$2/# &/" "$one" >"$new"
        ! differs_file "$one" "$one" "$new" || copy_over "$new" "$one"
      done
    }
    case $persistent in
    present)
      grep -qsx "$name" /etc/modules-load.d/*.conf /etc/modules || kept "$file" "$name"
      [ -z "$params" ] || grep -qsx "options $name $params" /etc/modprobe.d/*.conf || kept "$options" "options $name $params" ;;
    absent) gone /etc/modules-load.d "^$name *\\$"; gone /etc/modprobe.d "^options *$name .*" ;;
    esac
  `,
  result: ({ said, failure }, { name, params, state }) =>
    failure === undefined
      ? { name, params, state, diff: undefined }
      : { ...said, name, params, state, changed: false },
});
