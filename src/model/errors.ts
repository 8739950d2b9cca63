import { formatPlace, type Place, quoteSource } from "./source.js";

/** Every fault there is; `docs/faults.md` is generated from this list. */
export const FAULTS = {
  ARGUMENT_INVALID: "a module argument has the wrong type or value",
  ARGUMENT_MISSING: "a module argument that is required is missing",
  ARGUMENT_UNKNOWN: "a module has no such argument",
  AWS_CREDENTIALS: "there are no credentials for AWS, or it does not accept them (any more)",
  AWS_DENIED: "the credentials may not make a call of AWS",
  AWS_FAILED: "a call of AWS failed, or found nothing",
  AWS_THROTTLED: "AWS slows the calls down",
  BECOME_FAILED: "the other user could not be become",
  CONNECTION_AUTH: "the host accepted no key and no password",
  CONNECTION_FAILED: "the host could not be reached",
  CONNECTION_HOST_KEY: "the host key is not the known one",
  CONNECTION_LOST: "the connection ended while it was needed",
  FILE_MISSING: "a file that is named does not exist",
  FILE_UNREADABLE: "a file or folder of the controller cannot be read or written",
  INTERRUPTED: "the user stopped the run",
  INVENTORY_INVALID: "the inventory cannot be read",
  KEYWORD_INVALID: "a keyword has a value it cannot have",
  KEYWORD_UNKNOWN: "a play, block or task has no such keyword",
  MODULE_UNKNOWN: "there is no module of that name",
  NOBODY_REACHED: "a command that is to prove something reached no host",
  PATTERN_INVALID: "a host pattern cannot be read or matches nothing",
  PLAYBOOK_INVALID: "a playbook, role or task file has the wrong shape",
  PLUGIN_UNSUPPORTED: "a Python plugin would be needed",
  REGEX_INVALID: "a regular expression is not valid, or takes too long on a text",
  RESUME_REFUSED: "a run cannot be gone on with: too much has changed, or is not known any more",
  ROLE_MISSING: "a role is not where roles are looked for",
  SECRET_MISSING: "a secret of a release cannot be had from where it is",
  SESSION_BROKEN: "the shell on the host stopped answering as agreed",
  TEMPLATE_FAILED: "a template failed while it was evaluated",
  TEMPLATE_SYNTAX: "a template cannot be parsed",
  TERRAFORM_FAILED: "Terraform is missing, too old, or failed",
  TIMEOUT: "something took longer than it may",
  UNDEFINED: "a variable is not defined",
  USAGE: "the command line cannot be understood",
  OPTIONS: "options that are understood do not go together, or lack something",
  VAULT_FAILED: "an encrypted value cannot be read",
  YAML_INVALID: "a file is not valid YAML",
} as const;

export type FaultCode = keyof typeof FAULTS;

export interface FaultDetails {
  /** where in the user's files */
  at?: Place | undefined;
  /** the way out, one sentence */
  hint?: string | undefined;
  cause?: unknown;
  /** what the result of the task that fails by it says, beside the message */
  result?: Readonly<Record<string, unknown>> | undefined;
}

/** We cannot go on: a mistake in the user's files, something missing, or a defect of ours. */
export class Fault extends Error {
  override readonly name = "Fault";
  readonly code: FaultCode;
  readonly at: Place | undefined;
  readonly hint: string | undefined;
  readonly result: FaultDetails["result"];

  constructor(code: FaultCode, message: string, details: FaultDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.at = details.at;
    this.hint = details.hint;
    this.result = details.result;
  }

  /** Message, place, the source line with a caret, and the hint. */
  format(): string {
    const lines = [this.message];
    if (this.at) lines.push(`  at ${formatPlace(this.at)}`);
    const quoted = this.at ? quoteSource(this.at) : "";
    if (quoted) lines.push(quoted.replace(/^/gm, "  "));
    if (this.hint) lines.push(`  ${this.hint}`);
    return lines.join("\n");
  }
}

/** Several faults found in one pass, to be shown together. */
export class Faults extends Error {
  override readonly name = "Faults";
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map((fault) => fault.message).join("\n"));
    this.faults = faults;
  }
}
