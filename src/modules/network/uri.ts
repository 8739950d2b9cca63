import { flag, integer, list, localPath, oneOf, path, raw, text } from "../../model/args.js";
import { type Brought, type Controller, defineModule } from "../../model/module.js";
import type { Value } from "../../model/value.js";
import { FILE_ARGS } from "../../shell/files/arguments.js";
import { content } from "../../shell/files/content.js";
import { answered } from "../../shell/http/answer.js";
import { HTTP_ARGS, http } from "../../shell/http/http.js";
import { encodedFile, multipartOf } from "../../shell/http/multipart.js";
import { redirectVars, requestVars } from "../../shell/http/request.js";
import { web } from "../../shell/powershell/libraries.js";
import windows from "../../shell/powershell/network/uri.ps1";
import { webRefused, webVars } from "../../shell/powershell/network/web_vars.js";
import { rightsPassedOver, rightsRefused } from "../../shell/powershell/rights.js";

export default defineModule({
  name: "uri",
  about: "Asks a web server, from the host",
  check: "skip",
  skipped: "This action (uri) does not support check mode.",
  args: {
    url: text({ about: "what to ask for", required: true }),
    method: text({ about: "GET, POST, …", default: "GET" }),
    body: raw({ about: "what is sent" }),
    body_format: oneOf(["raw", "json", "form-urlencoded", "form-multipart"])({
      about: "how body is written",
      default: "raw",
    }),
    src: localPath({ about: "a file of the controller to send; with remote_src one of the host" }),
    status_code: list(integer({ about: "a status" }), { about: "statuses that are good", default: [200] }),
    return_content: flag({ about: "return the body even if it is not text", default: false }),
    follow_redirects: oneOf(["all", "no", "none", "safe", "urllib2", "yes"])({
      about: "where the server says to look elsewhere",
      default: "safe",
    }),
    dest: path({ about: "where the body is kept" }),
    creates: path({ about: "do nothing if this exists" }),
    removes: path({ about: "do nothing unless this exists" }),
    remote_src: flag({ about: "files that are sent are on the host already", default: false }),
    ...HTTP_ARGS,
    ...FILE_ARGS,
  },
  examples: [
    { url: "http://127.0.0.1:8080/hello", return_content: true },
    {
      url: "http://127.0.0.1/items",
      method: "POST",
      body: { name: "web" },
      body_format: "json",
      status_code: [201],
    },
  ],
  returns: {
    status: "the status",
    content: "the body",
    json: "the body, where it is JSON",
    msg: "what happened",
  },
  exclusive: ["body|src"],
  validate: ({ method }) =>
    method !== undefined && !/^[A-Za-z]+$/.test(method)
      ? ["Parameter 'method' needs to be a single word in uppercase, like GET or POST."]
      : [],
  uses: [content, http],
  vars: (args) => ({ ...requestVars(args), ...redirectVars(args), parts: [], brought: "" }),
  bring: async (args, controller) => {
    if (args.body_format === "form-multipart") return form(args, controller);
    if (args.src === undefined) return {};
    if (args.remote_src) return { vars: { src: { path: args.src } } };
    const sent = await controller.localFile(controller.find("files", args.src));
    return { files: { sent }, vars: { brought: "1", src: "" } };
  },
  powershell: {
    text: windows,
    uses: [web],
    refuses: (args) => [
      ...rightsRefused(args),
      ...webRefused(args),
      ...(args.body_format === "form-multipart" ? ["form-multipart is not supported there"] : []),
      ...(args.src !== undefined && !args.remote_src
        ? ["src is sent from the host there: say remote_src"]
        : []),
    ],
    vars: (args) => {
      const { follow, hop } = redirectVars(args);
      return { ...webVars(args), ...requestVars(args), follow: follow !== "" || hop !== "" };
    },
    result: (answer, args) => ({ ...answered(answer, args), ...rightsPassedOver(args) }),
  },
  sh: `
    if [ -n "$creates" ] && [ -e "$creates" ]; then say not_run "skipped, since '$creates' exists"; exit 0; fi
    if [ -n "$removes" ] && [ ! -e "$removes" ]; then say not_run "skipped, since '$removes' does not exist"; exit 0; fi
    # the parts of a form: a line of text behind =, a file of the host behind @
    part() {
      case $1 in
      =*) printf '%s\\r\\n' "\${1#=}" ;;
      @*) base64 <"\${1#@}" | awk '{ printf "%s\\r\\n", $0 }' ;;
      esac
    }
    if [ -n "$parts" ]; then
      make_temp; src=$temp
      printf '%s\\n' "$parts" | while IFS= read -r p; do
        case $p in @*) [ -r "\${p#@}" ] || exit 1 ;; esac
        part "$p"
      done >"$src" || fail "failed to parse body as form-multipart: a file of it cannot be read"
    elif [ -n "$brought" ]; then need sent; src=$sent
    elif [ -n "$src" ] && [ ! -r "$src" ]; then say_json bare true; fail "Unable to open source file $src"; fi
    [ -z "$force" ] || headers="$headers
Cache-Control: no-cache"
    [ -n "$force" ] || [ -z "$dest" ] || [ ! -f "$dest" ] || headers="$headers
If-Modified-Since: $(date -u -r "$dest" '+%a, %d %b %Y %H:%M:%S GMT' 2>/dev/null)"
    make_temp; out=$temp; make_temp; head=$temp; hops=0 asked=$url
    while :; do
      http_get "$method" "$url" "$out" "$head"
      case $hop/$http_status/$method in all/30[12378]/*|urllib2/30[123]/POST) ;; *) break ;; esac
      [ -n "$http_next" ] && [ $hops -lt 10 ] || break
      hops=$((hops + 1)) url=$http_next http_url=$http_next
      case $http_status in 307|308) continue ;; esac
      case $http_status/$method in */HEAD) ;; 30[23]/*|301/POST) method=GET ;; esac
      has_body= src= headers=$(printf '%s\\n' "$headers" | grep -vi '^content-')
    done
    [ "$method" != HEAD ] || : >"$out"
    say_json status "$http_status"; say final_url "$http_url"; say elapsed "$http_time"
    case $http_url in "$asked"|"$asked/") ;; *) say redirected 1 ;; esac
    say head "$(tr -d '\\r' <"$head")"
    good=; for s in $status_code; do [ "$s" = "$http_status" ] && good=1; done
    if [ -n "$dest" ] && [ "$http_status" != -1 ]; then
      if [ -d "$dest" ]; then
        b=$(http_named "$head"); [ -n "$b" ] || { b=\${http_url%%[?#]*}; b=\${b#*://}; case $b in */*) b=\${b##*/} ;; *) b= ;; esac; }
        dest=\${dest%/}/\${b:-index.html}
      fi
      a_quiet=1
      if [ -n "$good" ] && [ "$http_status" != 304 ]; then
        change
        if cmp -s "$out" "$dest"; then attributes "$dest"
        else p_wear=1; copy_over "$out" "$dest"; fi
      fi
      say path "$dest"; say_path "$dest"
    fi
    cat "$out"
    [ -n "$good" ] || fail "Status code was $http_status and not [$(printf '%s' "$status_code" | tr '\\n' ',' | sed 's/,/, /g')]: $(http_said "$head")"
  `,
  result: answered,
});

interface Form {
  body?: Value | undefined;
  headers?: Readonly<Record<string, Value>> | undefined;
  remote_src: boolean;
  status_code: number[];
  method: string;
  follow_redirects: string;
  force: boolean;
}

/** A form in parts: whole where its files are the controller's, else put together on the host. */
async function form(args: Form, controller: Controller): Promise<Brought> {
  const { type, pieces } = multipartOf(args.body);
  const { "Content-Type": _, ...headers } = args.headers ?? {};
  const vars = requestVars({
    ...args,
    body_format: "raw",
    body: undefined,
    headers: { ...headers, "Content-Type": type },
  });
  if (args.remote_src) {
    const parts = pieces.flatMap((piece) =>
      "file" in piece
        ? [`@${piece.file}`]
        : piece.text
            .replace(/\r\n$/, "")
            .split("\r\n")
            .map((line) => `=${line}`),
    );
    return { vars: { headers: vars.headers!, parts } };
  }
  const texts = await Promise.all(
    pieces.map(async (piece) =>
      "text" in piece
        ? piece.text
        : encodedFile(await controller.readFile(controller.find("files", piece.file))),
    ),
  );
  return {
    files: { sent: controller.localContent(texts.join("")) },
    vars: { headers: vars.headers!, brought: "1" },
  };
}
