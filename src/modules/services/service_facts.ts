import { defineModule } from "../../model/module.js";
import {
  chkconfigServices,
  initScripts,
  openrcServices,
  type Services,
  systemdFiles,
  systemdUnits,
  upstartJobs,
} from "../../shell/services/service_list.js";
import { tools } from "../../shell/tools.js";

export default defineModule({
  name: "service_facts",
  about: "Which services there are and what they do, as facts",
  notes: ["Of systemd, init scripts, upstart and OpenRC; not of AIX and OpenBSD."],
  hostLocal: true,
  check: "run",
  writes: () => [],
  args: {},
  examples: [{}],
  returns: { ansible_facts: "services: for each name its state, status and source" },
  uses: [tools],
  sh: `
    line='
'
    PATH=$PATH:/sbin:/usr/sbin:/usr/local/sbin
    if have service && ! have chkconfig && ! have rc-status; then
      tool service --status-all </dev/null
      if [ $rc = 0 ]; then say sysv "$out"
      elif [ $rc != 4 ] || [ -e /etc/init.d ]; then warn "Unable to query 'service' tool ($rc): $err$line"; say sysv "$out"; fi
    fi
    if have initctl && ! have chkconfig; then
      tool initctl list
      if [ $rc = 0 ]; then say upstart "$out"; else warn "Unable to query upstart for service data: $err$line"; fi
    elif have chkconfig; then
      tool chkconfig
      printf '%s\\n' "$out" | grep -q '0:o' || tool chkconfig -l --allservices
      printf '%s\\n' "$out" | grep -q '0:o' || tool chkconfig --list
      say chkconfig "$out"
      say running "$(printf '%s\\n' "$out" | sed -n 's/[[:space:]]*0:o.*//p' | while read -r n; do service "$n" status >/dev/null 2>&1 </dev/null && echo "$n"; done)"
    elif have rc-status && have rc-update; then
      say openrc "$(rc-status -a -s -m 2>&1 | grep '^ ' | tr -d '[]')"
      say runlevels "$(rc-update show -v 2>&1 | grep '|')"
    fi
    have systemctl || exit 0
    [ -d /run/systemd/system ] || [ -d /dev/.run/systemd ] || [ -d /dev/.systemd ] || grep -q systemd /proc/1/comm 2>/dev/null || exit 0
    tool systemctl list-units --no-pager --type service --all --plain
    if [ $rc = 0 ]; then say units "$out"; else out=; warn "Could not list units from systemd: $err$line"; fi
    units=$out
    tool systemctl list-unit-files --no-pager --type service --all
    [ $rc = 0 ] || { warn "Could not get unit files data from systemd: $err$line"; exit 0; }
    say files "$out"
    # those that are no units are asked for one by one; a template has no state
    say active "$(printf '%s\\n' "$units" "" "$out" | awk '!/[.]service/ { if ($0 == "") files = 1; next } !files { known[$1] = 1; next } !($1 in known) && $1 !~ /@[.]service$/ { print $1 }' | while read -r n; do s=$(systemctl show "$n" --property=ActiveState 2>/dev/null </dev/null) && [ -n "$s" ] && echo "$n \${s#ActiveState=}"; done)"
  `,
  result: ({ said, failure }) => {
    if (failure !== undefined) return {};
    const text = (name: string) => String(said[name] ?? "");
    const units = systemdUnits(text("units"));
    if (said.files !== undefined) systemdFiles(text("files"), text("active"), units);
    const services: Services = {
      ...initScripts(text("sysv")),
      ...upstartJobs(text("upstart")),
      ...chkconfigServices(text("chkconfig"), text("running")),
      ...openrcServices(text("openrc"), text("runlevels")),
      ...units,
    };
    const forgotten = Object.fromEntries(Object.keys(said).map((name) => [name, undefined]));
    if (Object.keys(services).length > 0) return { ...forgotten, ansible_facts: { services } };
    const msg =
      "Failed to find any services. This can be due to privileges or some other configuration issue.";
    return { ...forgotten, skipped: true, msg };
  },
});
