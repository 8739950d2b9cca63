import { oneOf, text } from "../../model/args.js";
import { type Controller, defineModule } from "../../model/module.js";
import type { Answer, ResultValues } from "../../model/result.js";
import windows from "../../shell/powershell/jobs/status.ps1";

export default defineModule({
  name: "async_status",
  about: "Tells how a task in the background (`async`) is getting on",
  hostLocal: true,
  background: false,
  check: "run",
  args: {
    jid: text({ about: "the job: `ansible_job_id` of the task's result", required: true }),
    mode: oneOf(["status", "cleanup"])({
      about: "`cleanup` removes the job's result, without waiting for its end",
      default: "status",
    }),
  },
  examples: [
    { jid: "{{ upgrade.ansible_job_id }}" },
    { jid: "{{ upgrade.ansible_job_id }}", mode: "cleanup" },
  ],
  returns: {
    ansible_job_id: "the job",
    started: "1",
    finished: "1 once it has ended; then there is its module's result too",
    results_file: "where the host keeps the result",
    erased: "the file that was removed",
  },
  bring: async (_args, controller) => ({ vars: { async_dir: { path: controller.jobFolder("sh") } } }),
  sh: `
    job=\${async_dir%/}/$jid
    say results_file "$job"
    [ -e "$job" ] || fail "could not find job"
    if [ "$mode" = cleanup ]; then must rm -f -- "$job"
    else say job "$(cat -- "$job")"
    fi
  `,
  powershell: {
    text: windows,
    bring: async (_args, controller) => ({
      vars: { async_dir: { path: controller.jobFolder("powershell") } },
    }),
    result: status,
  },
  result: status,
});

async function status(
  { said, failure }: Answer,
  { jid, mode }: { jid: string; mode: string },
  controller: Controller,
): Promise<ResultValues> {
  const file = String(said.results_file);
  const known = { ansible_job_id: jid, stdout: "", stderr: "", job: undefined };
  const where = mode === "cleanup" ? { erased: file, results_file: undefined } : { results_file: file };
  if (failure !== undefined) return { ...known, ...where, started: 1, finished: 1 };
  if (mode === "cleanup") return { ...known, ...where, started: 0, finished: 0 };
  const values = await controller.jobResult(String(said.job ?? ""));
  // not written yet, or only half
  if (!values) return { ...known, ...where, started: 1, finished: 0 };
  const state = values.started === undefined ? { started: 1, finished: 1, ansible_job_id: jid } : {};
  return { ...known, ...where, finished: 0, ...values, ...state };
}
