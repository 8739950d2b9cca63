import { randomBytes, randomInt } from "node:crypto";
import { writeJson } from "../../model/json_write.js";
import type { Script } from "../../model/script.js";
import { heldFiles, type Job } from "../session/job.js";
import { powershell } from "./dialect.js";
import { compactPs1 } from "./encode.js";
import start from "./jobs/start.ps1";
import watch from "./jobs/watch.ps1";
import { detached } from "./libraries.js";
import { requestMessage } from "./request.js";

/** The script that starts a job on a Windows host: what the job is given are the bytes that a session would be given. */
export async function powershellJobScript({ script, options, folder, limit, about }: Job): Promise<Script> {
  const mark = randomBytes(16).toString("hex");
  const alone = { ...script, files: await heldFiles(script.files) };
  const request = requestMessage(
    alone,
    { ...options, isAlone: true },
    { known: new Set(), uploaded: new Map() },
  );
  const vars = {
    async_dir: { path: folder },
    job_id: `j${randomInt(999_999_999_999)}`,
    limit,
    command: powershell.program(undefined).command,
    watch: compactPs1(watch),
    about: Buffer.from(writeJson({ ...about, mark })).toString("base64"),
    input: [
      powershell.prelude({ mark, folder: randomBytes(8).toString("hex") }),
      request,
      powershell.leave,
    ].join(""),
  };
  return { family: "powershell", name: "async_start", text: start, uses: [detached], vars, files: {} };
}
