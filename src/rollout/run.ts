import { randomBytes } from "node:crypto";
import type { PlainDict } from "../model/value.js";
import type { Entry } from "../shell/releases/release.js";
import type { Spec } from "./spec.js";

/** Which release a run is to bring, and how. */
export interface Release {
  spec: Spec;
  /** hosts in the order of the inventory */
  hosts: readonly string[];
  /** hosts of each role of the release file */
  roles: readonly (readonly string[])[];
  /** texts, and templates, by name */
  secrets: PlainDict;
  kind: Entry["kind"];
  /** undefined where a rollback means the one before, and a deploy the one that runs */
  version: string | undefined;
  /** NAME@sha256:…; "" where the hosts say which */
  image: string;
  run: string;
  /** letters, digits, _ . @ + and -: it stands in templates */
  by: string;
  git: string;
  /** ISO 8601 */
  when: string;
  lock: { wait: number; breakReason: string; reason: string };
  /** how a playbook that is a hook is run: program and first words */
  playbook: readonly string[];
  /** only for hosts of which one has a release already; others are left alone */
  follows?: boolean;
  /** another proxy, though nothing of it has changed */
  restartsProxy?: boolean;
}

/** A name for a run that sorts by time and is met once. */
export function runName(now: Date): string {
  return `${now.toISOString().replace(/[-:]|\.\d+/g, "")}-${randomBytes(3).toString("hex")}`;
}

/** Do the hosts say which release it is? */
export const isChosen = ({ image }: Pick<Release, "image">): boolean => image === "";
