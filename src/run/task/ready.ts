import type { Controller, Module } from "../../model/module.js";
import type { Task } from "../../model/play.js";
import type { HostState } from "../hosts/host.js";
import type { Walk } from "../hosts/state.js";
import type { VariableScope } from "../vars/scope.js";

/** A task whose `when` holds, with its arguments evaluated, ready for the host that does it. */
export interface Ready {
  walk: Walk;
  task: Task;
  scope: VariableScope;
  module: Module;
  args: Record<string, unknown>;
  controller: Controller;
  /** the host that does it: the walk's own, unless delegated */
  delegate: HostState;
}
