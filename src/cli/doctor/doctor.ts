import { readFileSync } from "node:fs";
import { diagnose, diagnoseUserData, healthyLine } from "../../doctor/ecs_agent.js";
import type { Evidence } from "../../doctor/evidence.js";
import { Fault } from "../../model/errors.js";
import { unlessStopped } from "../../model/stop.js";
import { EXIT_CODES } from "../options/exit_codes.js";
import type { Input } from "../options/option.js";
import { checkControlPlane, withControlPlane } from "./control.js";
import { type Gathered, gatherEvidence } from "./hosts.js";
import { type Diagnosis, jsonText, shownText } from "./text.js";

/** `tera doctor ecs-agent HOST`, or `--user-data FILE` without a host. */
export async function run(input: Input): Promise<number> {
  const { values, operands } = input;
  const file = values.userData as string | undefined;
  const pattern = operands[1];
  if ((file === undefined) === (pattern === undefined))
    throw new Fault("USAGE", "tera doctor ecs-agent takes a HOST, or --user-data FILE", {
      hint: "tera doctor ecs-agent web1 -i prod",
    });
  const diagnoses = file === undefined ? await diagnoseHosts(input, pattern!) : [diagnoseFile(file)];
  process.stdout.write(values.json === true ? jsonText(diagnoses) : shownText(diagnoses));
  return exitCode(diagnoses);
}

/** Where ECS is to be asked too, that there are credentials is known before the first host is connected to. */
async function diagnoseHosts(input: Input, pattern: string): Promise<Diagnosis[]> {
  const asks = input.values.controlPlane === true || input.values.service !== undefined;
  if (asks) await unlessStopped(checkControlPlane(), input.signal);
  const gathered = await gatherEvidence(input, pattern);
  return Promise.all(gathered.map((one) => diagnoseHost(one, asks, input)));
}

async function diagnoseHost(
  gathered: Gathered,
  asks: boolean,
  { values, signal }: Input,
): Promise<Diagnosis> {
  const { evidence } = gathered;
  if (evidence === undefined || !asks) return diagnosisOf(gathered);
  const service = values.service as string | undefined;
  const { refusal, ...more } = await asked(evidence, service, signal);
  return diagnosisOf({ ...gathered, ...more }, refusal);
}

/** What is told of a host, and of ECS where that refused to answer. */
export function diagnosisOf(gathered: Gathered, refusal?: string): Diagnosis {
  const { host: subject, evidence, problem, unreachable } = gathered;
  if (evidence === undefined)
    return { subject, state: unreachable ? "unreachable" : "failed", note: problem, findings: [] };
  const findings = diagnose(evidence);
  if (findings.length > 0) return { subject, state: "ill", note: refusal, findings };
  if (refusal !== undefined) return { subject, state: "failed", note: refusal, findings };
  return { subject, state: "healthy", note: healthyLine(evidence), findings };
}

/** What the host itself has said is worth telling, also where ECS gives no answer. */
async function asked(
  evidence: Evidence,
  service: string | undefined,
  signal: AbortSignal,
): Promise<{ evidence: Evidence; refusal?: string }> {
  try {
    return { evidence: await unlessStopped(withControlPlane(evidence, { service }), signal) };
  } catch (error) {
    if (!(error instanceof Fault) || signal.aborted) throw error;
    return { evidence, refusal: [error.message, error.hint].filter(Boolean).join("; ") };
  }
}

function diagnoseFile(path: string): Diagnosis {
  const findings = diagnoseUserData(userDataText(readText(path), path));
  const note = findings.length === 0 ? "nothing in it is known to keep an agent from coming up" : undefined;
  return { subject: path, state: findings.length === 0 ? "healthy" : "ill", note, findings };
}

/** EC2 hands user data out in base64, and launch templates keep it so: what is in there is meant. */
function userDataText(text: string, path: string): string {
  const packed = /^[\w+/]{16,}={0,2}$/.test(text.replace(/\r?\n/g, ""));
  const plain = packed ? Buffer.from(text, "base64").toString() : text;
  if (!/[\0\uFFFD]/.test(plain)) return plain;
  throw new Fault("USAGE", `${path} is no text`, {
    hint: "is it compressed? Then gunzip it first, after `base64 -d` where it is in base64",
  });
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why =
      { ENOENT: "there is no such file", EISDIR: "it is a folder" }[code ?? ""] ?? "it cannot be read";
    throw new Fault("FILE_MISSING", `--user-data ${path}: ${why}`, { cause });
  }
}

/** The worst of them counts. */
export function exitCode(diagnoses: readonly Diagnosis[]): number {
  const states = new Set(diagnoses.map(({ state }) => state));
  if (states.has("unreachable")) return EXIT_CODES.unreachable[0];
  return states.has("ill") || states.has("failed") ? EXIT_CODES.failed[0] : EXIT_CODES.ok[0];
}
