import { randomBytes, randomInt } from "node:crypto";
import { writeJson } from "../../model/json_write.js";
import type { LocalFile, RequestOptions, Script, ShellLibrary, ShellValue } from "../../model/script.js";
import type { Value } from "../../model/value.js";
import { compact, prelude } from "./prelude.js";
import { chunksOf, definitions, requestText } from "./request.js";

/**
 * What watches over a job: a program in a session of its own, so that it outlives the connection. Its input is a
 * line that the result takes along, and then the program of the job. `$1` the result, `$2` its name, `$3` the limit.
 *
 * The job has another session of its own, so that all of it can be killed. What it prints are the records that a
 * session would have sent; when it has ended they take the place of the line that says that it runs. The folder may be
 * another user's: each file is made anew, and what was printed is read from what was opened, not by its name.
 */
const WATCH = compact(`
detach() { if command -v setsid >/dev/null 2>&1; then exec setsid "$@"; fi; command -v perl >/dev/null 2>&1 || exec "$@"; exec perl -e 'use POSIX; POSIX::setsid(); exec @ARGV' "$@"; }
text() { if command -v base64 >/dev/null 2>&1; then base64 <"$1"; else openssl base64 <"$1"; fi | tr -d '\\n'; }
kept() { if [ -e "/proc/$$/fd/$1" ]; then text "/proc/$$/fd/$1"; else text "$job.$2"; fi; }
fresh() { set -C; cat >"$1"; }
result() { rm -f -- "$job.tmp"; (fresh "$job.tmp") && mv -f -- "$job.tmp" "$job"; rm -f -- "$job.out" "$job.err"; }
end() { kill -s "$1" -- "-$pid" || kill -s "$1" "$pid"; }
now() { t=$(date +%s.%N); case $t in *[!0-9.]*) date +%s ;; *) echo "$t" ;; esac; }
job=$1 mask=$(umask) late= begun=$(now)
read -r about
umask 077
watch() {
set +C; ran=1
if [ -e /proc/self/fd/5 ]; then exec 4>>/proc/self/fd/4 5>>/proc/self/fd/5; fi
exec 3<&0
(umask "$mask"; detach /bin/sh <&3 >&4 2>&5 3<&- 4>&- 5>&-) & pid=$!
exec 3<&-
trap 'late=1' USR1
(trap 'kill "$nap"; exit' TERM; sleep "$3" & nap=$!; wait "$nap"; kill -s USR1 $$) & clock=$!
wait "$pid"; code=$? ended=$(now)
trap '' USR1
if [ -n "$late" ]; then
end TERM; sleep 1; end KILL
printf '{"msg": "Timeout exceeded", "failed": true, "child_pid": %s}' "$pid" | result
return
fi
kill "$clock"
{ printf '{"ansible_job_id": "%s", "code": %s, "begun": %s, "ended": %s, "about": "%s", "stdout": "' "$2" "$code" "$begun" "$ended" "$about"; kept 4 out; printf '", "stderr": "'; kept 5 err; printf '"}'; } | result
}
ran=; set -C
{ watch "$@" 4>"$job.out" 5>"$job.err"; } 2>/dev/null
[ -n "$ran" ] || echo '{"failed": true, "msg": "the files of the job could not be made: somebody else has made them, or the disk is full"}' | result
`);

/** Starts the watcher: the result is there before, made by us alone; nothing of the session is left in its hands. */
const START = `
must_not() { t_out=\${t_out##*: }; fail "could not create $1 - $t_out"; }
umask 077
t_out=$(mkdir -p -- "$async_dir" 2>&1) || must_not "directory: $async_dir"
id=$job_id.$$ job=\${async_dir%/}/$job_id.$$
t_out=$(set -C; printf '{"started": 1, "finished": 0, "ansible_job_id": "%s"}' "$id" 2>&1 >"$job") || must_not "file: $job"
umask "$T_U"
{ t_p "$job_input" | (eval "$T_L"; detached sh -c "$job_watch" tera-job "$job" "$id" "$job_limit"); } >/dev/null 2>&1 &
say ansible_job_id "$id"
say results_file "$job"
`;

/** \`detached PROGRAM ...\`: in a session of its own, where the host has the means. */
const detached: ShellLibrary = {
  name: "detached",
  text: `
detached() {
if have setsid; then exec setsid "$@"; fi
trap '' HUP
have perl || exec "$@"
exec perl -e 'use POSIX; POSIX::setsid(); exec @ARGV' "$@"
}
`,
};

/** What is to be done in the background, and what its result is to tell of it. */
export interface Job {
  script: Script;
  options: RequestOptions;
  /** the folder of results, as it is written */
  folder: string;
  /** seconds after which it is killed */
  limit: number;
  /** the module and its arguments: they make the result's values of what was printed */
  about: Readonly<Record<string, Value>>;
}

/** The script that starts a job, for any session of the host. */
export async function jobScript({ script, options, folder, limit, about }: Job): Promise<Script> {
  const mark = randomBytes(16).toString("hex");
  const alone = { ...script, files: await heldFiles(script.files) };
  const kept = Buffer.from(writeJson({ ...about, mark })).toString("base64");
  const vars: Record<string, ShellValue> = {
    async_dir: { path: folder },
    job_id: `j${randomInt(999_999_999_999)}`,
    job_limit: limit,
    job_watch: WATCH,
    job_input: [
      `${kept}\n`,
      prelude({ mark, folder: randomBytes(8).toString("hex") }),
      definitions(alone, new Set()),
      requestText(alone, { ...options, isAlone: true }, new Map()),
      "exit 0\n",
    ].join(""),
  };
  return { family: "sh", name: "async_start", text: START, uses: [detached], vars, files: {} };
}

/** Nobody is there to bring files to a job: it takes their content along. */
export async function heldFiles(files: Script["files"]): Promise<Record<string, LocalFile>> {
  const held: Record<string, LocalFile> = {};
  for (const [name, file] of Object.entries(files)) {
    const chunks: Buffer[] = [];
    for await (const chunk of chunksOf(file.content)) chunks.push(chunk);
    held[name] = { ...file, content: Buffer.concat(chunks) };
  }
  return held;
}
