import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { execa } from "execa";
import { awsEnv } from "./aws_env.js";
import { PROVIDER, type Provider, startProvider } from "./terraform_provider.js";

/** The folder that is tested; always a copy of it, so that nothing is left in it. */
export const SOURCES = join(process.cwd(), "terraform");
const OLDEST = [1, 11] as const;
const OUR_FILES = mkdtempSync(join(tmpdir(), "tera-terraform-"));
process.on("exit", () => rmSync(OUR_FILES, { recursive: true, force: true }));

/** What Terraform said, and how it ended. */
export interface Said {
  code: number;
  stdout: string;
  stderr: string;
}

/** A copy of all of terraform/, with state beside each root and, where there is one, an emulator for AWS. */
export interface Workspace {
  folder: string;
  /** `terraform -chdir=ROOT ...`; rejects with what Terraform said at a code that is not in `codes` */
  run(root: string, args: readonly string[], codes?: readonly number[]): Promise<Said>;
  /** plans, and gives what `show -json` says of the plan */
  plan(root: string, args?: readonly string[]): Promise<unknown>;
  /** installs the provider in `root` and lets one process of it serve all commands that follow, one at a time */
  keepProvider(root: string): Promise<Provider>;
  remove(): void;
}

/** Why Terraform cannot be tested here; undefined where it can. */
export function missingForTerraform(): string | undefined {
  const asked = spawnSync("terraform", ["version", "-json"], { encoding: "utf8", env: environment() });
  if (asked.status !== 0) return "terraform is not there: install Terraform 1.11 or newer";
  const { terraform_version: version } = JSON.parse(asked.stdout) as { terraform_version: string };
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))
    return `Terraform ${version} is too old: install ${OLDEST.join(".")} or newer`;
  const file = configurationFile();
  return file !== undefined && file === configuration ? undefined : missingFromInit();
}

/** A folder with the provider, as `terraform providers mirror` makes it: TF_PLUGIN_MIRROR, or a usual place. */
function mirror(): string | undefined {
  const below = (folder: string): string[] =>
    existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  const folders = [
    process.env.TF_PLUGIN_MIRROR ?? "",
    join(homedir(), ".terraform.d/plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
    ...below("/opt"),
  ];
  return folders.find((folder) => folder !== "" && existsSync(join(folder, PROVIDER)));
}

function missingFromInit(): string | undefined {
  const folder = join(OUR_FILES, "probe");
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "main.tf"),
    'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws", version = ">= 5.81, < 7.0" }\n  }\n}\n',
  );
  const args = [`-chdir=${folder}`, "init", "-input=false"];
  const { status } = spawnSync("terraform", args, { stdio: "ignore", env: environment(), timeout: 150_000 });
  if (status === 0) return undefined;
  return "the provider hashicorp/aws can neither be downloaded nor found: name a mirror in TF_PLUGIN_MIRROR";
}

let configuration: string | undefined;

/** A command line configuration that the user has is used as it is; without one, the mirror is named in ours. */
function configurationFile(): string | undefined {
  const users = process.env.TF_CLI_CONFIG_FILE || join(homedir(), ".terraformrc");
  if (existsSync(users)) return users;
  const path = mirror();
  if (!path) return undefined;
  if (configuration) return configuration;
  configuration = join(OUR_FILES, "terraform.rc");
  const text = `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(path)}\n  }\n}\n`;
  writeFileSync(configuration, text);
  return configuration;
}

/** Of programs that run Terraform: its provider is found, and nothing reaches the real service. */
export function environment(): Record<string, string> {
  const rest = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !/^(AWS_|TF_)/.test(entry[0]),
  );
  const file = configurationFile();
  const cache = process.env.TF_PLUGIN_CACHE_DIR || join(tmpdir(), "tera-terraform-plugins");
  if (!file) mkdirSync(cache, { recursive: true });
  return {
    ...Object.fromEntries(rest),
    ...(file ? { TF_CLI_CONFIG_FILE: file } : { TF_PLUGIN_CACHE_DIR: cache }),
    TF_IN_AUTOMATION: "true",
    TF_INPUT: "false",
    TF_CLI_ARGS: "-no-color",
    CHECKPOINT_DISABLE: "true",
    // the provider's schema fills the memory at once: collecting it again and again is a sixth of the work
    GOGC: "400",
    // no request may go to the real service, whatever the machine's own settings say
    ...awsEnv("http://127.0.0.1:9"),
  };
}

/** Every folder with HCL below `sources`, relative to it: roots, and those below modules/. */
export function configurations(sources = SOURCES): { roots: string[]; modules: string[] } {
  const found = new Set<string>();
  for (const entry of readdirSync(sources, { withFileTypes: true, recursive: true })) {
    const folder = relative(sources, entry.parentPath);
    const isOurs = !/(^|\/)(\.terraform|tests|examples)(\/|$)/.test(folder);
    if (entry.isFile() && entry.name.endsWith(".tf") && isOurs) found.add(folder);
  }
  const all = [...found].sort();
  const isModule = (folder: string) => folder.startsWith("modules/");
  return { roots: all.filter((folder) => !isModule(folder)), modules: all.filter(isModule) };
}

/** Two runs at once in one root would fight for its state: do not. */
export function workspace({
  sources = SOURCES,
  endpoint,
}: {
  sources?: string;
  endpoint?: string;
} = {}): Workspace {
  const folder = mkdtempSync(join(tmpdir(), "tera-terraform-"));
  cpSync(sources, folder, { recursive: true, filter: isSource });
  for (const root of configurations(folder).roots) override(join(folder, root));
  const env = { ...environment(), ...(endpoint ? { AWS_ENDPOINT_URL: endpoint } : {}) };
  let provider: Provider | undefined;
  const run: Workspace["run"] = async (root, args, codes = [0]) => {
    const options = { env: { ...env, ...provider?.env }, extendEnv: false, reject: false };
    const { exitCode, stdout, stderr, shortMessage } = await execa(
      "terraform",
      [`-chdir=${join(folder, root)}`, ...args],
      options,
    );
    if (exitCode === undefined || !codes.includes(exitCode))
      throw new Error(`terraform ${args.join(" ")} in ${root}: ${stderr || stdout || shortMessage}`);
    return { code: exitCode, stdout, stderr };
  };
  return {
    folder,
    run,
    plan: async (root, args = []) => {
      await run(root, ["plan", "-lock=false", "-out=test.tfplan", ...args]);
      return JSON.parse((await run(root, ["show", "-json", "test.tfplan"])).stdout);
    },
    keepProvider: async (root) => {
      await run(root, ["init", "-backend=false"]);
      provider = await startProvider(join(folder, root, ".terraform"), env);
      return provider;
    },
    remove: () => {
      provider?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What belongs to the folder, and is not what Terraform has left there. */
export function isSource(path: string): boolean {
  const name = basename(path);
  return name !== ".terraform" && !/\.tfstate(\..*)?$/.test(name);
}

/**
 * State in a file, and a provider that gives up soon: with the usual 25 tries, one action that an
 * emulator lacks takes minutes; with one, a request that the emulator stumbles over among many others
 * ends the run. Where the requests go is told by the environment.
 */
function override(root: string): void {
  const text = readdirSync(root)
    .filter((name) => name.endsWith(".tf"))
    .map((name) => readFileSync(join(root, name), "utf8"))
    .join("\n");
  const provider = `
provider "aws" {
  max_retries                 = 4
  s3_use_path_style           = true
  skip_credentials_validation = true
  skip_metadata_api_check     = true
}
`;
  const parts = [
    /^\s*backend\s+"/m.test(text) ? 'terraform {\n  backend "local" {}\n}\n' : "",
    /^provider\s+"aws"/m.test(text) ? provider : "",
  ];
  writeFileSync(join(root, "test_override.tf"), parts.join(""));
}
