import { flag, integer, list, map, oneOf, options, path, scalarText, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { Secret } from "../../../model/secret.js";
import { dictEntries, Float, isDict, type Value } from "../../../model/value.js";
import { files } from "../../../shell/powershell/libraries.js";
import script from "./win_powershell.ps1";

const SECRET = options(
  {
    name: text({ about: "the parameter", required: true }),
    value: text({ about: "a SecureString of this text", secret: true }),
    username: text({ about: "a PSCredential of this account" }),
    password: text({ about: "and this password", secret: true }),
  },
  { about: "a parameter that is kept from all output" },
);

export default defineModule({
  name: "win_powershell",
  collection: "ansible.windows",
  about: "Runs a PowerShell script on a Windows host; its objects come back as values",
  notes: [
    "Verified: executed in the Windows lab.",
    "The script runs in the host's own Windows PowerShell; `executable` is refused. `$Ansible` has Result, Changed, Failed, Diff, CheckMode, Tmpdir.",
    "In check mode it runs only where it has `[CmdletBinding(SupportsShouldProcess)]`.",
    "What is said to the host (Write-Host) is in host_out; warnings, verbose and debug texts are only in their own lists.",
  ],
  check: "full",
  args: {
    script: text({ about: "the script" }),
    path: text({ about: "a file of the controller with the script; with remote_src: of the host" }),
    remote_src: flag({ about: "path is on the host", default: false }),
    parameters: map({ about: "its parameters" }),
    sensitive_parameters: list(SECRET, { about: "parameters that are secret" }),
    chdir: text({ about: "where it runs" }),
    creates: text({ about: "do nothing if this exists (a pattern is allowed)" }),
    removes: text({ about: "do nothing unless this exists" }),
    depth: integer({ about: "how deep objects are told", default: 2 }),
    error_action: oneOf(["silently_continue", "continue", "stop"])({
      about: "what errors do that do not end it by themselves",
      default: "continue",
    }),
    executable: path({ about: "refused" }),
    arguments: list(text({ about: "a word" }), { about: "refused" }),
  },
  examples: [
    { script: "param($Path)\nNew-Item -Path $Path -ItemType Directory", parameters: { Path: "C:\\app" } },
    { path: "files/set-up.ps1", error_action: "stop" },
  ],
  returns: {
    output: "what it put out",
    result: "what it set as $Ansible.Result",
    error: "its errors",
    host_out: "what it wrote to the host",
    warning: "its warnings (also verbose, debug, information)",
  },
  validate: ({ script: one, path: other, sensitive_parameters }) => {
    if (one !== undefined && other !== undefined) return ["parameters are mutually exclusive: path|script"];
    if (one === undefined && other === undefined) return ["one of the following is required: path, script"];
    return (sensitive_parameters ?? []).flatMap(({ value, username, password }) => {
      if (value !== undefined && (username !== undefined || password !== undefined))
        return ["parameters are mutually exclusive: value|username found in sensitive_parameters"];
      return (username === undefined) === (password === undefined)
        ? []
        : ["parameters are required together: username, password found in sensitive_parameters"];
    });
  },
  powershell: {
    text: script,
    uses: [files],
    refuses: ({ executable, arguments: words }) => [
      ...(executable === undefined
        ? []
        : ["executable is not supported: the script runs in Windows PowerShell"]),
      ...(words === undefined ? [] : ["arguments is not supported without executable"]),
    ],
    vars: ({ parameters, sensitive_parameters, remote_src, path: place }) => ({
      parameters: null,
      sensitive_parameters: null,
      path: null,
      host_path: remote_src && place !== undefined ? { path: place } : null,
      values: wordsOf((parameters ?? {}) as Value),
      secrets: (sensitive_parameters ?? []).flatMap(({ name, value, username, password }) => [
        name,
        username === undefined ? (value === undefined ? "none" : "value") : "account",
        username ?? "",
        new Secret(password ?? value ?? ""),
      ]),
      verbosity: 0,
    }),
    bring: async ({ path: place, remote_src }, controller) => {
      if (place === undefined || remote_src) return {};
      const content = await controller.readFile(controller.find("files", place));
      return { vars: { script: content.toString().replace(/^\uFEFF/, "") } };
    },
  },
});

/** A value as a row of words: JSON would lose what is a text that looks like a date. */
function wordsOf(value: Value): string[] {
  if (value === null) return ["n"];
  if (typeof value === "boolean") return [`b${value ? 1 : 0}`];
  if (value instanceof Float) return [`f${value.value}`];
  if (typeof value === "bigint") return [`i${value}`];
  if (typeof value === "number") return [`${Number.isInteger(value) ? "i" : "f"}${value}`];
  if (Array.isArray(value)) return [`l${value.length}`, ...value.flatMap((one) => wordsOf(one))];
  if (!isDict(value)) return [`s${scalarText(value) ?? ""}`];
  const entries = [...dictEntries(value)];
  return [`d${entries.length}`, ...entries.flatMap(([key, one]) => [`s${String(key)}`, ...wordsOf(one)])];
}
