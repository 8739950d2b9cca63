import { toBoolean } from "../../model/args.js";
import { Fault } from "../../model/errors.js";
import { suggest } from "../../model/nearest.js";
import type { Keyword, Located, Play, PlayKeyword, Task } from "../../model/play.js";
import { Float, type Value } from "../../model/value.js";
import { serialBatches } from "../../plan/batches.js";
import { orderHosts } from "../../plan/order.js";
import { collect } from "../../playbook/faults.js";
import { isTemplate } from "../../template/render.js";
import { META_ACTIONS } from "../flow/meta.js";
import type { Engine } from "../hosts/engine.js";
import { chainOf, inherited, shortName } from "../vars/keywords.js";

const STRATEGIES = ["linear", "free", "host_pinned"];
const BECOME_METHODS = ["sudo", "su", "doas"];
/** connection types that are another's, by the names that Ansible has for them */
const SAME_AS_SSH = ["smart", "paramiko", "paramiko_ssh"];

const short = (name: string): string =>
  name.replace(
    /^(ansible\.(builtin|legacy)|community\.(docker|general)|containers\.podman|(amazon|community)\.aws)\./,
    "",
  );

/** What a play says that is none of the things it could say; templates are known only when it runs. */
export function playFaults(play: Play, engine: Engine): Fault[] {
  const faults: Fault[] = [];
  const judge = (keyword: PlayKeyword, check: (located: Located) => void) => {
    const located = play.keywords[keyword];
    if (located && !holdsTemplate(located.value)) collect(faults, () => check(located));
  };
  judge("strategy", checkStrategy);
  judge("serial", ({ value, at }) => void serialBatches(["one"], value, at));
  judge("order", ({ value, at }) => void orderHosts([], String(value), at));
  judge("max_fail_percentage", checkPercentage);
  judge("connection", (located) => checkConnection(located, engine));
  const become = play.keywords.become ?? (engine.settings.become ? ON : undefined);
  if (become && toBoolean(become.value) !== false) judge("become_method", checkBecome);
  return faults;
}

const ON: Located = { value: true, at: { path: "", line: 1, column: 1 } };

/** The same of a task and its blocks. */
export function taskFaults(task: Task, play: Play, engine: Engine): Fault[] {
  const faults: Fault[] = [];
  for (const entry of chainOf(task)) {
    const judge = (keyword: Keyword, check: (located: Located) => void) => {
      const located = entry.keywords[keyword];
      if (located && !holdsTemplate(located.value)) collect(faults, () => check(located));
    };
    judge("connection", (located) => checkConnection(located, engine));
    const become = inherited(task, play, "become")?.value ?? engine.settings.become;
    if (toBoolean(become) !== false) judge("become_method", checkBecome);
  }
  if (shortName(task) === "meta") collect(faults, () => checkMeta(task, play.handlers));
  return faults;
}

function holdsTemplate(value: Value): boolean {
  return Array.isArray(value) ? value.some(holdsTemplate) : isTemplate(String(value));
}

function checkStrategy({ value, at }: Located): void {
  const name = short(String(value));
  if (STRATEGIES.includes(name)) return;
  throw new Fault("KEYWORD_INVALID", `Invalid play strategy specified: ${String(value)}`, {
    at,
    hint: suggest(name, STRATEGIES) ?? `use one of ${STRATEGIES.join(", ")}`,
  });
}

function checkPercentage({ value, at }: Located): void {
  const text = value instanceof Float ? String(value.value) : String(value).replace(/%$/, "");
  if (text.trim() !== "" && Number.isFinite(Number(text))) return;
  const message = `the field 'max_fail_percentage' has an invalid value (${String(value)}), and could not be converted to a percent`;
  throw new Fault("KEYWORD_INVALID", message, { at, hint: "such as 30" });
}

function checkConnection({ value, at }: Located, engine: Engine): void {
  const name = short(String(value));
  const known = [...engine.transportNames(), ...SAME_AS_SSH];
  if (value === null || known.includes(name)) return;
  throw new Fault("KEYWORD_INVALID", `the connection plugin '${String(value)}' was not found`, {
    at,
    hint: suggest(name, known) ?? `connection types: ${engine.transportNames().join(", ")}`,
  });
}

function checkBecome({ value, at }: Located): void {
  const name = short(String(value));
  if (value === null || BECOME_METHODS.includes(name)) return;
  throw new Fault(
    "KEYWORD_INVALID",
    `Invalid become method specified, could not find matching plugin: '${name}'`,
    {
      at,
      hint: suggest(name, BECOME_METHODS) ?? `use one of ${BECOME_METHODS.join(", ")}`,
    },
  );
}

function checkMeta(task: Task, handlers: readonly Task[]): void {
  const { freeForm } = task;
  const isHandler = handlers.includes(task);
  if (freeForm?.value === "end_role" && (isHandler || !task.role))
    throw new Fault(
      "PLAYBOOK_INVALID",
      `Cannot execute 'end_role' from ${isHandler ? "a handler" : "outside of a role"}`,
      { at: freeForm.at, hint: "`end_play` and `end_host` may stand anywhere" },
    );
  if (!freeForm || isTemplate(freeForm.value) || META_ACTIONS.includes(freeForm.value)) return;
  throw new Fault("ARGUMENT_INVALID", `invalid meta action requested: ${freeForm.value}`, {
    at: freeForm.at,
    hint: suggest(freeForm.value, META_ACTIONS) ?? `use one of ${META_ACTIONS.join(", ")}`,
  });
}
