import { integer, list, oneOf, path, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { PythonRegex } from "../../model/python_regex.js";
import type { Answer, ResultValues } from "../../model/result.js";
import { attributes } from "../../shell/files/attributes.js";
import { files } from "../../shell/powershell/libraries.js";
import windows from "../../shell/powershell/network/wait_for.ps1";

export default defineModule({
  name: "wait_for",
  about: "Waits for a port, a file, a text in a file, or just some time",
  check: "skip",
  writes: () => [],
  args: {
    host: text({ about: "host of the port, as the host sees it", default: "127.0.0.1" }),
    port: integer({ about: "the port" }),
    path: path({ about: "the file" }),
    search_regex: text({ about: "text the file must hold (extended regular expression)" }),
    state: oneOf(["absent", "drained", "present", "started", "stopped"])({
      about: "what is waited for",
      default: "started",
    }),
    timeout: integer({ about: "seconds", default: 300 }),
    delay: integer({ about: "seconds before the first look", default: 0 }),
    sleep: integer({ about: "seconds between looks", default: 1 }),
    connect_timeout: integer({ about: "seconds for one connection", default: 5 }),
    exclude_hosts: list(text({ about: "an address" }), {
      about: "connections that do not count for drained",
    }),
    active_connection_states: list(text({ about: "a state" }), {
      about: "states of connections that count for drained",
      default: ["ESTABLISHED", "FIN_WAIT1", "FIN_WAIT2", "SYN_RECV", "SYN_SENT", "TIME_WAIT"],
    }),
    msg: text({ about: "what is said when it takes too long" }),
  },
  examples: [{ port: 8080, timeout: 60 }, { path: "/run/app.ready" }],
  returns: { elapsed: "seconds it took" },
  validate: ({ port, path, state, exclude_hosts, active_connection_states }) => [
    ...(port !== undefined && path !== undefined
      ? ["port and path parameter can not both be passed to wait_for"]
      : []),
    ...(path !== undefined && state === "stopped"
      ? ["state=stopped should only be used for checking a port in the wait_for module"]
      : []),
    ...(path !== undefined && state === "drained"
      ? ["state=drained should only be used for checking a port in the wait_for module"]
      : []),
    ...(exclude_hosts !== undefined && state !== "drained"
      ? ["exclude_hosts should only be with state=drained"]
      : []),
    ...(active_connection_states ?? [])
      .filter((one) => COUNTED[one] === undefined)
      .map((one) => `unknown active_connection_state (${one}) defined`)
      .slice(0, 1),
  ],
  uses: [attributes],
  vars: ({ search_regex, active_connection_states }) => ({
    asked_regex: search_regex ?? "",
    search_regex: (search_regex ?? "")
      .replace(/\\d/g, "[0-9]")
      .replace(/\\s/g, "[[:space:]]")
      .replace(/\\w/g, "[[:alnum:]_]")
      .replace(/\(\?(?::|P<\w+>)/g, "("),
    has_regex: search_regex !== undefined,
    active_connection_states: active_connection_states.map((one) => COUNTED[one] ?? ""),
  }),
  sh: `
    start=$(date +%s)
    sleep "$delay"
    connect() {
      if have nc; then nc -z -w "$connect_timeout" "$host" "$port" >/dev/null 2>&1
      elif have bash; then timeout "$connect_timeout" bash -c ": </dev/tcp/$host/$port" >/dev/null 2>&1
      elif have node; then node -e 'const s=require("net").connect(+process.argv[2],process.argv[1]);s.setTimeout(process.argv[3]*1000,()=>process.exit(1));s.on("connect",()=>process.exit(0));s.on("error",()=>process.exit(1))' "$host" "$port" "$connect_timeout"
      else fail "neither nc, bash nor node is on the host to look at a port"; fi
    }
    talks() {
      if have nc; then nc -w "$connect_timeout" "$host" "$port" </dev/null 2>/dev/null | grep -E -q -- "$search_regex"
      else timeout "$connect_timeout" bash -c "exec 3<>/dev/tcp/$host/$port; cat <&3" 2>/dev/null | grep -E -q -- "$search_regex"; fi
    }
    # addresses as /proc/net writes them: each word of four bytes the other way round
    hex_of() {
      for h; do
        { getent ahosts "$h" 2>/dev/null || echo "$h"; } | awk '{ print $1 }' | sort -u | while IFS= read -r h; do
          case $h in
          *:*) printf '%s\\n' "$h" | awk '{
            n = split($0, half, "::"); a = split(half[1], x, ":"); b = n > 1 ? split(half[2], y, ":") : 0
            for (i = 1; i <= 8; i++) { g = i <= a ? x[i] : i > 8 - b ? y[i - 8 + b] : 0; g = substr("0000" g, length(g) + 1); w[i] = substr(g, 3) substr(g, 1, 2) }
            printf " "; for (i = 1; i < 8; i += 2) printf "%s", toupper(w[i + 1] w[i]); printf " " }' ;;
          *.*.*.*) printf '%s\\n' "$h" | awk -F. '{ x = sprintf("%02X%02X%02X%02X", $4, $3, $2, $1); printf " %s 0000000000000000FFFF0000%s ", x, x }' ;;
          esac
        done
      done
    }
    own= others=
    case $state in drained) own=$(hex_of "$host"); set -f; others=$(hex_of $exclude_hosts); set +f ;; esac
    reached() {
      case $state in
      absent|stopped)
        if [ -n "$path" ]; then
          [ ! -e "$path" ]
        elif [ -n "$port" ]; then ! connect; else return 1; fi ;;
      drained)
        cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v p="$(printf '%04X' "$port")" -v own="$own" -v others="$others" -v states=" $(printf '%s ' $active_connection_states)" '
          function has(list, one) { return index(list, " " one " ") }
          {
            split($2, here, ":"); split($3, there, ":"); mine = here[1]
            if (here[2] != p || !has(states, $4) || has(others, there[1])) next
            if (has(own, mine) || has(own, "00000000") && mine ~ /^(0000000000000000FFFF0000)?........$/ || has(own, "00000000000000000000000000000000") && length(mine) == 32) { f = 1; exit }
          }
          END { exit f }' ;;
      *)
        if [ -n "$path" ]; then
          [ -e "$path" ] || return 1
          if [ -n "$has_regex" ]; then
            grep -E -q -- "$search_regex" "$path" || return 1
            say matched "$(grep -E -o -m 1 -- "$search_regex" "$path" | head -n 1)"
            say groups "$(grep -E -m 1 -- "$search_regex" "$path")"
          fi
        elif [ -n "$port" ]; then if [ -n "$has_regex" ]; then talks; else connect; fi
        else return 1; fi ;;
      esac
    }
    elapsed() { printf %s $(($(date +%s) - start)); }
    if [ -z "$port$path" ]; then sleep "$timeout"; say_json elapsed "$(elapsed)"; exit 0; fi
    while :; do
      if reached; then
        say_json elapsed "$(elapsed)"; say state "$state"; [ -z "$path" ] || say path "$path"; [ -z "$port" ] || say_json port "$port"; [ -z "$path" ] || say_path "$path"
        exit 0
      fi
      [ "$(elapsed)" -lt "$timeout" ] || break
      sleep "$sleep"
    done
    say_json elapsed "$(elapsed)"
    if [ -n "$msg" ]; then fail "$msg"; fi
    case $state in
    absent|stopped) if [ -n "$path" ]; then fail "Timeout when waiting for $path to be absent."; else fail "Timeout when waiting for $host:$port to stop."; fi ;;
    drained) fail "Timeout when waiting for $host:$port to drain" ;;
    *)
      if [ -n "$path" ]; then
        if [ -n "$has_regex" ]; then fail "Timeout when waiting for search string $asked_regex in $path"; else fail "Timeout when waiting for file $path"; fi
      elif [ -n "$has_regex" ]; then fail "Timeout when waiting for search string $asked_regex in $host:$port"
      else fail "Timeout when waiting for $host:$port"; fi ;;
    esac
  `,
  powershell: {
    text: windows,
    uses: [files],
    vars: (args) => ({
      regex: args.search_regex?.replace(/\(\?P</g, "(?<"),
      late: args.msg ?? lateText(args),
    }),
    result: ({ said: { attempts: _, ...said }, ...answer }, args) =>
      waited(
        {
          ...answer,
          said: {
            ...said,
            elapsed: Math.floor(Number(said.elapsed ?? 0)),
            ...(said.groups === undefined ? {} : { matched: said.groups }),
          },
        },
        args,
      ),
  },
  result: waited,
});

/** The states that may count, as the kernel numbers them. */
const COUNTED: Readonly<Record<string, string>> = {
  ESTABLISHED: "01",
  SYN_SENT: "02",
  SYN_RECV: "03",
  FIN_WAIT1: "04",
  FIN_WAIT2: "05",
  TIME_WAIT: "06",
};

/** What is said when it takes too long. */
function lateText({ path, host, port, state, search_regex }: Waiting): string {
  const where = `${host}:${port}`;
  if (state === "drained") return `Timeout when waiting for ${where} to drain`;
  if (state === "absent" || state === "stopped")
    return `Timeout when waiting for ${path === undefined ? `${where} to stop.` : `${path} to be absent.`}`;
  if (search_regex !== undefined)
    return `Timeout when waiting for search string ${search_regex} in ${path ?? where}`;
  return path === undefined ? `Timeout when waiting for ${where}` : `Timeout when waiting for file ${path}`;
}

interface Waiting {
  path?: string | undefined;
  host: string;
  port?: number | undefined;
  search_regex?: string | undefined;
  state: string;
}

function waited({ said, failure }: Pick<Answer, "said" | "failure">, args: Waiting): ResultValues {
  const { matched, groups, ...rest } = said;
  const { path = null, port = null } = args;
  if (failure !== undefined) return rest;
  const nothing = { match_groups: [], match_groupdict: {} };
  // without a port and a path it only waits
  if (path === null && port === null) return { ...rest, ...asked(args), ...nothing };
  if (matched === undefined) return { ...asked(args), ...rest, ...nothing };
  const regex = PythonRegex.of(args.search_regex ?? "", { multiline: true });
  const found = args.search_regex === undefined ? undefined : regex.search(String(groups));
  return {
    ...asked(args),
    ...rest,
    match_groups: found?.groups.slice(1).map((group) => group ?? null) ?? [],
    match_groupdict: found ? regex.named(found) : {},
  };
}

/** What was waited for, as Ansible tells it; what was not given is null. */
function asked(args: {
  path?: string | undefined;
  port?: number | undefined;
  search_regex?: string | undefined;
  state: string;
}) {
  const { path = null, port = null, search_regex = null, state } = args;
  return { path, port, search_regex, state };
}
