import { map, oneOf, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import type { Value } from "../../../model/value.js";
import script from "./win_environment.ps1";

export default defineModule({
  name: "win_environment",
  collection: "ansible.windows",
  about: "Sets and removes environment variables of a Windows host or of the user",
  notes: [
    "Verified: executed in the Windows lab beside Ansible's module.",
    "Later tasks see what was set; programs that run already are told of the change.",
    "At `level: process` nothing is left after the task: it is only told.",
  ],
  hostLocal: true,
  check: "full",
  writes: () => [],
  args: {
    name: text({ about: "the variable" }),
    level: oneOf(["machine", "process", "user"])({ about: "whose variable", required: true }),
    state: oneOf(["absent", "present"])({
      about: "is it to be there? Left out: it goes where there is no value",
    }),
    value: text({ about: "its value" }),
    variables: map({ about: "several at once: names and values; an empty value removes" }),
  },
  examples: [
    { name: "APP_HOME", value: "C:\\app", level: "machine", state: "present" },
    { variables: { APP_HOME: "C:\\app", OLD: "" }, level: "user" },
  ],
  returns: {
    before_value: "what it was (the last one of several)",
    value: "what it is",
    env_values: "of each variable: before, after, changed",
  },
  validate: ({ name, variables, value, state }) => {
    if (variables !== undefined && (name !== undefined || value !== undefined || state !== undefined))
      return ["variables is mutually exclusive with name, value and state"];
    return name === undefined && variables === undefined
      ? ["one of the following is required: name, variables"]
      : [];
  },
  powershell: {
    text: script,
    vars: ({ name, value, variables }) => ({
      variables: null,
      pairs: Object.entries(variables ?? { [name!]: value ?? "" }).flatMap(([one, is]) => [one, textOf(is)]),
    }),
  },
});

function textOf(value: Value | undefined): string {
  if (value === null || value === undefined) return "";
  return typeof value === "boolean" ? (value ? "True" : "False") : String(value);
}
