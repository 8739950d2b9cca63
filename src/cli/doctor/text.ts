import type { Finding } from "../../doctor/row.js";
import { visible } from "../../reporters/text/visible.js";

/** What was found of one host, or of one file of user data. */
export interface Diagnosis {
  subject: string;
  state: "healthy" | "ill" | "failed" | "unreachable";
  /** what is said instead of findings, or why there may be more */
  note: string | undefined;
  findings: readonly Finding[];
}

export function jsonText(diagnoses: readonly Diagnosis[]): string {
  return `${JSON.stringify({ check: "ecs-agent", results: diagnoses }, undefined, 2)}\n`;
}

export function shownText(diagnoses: readonly Diagnosis[]): string {
  return visible(diagnoses.map(one).join("\n"));
}

function one({ subject, state, note, findings }: Diagnosis): string {
  const count = findings.length === 1 ? "1 cause" : `${findings.length} causes`;
  const head = state === "ill" ? `${count} found, the cheapest to look at first` : `${state}: ${note ?? ""}`;
  const silent = state === "ill" && note !== undefined ? [`  ECS itself did not answer: ${note}`] : [];
  return `${[`${subject}: ${head}`, ...findings.map(section), ...silent].join("\n\n")}\n`;
}

function section({ row, title, cause, evidence, fix }: Finding): string {
  const number = row === 0 ? "" : ` (row ${row})`;
  return [`  ${title}${number}`, field("cause", cause), field("evidence", evidence), field("fix", fix)].join(
    "\n",
  );
}

/** Further lines stand under the first. */
function field(name: string, text: string): string {
  return `    ${name.padEnd(10)}${text.split("\n").join(`\n${" ".repeat(14)}`)}`;
}
