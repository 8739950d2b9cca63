import type { Task } from "../../model/play.js";
import type { Value } from "../../model/value.js";
import type { LazyDict } from "../../template/lazy.js";
import type { Walk } from "../hosts/state.js";
import { keywordValue } from "./evaluate.js";
import { isImplicitLocal } from "./precedence.js";
import type { VariableScope } from "./scope.js";

type Read = Value | LazyDict | undefined;

/**
 * A connection variable that nobody has set, as a task sees it: what keywords and settings say.
 * What decides how the host is reached reads only variables that are set.
 */
export function connectionVariable(walk: Walk, task: Task, scope: VariableScope, name: string): Read {
  const { run, play } = walk.batch;
  const { settings } = run;
  const keyword = (one: "connection" | "remote_user") => keywordValue(task, play, one, scope);
  switch (name) {
    case "ansible_connection":
      return keyword("connection") ?? settings.connection;
    case "ansible_host":
      return scope.given("ansible_ssh_host") ?? addressOf(walk);
    case "ansible_ssh_host":
      return scope.given("ansible_host") ?? addressOf(walk);
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

function addressOf({ host, batch }: Walk): string {
  return isImplicitLocal(host.name, batch.run) ? "127.0.0.1" : host.name;
}
