import type { PlainDict, Value } from "../model/value.js";
import { containerName, type Names } from "./names.js";
import { type Entry, literal, NOTE, task } from "./parts.js";
import { infoTask } from "./prepare.js";
import type { Spec } from "./spec.js";

/** A service on its hosts, and who asks. */
export interface At {
  spec: Spec;
  hosts: readonly string[];
  /** hosts of each role */
  roles: readonly (readonly string[])[];
  /** those of the release file, as they are to be had */
  secrets(): PlainDict;
  names: Names;
  by: string;
  run: string;
}

/** One play on all hosts of a service, which first reads what there is. */
function play({ spec, hosts, names }: At, name: string, tasks: readonly Entry[]): PlainDict[] {
  return [
    {
      name: `${name} ${spec.service} in ${spec.environment}`,
      hosts: [...hosts],
      gather_facts: false,
      vars: { ansible_become: spec.become, tera_active: "{{ tera_info.releases.slot }}" },
      tasks: [infoTask({ spec }, names), ...tasks],
    },
  ];
}

export const infoPlays = (at: At): PlainDict[] => play(at, "Look at", []);

/** `tera lock take|free` */
export function lockPlays(at: At, state: "held" | "free", reason: string): PlainDict[] {
  const free: PlainDict = state === "free" ? { break_reason: reason || "given back by hand" } : {};
  const args = { folder: at.names.folder, owner: at.by, run: at.run, state, reason, ...free };
  return play(at, "Lock of", [
    task(
      state === "held" ? "Hold the lock" : "Give back the lock",
      LOCK,
      literal<PlainDict>(args, ["reason", "break_reason"]),
    ),
  ]);
}

const LOCK = "tera.rollout.release_lock";

export function prunePlays(at: At, wait: number): PlainDict[] {
  const { spec, hosts, names, by, run } = at;
  const lock = { folder: names.folder, owner: by, run };
  return [
    {
      name: `Take the lock of ${spec.service} in ${spec.environment}`,
      hosts: [...hosts],
      gather_facts: false,
      vars: { ansible_become: spec.become },
      // as a release does: one host first
      serial: [1, "100%"],
      any_errors_fatal: true,
      tasks: [task("Take the lock", LOCK, { ...lock, reason: "prune", wait }, { changed_when: false })],
    },
    ...play(at, "Prune", [
      task("Remove old images", "tera.rollout.release_prune", {
        releases: "{{ tera_info.releases }}",
        keep: spec.keep,
      }),
      task("Give back the lock", LOCK, { ...lock, state: "free" }, { changed_when: false }),
    ]),
  ];
}

/** `failed`: of the container that was taken back, or that ran before. */
export function logPlays(
  at: At,
  { tail, since, failed }: { tail: number; since: string; failed: boolean },
): PlainDict[] {
  const slot = failed ? "{{ 'b' if tera_active == 'a' else 'a' }}" : "{{ tera_active or 'a' }}";
  return play(at, "Log of", [
    task(
      "Read the log",
      "ansible.builtin.command",
      {
        argv: [
          ...["docker", "logs", "--timestamps", "--tail", String(tail)],
          ...(since === "" ? [] : ["--since", since]),
          containerName(at.spec, slot),
        ],
      },
      { changed_when: false },
    ),
  ]);
}

/** A command inside the container that gets the requests; it is noted in the audit log. */
export function execPlays(at: At, words: readonly string[]): PlainDict[] {
  const argv: Value[] = ["docker", "exec", containerName(at.spec, "{{ tera_active }}"), ...words];
  const first = argv.length - words.length;
  return play(at, "Run in", [
    task("See that there is one", "ansible.builtin.assert", {
      that: "tera_active != ''",
      fail_msg: `no container of ${at.spec.service} is on this host`,
      quiet: true,
    }),
    task("Note the command", NOTE, noted(at, `exec ${words[0]}`)),
    task("Run the command", "ansible.builtin.command", {
      argv: literal(
        argv,
        words.map((_, index) => first + index),
      ),
    }),
  ]);
}

/** A line of the audit log; what people have typed is no template. */
function noted({ names, by, run }: At, what: string): PlainDict {
  return literal<PlainDict>({ folder: names.folder, audit: `${by} run ${run}: ${what}` }, ["audit"]);
}

/** The proxy answers 503 with a page, without a reload; the containers go on. */
export function maintenancePlays(at: At, on: boolean, message: string): PlainDict[] {
  const page = `${at.names.live}/maintenance.html`;
  const text = `<!doctype html>\n<meta charset="utf-8">\n<title>Maintenance</title>\n<h1>${escaped(message)}</h1>\n`;
  return play(at, "Maintenance of", [
    on
      ? task(
          "Show the page",
          "ansible.builtin.copy",
          literal<PlainDict>({ dest: page, content: text, mode: "0644" }, ["content"]),
          { register: "tera_page" },
        )
      : task(
          "Take the page away",
          "ansible.builtin.file",
          { path: page, state: "absent" },
          { register: "tera_page" },
        ),
    task("Note it", NOTE, noted(at, `maintenance ${on ? "on" : "off"}`), {
      when: "tera_page is changed",
      changed_when: false,
    }),
  ]);
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
