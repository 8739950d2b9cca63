import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readState } from "./outputs.js";

/** The environment of what environments share, such as a registry that all of an account pull from. */
export const SHARED = "shared";

/**
 * One root for one environment. Environments share its HCL and nothing else: each has its own
 * variables, its own data folder, and its own state, in a backend or in a file.
 */
export interface Root {
  /** as it is called: `deploy` */
  name: string;
  environment: string;
  /** all paths are absolute */
  folder: string;
  /** env/ENV.tfvars */
  variables: string;
  /** env/ENV.KIND.tfbackend, where there is one */
  backend: string | undefined;
  /** TF_DATA_DIR: what `terraform init` makes, the backend it was told included */
  data: string;
  /** env/ENV.tfstate: where the state is while no backend is used */
  state: string;
}

export function rootAt(folder: string, environment: string, name = folder): Root {
  const path = resolve(folder);
  const env = join(path, "env");
  return {
    name,
    environment,
    folder: path,
    variables: join(env, `${environment}.tfvars`),
    backend: backendFile(env, environment),
    data: join(path, ".terraform", environment),
    state: join(env, `${environment}.tfstate`),
  };
}

/**
 * The root that an environment uses: its own where there is env/ENV.tfvars, else the shared one where there is
 * env/shared.tfvars.
 */
export function rootFor(folder: string, environment: string, name = folder): Root {
  const known = environmentsOf(folder);
  const usesShared = known.includes(SHARED) && !known.includes(environment);
  return rootAt(folder, usesShared ? SHARED : environment, name);
}

export const isShared = ({ environment }: Root): boolean => environment === SHARED;

/** The root's own file of variables, then those of the command line: what is shared must not differ by command. */
export function variableFiles(root: Root, given: readonly string[]): string[] {
  return [root.variables, ...(isShared(root) ? [] : given)];
}

function backendFile(env: string, environment: string): string | undefined {
  const isBackend = (name: string): boolean =>
    name.startsWith(`${environment}.`) && name.endsWith(".tfbackend");
  const found = namesIn(env).find(isBackend);
  return found === undefined ? undefined : join(env, found);
}

/** The environments that a root has variables for. */
export function environmentsOf(folder: string): string[] {
  return namesIn(join(folder, "env"))
    .filter((name) => name.endsWith(".tfvars"))
    .map((name) => name.slice(0, -".tfvars".length))
    .sort();
}

/** All HCL of a root, as one text. */
export function hclOf({ folder }: Root): string {
  const files = namesIn(folder).filter((name) => name.endsWith(".tf"));
  return files.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
}

/** The names of a root's variables. */
export function variablesOf(root: Root): string[] {
  return [...hclOf(root).matchAll(/^variable\s+"(\w+)"/gm)].map(([, name]) => name!);
}

/** Does the root keep the state of this environment in a file of its own? */
export function hasLocalState(root: Root): boolean {
  return readState(root.state).resources > 0;
}

/** The kind of backend that `terraform init` has been told for this environment; undefined where it never ran. */
export function initialisedBackend({ data }: Pick<Root, "data">): string | undefined {
  return backendIn(data)?.type;
}

/** The same where the state is elsewhere than in a file: `s3`; undefined where it is not, or not known yet. */
export function remoteBackend(root: Pick<Root, "data">): string | undefined {
  const kind = initialisedBackend(root);
  return kind === "local" ? undefined : kind;
}

/**
 * The root as `terraform init` by hand left it, where it was told this environment's backend: the key of the state says
 * so. Undefined where it was not.
 */
export function initialisedByHand(root: Root): Root | undefined {
  const data = join(root.folder, ".terraform");
  const key = backendIn(data)?.config?.key;
  if (!root.backend || typeof key !== "string") return undefined;
  const wanted = /^\s*key\s*=\s*"([^"]*)"/m.exec(readFileSync(root.backend, "utf8"))?.[1];
  return key === wanted ? { ...root, data } : undefined;
}

interface Backend {
  type?: string;
  config?: { key?: unknown };
}

/** What `terraform init` keeps of the backend. */
function backendIn(data: string): Backend | undefined {
  const path = join(data, "terraform.tfstate");
  if (!existsSync(path)) return undefined;
  try {
    return (JSON.parse(readFileSync(path, "utf8")) as { backend?: Backend }).backend;
  } catch {
    return undefined;
  }
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}
