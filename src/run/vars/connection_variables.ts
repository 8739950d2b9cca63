import type { Task } from "../../model/play.js";
import type { Value } from "../../model/value.js";
import type { LazyDict } from "../../template/values/lazy.js";
import type { Walk } from "../hosts/state.js";
import { keywordValue } from "./evaluate.js";
import { isImplicitLocal } from "./precedence.js";
import type { VariableScope } from "./scope.js";

type Read = Value | LazyDict | undefined;

/** The task that reads, and the variables of its delegate where it has one. */
export interface ConnectionPlace {
  walk: Walk;
  task: Task;
  scope: VariableScope;
  delegate(): VariableScope | undefined;
}

/**
 * A connection variable that nobody has set, as a task sees it: what keywords and settings say.
 * What decides how the host is reached reads only variables that are set.
 */
export function connectionVariable(place: ConnectionPlace, name: string): Read {
  const { walk, task, scope } = place;
  const { run, play } = walk.batch;
  const { settings } = run;
  const keyword = (one: "connection" | "remote_user") => keywordValue(task, play, one, scope);
  switch (name) {
    case "ansible_connection":
      return keyword("connection") ?? settings.connection;
    case "ansible_host":
      return scope.given("ansible_ssh_host") ?? addressOf(place);
    case "ansible_ssh_host":
      return scope.given("ansible_host") ?? addressOf(place);
    case "ansible_user":
      return scope.given("ansible_ssh_user") ?? keyword("remote_user") ?? settings.user;
    case "ansible_ssh_user":
      return scope.given("ansible_user") ?? keyword("remote_user") ?? settings.user;
    case "ansible_port":
      return scope.given("ansible_ssh_port");
    case "ansible_ssh_port":
      return scope.given("ansible_port");
    case "ansible_timeout":
    case "ansible_ssh_timeout":
      return settings.timeout;
    case "ansible_private_key_file":
      return scope.given("ansible_ssh_private_key_file") ?? settings.privateKeyFile;
    case "ansible_ssh_private_key_file":
      return scope.given("ansible_private_key_file") ?? settings.privateKeyFile;
    case "ansible_shell_executable":
      return "/bin/sh";
    case "ansible_pipelining":
    case "ansible_ssh_pipelining":
      return false;
    default:
      return undefined;
  }
}

/** Where the task runs: on its delegate's address, where it has one. */
function addressOf({ walk, delegate }: ConnectionPlace): Read {
  const variables = delegate();
  const name = variables ? String(variables.given("inventory_hostname")) : walk.host.name;
  return variables?.given("ansible_host") ?? (isImplicitLocal(name, walk.batch.run) ? "127.0.0.1" : name);
}
