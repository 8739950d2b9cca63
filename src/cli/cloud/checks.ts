import { existsSync } from "node:fs";
import { relative } from "node:path";
import { Fault } from "../../model/errors.js";
import { hclOf, type Root, SHARED, variableFiles, variablesOf } from "../../terraform/root.js";
import { readNamed } from "../named_files.js";

/** What can be known to go wrong before Terraform starts. Faults: AWS_CREDENTIALS, USAGE, FILE_MISSING. */
export async function checkBeforehand(
  roots: readonly Root[],
  varFiles: readonly string[],
  warn: (text: string) => void,
): Promise<void> {
  for (const path of varFiles)
    if (!existsSync(path)) throw new Fault("FILE_MISSING", `--var-file ${path}: there is no such file`);
  for (const root of roots) checkAdminCidrs(root, varFiles, warn);
  await checkCredentialsFor(roots);
}

/** Every environment's `up` applies what is shared, with the same variables. Fault: USAGE. */
export function checkVarFiles(environment: string, varFiles: readonly string[]): void {
  if (environment !== SHARED || varFiles.length === 0) return;
  throw new Fault(
    "USAGE",
    `\`${SHARED}\` takes no --var-file: the next \`tera cloud up ENV\` would undo it`,
    {
      hint: `write what it says into env/${SHARED}.tfvars, or what is yours alone into $TF_VAR_name`,
    },
  );
}

/** Roots of AWS need credentials. Fault: AWS_CREDENTIALS. */
export async function checkCredentialsFor(roots: readonly Root[]): Promise<void> {
  if (!roots.some(usesAws)) return;
  const { checkCredentials } = await import("../../aws/credentials.js");
  await checkCredentials("running Terraform");
}

function usesAws(root: Root): boolean {
  return /^\s*(provider|data|resource)\s+"aws(_\w+)?"/m.test(hclOf(root));
}

/** Networks for documents only (RFC 5737, RFC 3849): nobody administers from there. */
const EXAMPLES = /"(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+(\/\d+)?"|"2001:db8:[^"]*"/;

/** Hosts that let nobody in cost money and are good for nothing. */
function checkAdminCidrs(root: Root, varFiles: readonly string[], warn: (text: string) => void): void {
  if (!variablesOf(root).includes("admin_cidrs")) return;
  const { path, list } = adminCidrs(variableFiles(root, varFiles));
  const hint = `admin_cidrs = ["YOUR.ADDRESS/32"] in ${relative(process.cwd(), root.variables)}, in a file for --var-file, or in $TF_VAR_admin_cidrs`;
  const example = EXAMPLES.exec(list)?.[0];
  if (example !== undefined)
    throw new Fault("USAGE", `admin_cidrs in ${path} still has the example ${example}`, {
      hint: `put in where you connect from: ${hint}`,
    });
  if (!/[0-9a-f]/.test(list)) warn(`${root.name} opens SSH to nobody. To connect from here, say ${hint}`);
}

/** What counts: the last file that says it, else the environment. */
function adminCidrs(files: readonly string[]): { path: string; list: string } {
  for (const path of [...files].reverse()) {
    const text = readNamed(path);
    const list = path.endsWith(".json") ? jsonList(text, "admin_cidrs") : assignedList(text, "admin_cidrs");
    if (list !== undefined) return { path: relative(process.cwd(), path), list };
  }
  return { path: "$TF_VAR_admin_cidrs", list: process.env.TF_VAR_admin_cidrs ?? "" };
}

/** The same of a file in JSON; what is wrong with one is for Terraform to say. */
function jsonList(text: string, name: string): string | undefined {
  try {
    const value = (JSON.parse(text) as Record<string, unknown> | null)?.[name];
    return value === undefined ? undefined : JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** The text of `name = [...]` in a file of variables. */
function assignedList(text: string, name: string): string | undefined {
  const code = text.replace(/^\s*(#|\/\/).*$/gm, "");
  return new RegExp(`^\\s*${name}\\s*=\\s*(\\[[^\\]]*\\])`, "m").exec(code)?.[1];
}
