import { statSync } from "node:fs";
import { lstat, readdir, readFile, readlink, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { makeFolders, writeWhole } from "../../disk/disk.js";
import { Fault } from "../../model/errors.js";
import type { Controller } from "../../model/module.js";
import { readsData } from "../../model/origin.js";
import type { Task } from "../../model/play.js";
import type { HostSession } from "../../model/session.js";
import { sleepUnlessStopped } from "../../model/stop.js";
import { dictValues, isDict, type Value } from "../../model/value.js";
import { argumentErrors } from "../../playbook/argument_check.js";
import { evaluateCondition, evaluateDeep, evaluateExpression } from "../../template/render.js";
import { renderText } from "../../template/render_text.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import { conditionText } from "../vars/conditions.js";
import { awaitWriters } from "../vars/controller_files.js";
import { candidates, expandHome, findFile } from "../vars/files.js";
import { collected } from "../vars/keywords.js";
import type { VariableScope } from "../vars/scope.js";
import { settled } from "../vars/suspended.js";
import { templateVariables } from "../vars/template_variables.js";
import { jobFolder } from "./background.js";
import { explainWait } from "./explain.js";
import { jobResult } from "./job_result.js";
import { joinedFiles, localContent, localFile, receiveFile } from "./local_files.js";

/** What a module sees of the controller, for one task on one host. */
export function controllerFor(
  walk: Walk,
  task: Task,
  scope: VariableScope,
  mode: { check: boolean; diff: boolean; position: Position },
  link: {
    session(): Promise<HostSession>;
    transport(): Promise<string>;
    shell(): Promise<"sh" | "powershell">;
  },
): Controller {
  const { run, folders } = walk.batch;
  // expressions that are not written in the task came with a dict of variables: a host's, maybe
  const contextOf = (expression: string) =>
    isWritten(task.args, expression) ? scope.context : { ...scope.context, isData: true };
  const reads = (path: string): string => {
    awaitWriters(walk, mode.position, path);
    return path;
  };
  // what is asynchronous waits by itself: a module that catches its errors must not catch the waiting
  const explain = (what: string) => explainWait(walk, task, `for ${what}`);
  const readable = (path: string): Promise<string> => settled(() => reads(path), explain);
  return {
    host: walk.host.name,
    check: mode.check,
    diff: mode.diff,
    diffLimit: run.settings.diffLimit,
    native: scope.context.native === true,
    find: (folder, name) => {
      for (const path of candidates(task, folders.playbook, folder, name)) reads(path);
      return findFile(task, folders.playbook, folder, name);
    },
    absolute: (path) => resolve(folders.playbook, expandHome(path)),
    walk: async (folder) => walkFolder(await readable(folder)),
    readFile: async (path) => readFile(await readable(path)),
    readYaml: (path) => run.readYaml(reads(path)),
    stat: async (path) => {
      const found = await stat(await readable(path));
      return {
        kind: found.isDirectory() ? "directory" : "file",
        size: found.size,
        mode: found.mode & 0o7777,
      };
    },
    localFile: async (path, options) =>
      localFile(await readable(path), options?.decrypt === false ? undefined : run.decrypt),
    localContent,
    joined: joinedFiles,
    writeFile: writeAtomically,
    render: (path, options) =>
      settled(() => renderTemplate(reads(path), options, { scope, managed: run.settings.managed }), explain),
    variable: (name) => scope.get(name) as never,
    evaluate: (expression) =>
      task.args.var !== expression && isSaid(walk, task, scope)
        ? `{{${expression}}}`
        : evaluateExpression(expression, task.at, contextOf(expression)),
    holds: (condition) =>
      typeof condition === "boolean"
        ? condition
        : evaluateCondition(conditionText(condition), task.at, contextOf(conditionText(condition))),
    argumentErrors,
    ask: (prompt, options) => run.ask(prompt, options),
    sleep: (seconds) => sleepUnlessStopped(seconds, run.signal),
    hide: (secret) => run.secrets.add(secret),
    transport: link.transport,
    shell: link.shell,
    send: async ({ family = "sh", vars, text, uses, files, timeout }) => {
      if ((await link.shell()) !== family) throw wrongSystem(task, family);
      const open = await link.session();
      return open.sendNow(
        { family, name: `${task.module.value}_more`, text, uses: uses ?? [], vars, files: files ?? {} },
        { check: mode.check, diff: mode.diff, environment: {}, onFailure: "ignore", timeout },
      );
    },
    jobFolder: (shell) => jobFolder(walk, scope, shell),
    jobResult(text) {
      return jobResult(text, this, run.findModule);
    },
    fetchFile: async (path, dest, sha1) => {
      const open = await link.session();
      return receiveFile(
        dest,
        (sink) => open.readFile(path, sink),
        (got) => sha1 === undefined || got === sha1,
      );
    },
  };
}

const wrongSystem = ({ module }: Task, family: "sh" | "powershell"): Fault =>
  new Fault(
    "PLUGIN_UNSUPPORTED",
    `module ${module.value} does not work on ${family === "sh" ? "Windows hosts" : "hosts without PowerShell"}`,
    { at: module.at },
  );

function isWritten(args: Value, expression: string): boolean {
  if (typeof args === "string") return args.includes(expression);
  if (Array.isArray(args)) return args.some((one) => isWritten(one, expression));
  return isDict(args) && dictValues(args).some((one) => isWritten(one, expression));
}

/** Whether arguments may hold what a host has said: that is never taken for an expression. */
function isSaid(walk: Walk, task: Task, { context }: VariableScope): boolean {
  const { args, argsTemplate, freeForm, at } = task;
  const defaults = collected(task, walk.batch.play, "module_defaults");
  try {
    return readsData(() => {
      for (const located of [{ value: args, at }, argsTemplate, freeForm, ...defaults])
        if (located) evaluateDeep(located.value, located.at, context);
    });
  } catch (error) {
    if (error instanceof Fault) return true;
    throw error;
  }
}

const templates = new Map<string, { text: string; state: string }>();

function renderTemplate(
  path: string,
  options: Parameters<Controller["render"]>[1],
  { scope, managed }: { scope: VariableScope; managed: string },
): string {
  const { mtimeMs, ctimeMs, size, ino } = statSync(path);
  const state = [mtimeMs, ctimeMs, size, ino].join();
  let known = templates.get(path);
  if (known?.state !== state) {
    known = { text: scope.context.world.readText(path), state };
    templates.set(path, known);
  }
  return renderText(
    known.text,
    path,
    options,
    scope.context,
    templateVariables({ written: options.source ?? path, path, destination: options.destination }, managed),
  );
}

async function walkFolder(folder: string): ReturnType<Controller["walk"]> {
  const found: Awaited<ReturnType<Controller["walk"]>> = [];
  const visit = async (below: string): Promise<void> => {
    for (const name of (await readdir(join(folder, below))).sort()) {
      const path = below ? `${below}/${name}` : name;
      const one = await lstat(join(folder, path));
      if (one.isSymbolicLink())
        found.push({
          path,
          kind: "link",
          mode: one.mode & 0o7777,
          target: await readlink(join(folder, path)),
        });
      else found.push({ path, kind: one.isDirectory() ? "directory" : "file", mode: one.mode & 0o7777 });
      if (one.isDirectory()) await visit(path);
    }
  };
  await visit("");
  return found;
}

async function writeAtomically(path: string, content: Buffer): Promise<void> {
  makeFolders(dirname(path));
  writeWhole(path, content);
}
