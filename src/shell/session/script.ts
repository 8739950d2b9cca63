import type { Field } from "../../model/args.js";
import { writeJson } from "../../model/json_write.js";
import type { Brought, Module } from "../../model/module.js";
import type { Script, ShellValue } from "../../model/script.js";

/** The script of a module's PowerShell hand: arguments keep their types. */
export function powershellScript(module: Module, args: Record<string, unknown>, brought: Brought): Script {
  const hand = module.powershell!;
  const vars: Record<string, ShellValue> = {};
  for (const [name, field] of Object.entries(module.args)) vars[name] = typedValue(args[name], field);
  Object.assign(vars, hand.vars?.(args as never), brought.vars);
  const { name } = module;
  const uses = [...(hand.uses ?? []), ...(brought.uses ?? [])];
  return { family: "powershell", name, text: hand.text, uses, vars, files: brought.files ?? {} };
}

function typedValue(value: unknown, field: Field): ShellValue {
  if (value === undefined || value === null) return null;
  if (field.kind === "path") return { path: String(value) };
  if (Array.isArray(value))
    return value.map((item) => (typeof item === "object" ? writeJson(item) : String(item)));
  if (typeof value === "object") return writeJson(value);
  return value as ShellValue;
}

/** The script of a module with its arguments: every argument a shell variable of its name. */
export function scriptFor(module: Module, args: Record<string, unknown>, brought: Brought): Script {
  const vars: Record<string, ShellValue> = {};
  for (const [name, field] of Object.entries(module.args)) vars[name] = shellValue(args[name], field);
  // where it is not given, the task's environment may say it
  if (args.unsafe_writes === false) vars.unsafe_writes = "no";
  Object.assign(vars, module.vars?.(args as never), brought.vars);
  return {
    family: "sh",
    name: module.name,
    text: module.sh!,
    uses: [...(module.uses ?? []), ...(module.libraries?.(args as never) ?? []), ...(brought.uses ?? [])],
    vars,
    files: brought.files ?? {},
    opensFiles: module.opensFiles,
  };
}

function shellValue(value: unknown, field: Field): ShellValue {
  if (value === undefined || value === null) return "";
  if (field.kind === "path") return { path: String(value) };
  if (Array.isArray(value)) {
    const isPath = field.inner && "kind" in field.inner && field.inner.kind === "path";
    return value.map((item) =>
      isPath ? { path: String(item) } : typeof item === "object" ? writeJson(item) : String(item),
    );
  }
  if (typeof value === "object") return writeJson(value);
  return value as ShellValue;
}
