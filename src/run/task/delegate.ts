import { Fault } from "../../model/errors.js";
import type { Task } from "../../model/play.js";
import type { ResultValues } from "../../model/result.js";
import type { PlainDict, Value } from "../../model/value.js";
import { evaluateDeep } from "../../template/render.js";
import type { LinkSpec } from "../hosts/connections.js";
import type { HostState } from "../hosts/host.js";
import { stateOf } from "../hosts/hosts.js";
import type { Walk } from "../hosts/state.js";
import {
  becomeFor,
  type ConnectionKeywords,
  type HostReaders,
  targetFor,
  transportName,
} from "../hosts/target.js";
import { keywordFlag, keywordValue } from "../vars/evaluate.js";
import { inherited } from "../vars/keywords.js";
import type { VariableScope } from "../vars/scope.js";
import { delegateScope } from "../vars/task_scope.js";

/**
 * A name that comes out empty would have the work done on the wrong host: the task has failed, even where `when` is
 * false. What else is wrong with it is told when it is wanted.
 */
export function checkDelegate(walk: Walk, task: Task, scope: VariableScope): void {
  const { value: written, at } = inherited(task, walk.batch.play, "delegate_to") ?? {};
  if (typeof written !== "string" || delegateNamed(walk, task, scope) !== "") return;
  throw new Fault("KEYWORD_INVALID", `Empty hostname produced from delegate_to: "${written}"`, { at });
}

function delegateNamed(walk: Walk, task: Task, scope: VariableScope): Value | undefined {
  try {
    return keywordValue(task, walk.batch.play, "delegate_to", scope);
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

/** The host that does the work: the delegate, or the walk's own host. */
export function delegateOf(walk: Walk, task: Task, scope: VariableScope): HostState {
  const wanted = keywordValue(task, walk.batch.play, "delegate_to", scope);
  if (wanted === undefined || wanted === null || wanted === walk.host.name) return walk.host;
  if (typeof wanted !== "string")
    throw new Fault("KEYWORD_INVALID", "`delegate_to` must be the name of a host", {
      at: task.keywords.delegate_to?.at,
    });
  return stateOf(walk.batch.run, wanted);
}

/** What the result of a delegated task tells of its delegate; none of it is registered. */
export function delegationOf(
  walk: Walk,
  task: Task,
  scope: VariableScope,
  delegate: HostState,
): ResultValues {
  const variables = delegateScope(walk, task, delegate.name, {});
  const known: PlainDict = { ansible_delegated_host: delegate.name };
  for (const name of ["ansible_host", "ansible_port", "ansible_user", "ansible_connection"]) {
    const value = variables.given(name);
    if (value !== undefined) known[name] = value as Value;
  }
  const takesFacts = keywordFlag(task, walk.batch.play, "delegate_facts", scope, false);
  return { _ansible_delegated_vars: known, ...(takesFacts ? { _ansible_facts_to: delegate.name } : {}) };
}

/** How the task's host is reached, and as whom. May suspend while a variable is on its way. */
export function linkSpec(walk: Walk, task: Task, scope: VariableScope, delegate: HostState): LinkSpec {
  const { run, play } = walk.batch;
  const delegated = delegate !== walk.host;
  const variables = delegated ? delegateScope(walk, task, delegate.name, {}) : scope;
  const defaults = run.inventory.hosts.get(delegate.name)?.defaults ?? {};
  const readers: HostReaders = {
    read: (name) => variables.given(name) as Value | undefined,
    fallback: (name) =>
      Object.hasOwn(defaults, name) ? evaluateDeep(defaults[name]!, undefined, variables.context) : undefined,
  };
  const keyword = (name: keyof ConnectionKeywords) => keywordValue(task, play, name, scope);
  const keywords: ConnectionKeywords = {
    connection: keyword("connection"),
    remote_user: keyword("remote_user"),
    port: keyword("port"),
    become: keyword("become"),
    become_user: keyword("become_user"),
    become_method: keyword("become_method"),
    become_exe: keyword("become_exe"),
    become_flags: keyword("become_flags"),
  };
  const transport = transportName(readers, keywords, run.settings);
  const target = targetFor(delegate.name, transport, readers, keywords, run.settings);
  const become = becomeFor(readers, keywords, run.settings);
  for (const secret of [target.password, target.privateKey, target.passphrase, become?.password])
    if (secret) run.secrets.add(secret);
  return { transport, target, delegated, become };
}
