import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

export const MAIN = resolve("build/src/cli/main.js");

/** A shared root and one of each environment, without any provider: nothing but Terraform itself is needed. */
const FILES = {
  "terraform/ecr/main.tf": `
resource "terraform_data" "repository" {
  input = "webapp"
}
output "repository_url" {
  value = terraform_data.repository.output
}
`,
  "terraform/ecr/env/shared.tfvars": "",
  "terraform/modules/hosts/main.tf": `
variable "names" {
  type = list(string)
}
variable "pause" {
  type = number
}
variable "signs" {
  type = string
}
variable "password" {
  type      = string
  sensitive = true
}
resource "terraform_data" "network" {
  input = var.password
}
resource "terraform_data" "pause" {
  depends_on = [terraform_data.network]
  provisioner "local-exec" {
    command = "touch '\${var.signs}/started'; sleep \${var.pause}"
  }
}
resource "terraform_data" "host" {
  for_each   = toset(var.names)
  depends_on = [terraform_data.pause]
  input      = each.key
}
output "hosts" {
  value = { for name, host in terraform_data.host : name => {
    address    = "127.0.0.1"
    connection = "local"
    os         = "ubuntu2404"
    os_family  = "debian"
    groups     = ["web"]
  } }
}
`,
  "terraform/deploy/main.tf": `
terraform {
  # without its bucket nobody gets in: the tests keep the state in a file
  backend "s3" {}
}
variable "names" {
  type = list(string)
}
variable "pause" {
  type    = number
  default = 0
}
variable "password" {
  type      = string
  default   = "hunter22"
  sensitive = true
}
variable "repository_url" {
  type    = string
  default = null
}
variable "signs" {
  type = string
}
module "hosts" {
  source = "../modules/hosts"
  names  = var.names
  pause  = var.pause
  signs  = var.signs

  password = var.password
}
output "inventory" {
  value = { for name, host in module.hosts.hosts : name => merge(host, { repository = var.repository_url }) }
}
`,
  "terraform/deploy/env/dev.tfvars": 'names = ["web1", "web2"]\n',
  "terraform/deploy/env/dev.s3.tfbackend": 'key = "dev/deploy.tfstate"\nregion = "eu-central-1"\n',
  "terraform/deploy/env/prod.tfvars": 'names = ["web9"]\n',
  "inventory/dev/terraform.yml":
    "plugin: tera.terraform\nfolder: ../../terraform/deploy\nenvironment: dev\nfallback: hosts.ini\n",
  "inventory/dev/hosts.ini": "[web]\nexample1 ansible_host=192.0.2.1\n",
  "playbooks/site.yml": `
- hosts: web
  gather_facts: false
  tasks:
    - ansible.builtin.copy:
        content: "{{ os }} at {{ ansible_host }}"
        dest: "{{ signs }}/{{ inventory_hostname }}"
    - ansible.builtin.set_fact:
        tera_url: "http://{{ ansible_host }}/{{ inventory_hostname }}"
`,
  "playbooks/smoke.yml": `
- hosts: web
  gather_facts: false
  tasks:
    - ansible.builtin.assert:
        that: "lookup('file', signs ~ '/' ~ inventory_hostname) == 'ubuntu2404 at 127.0.0.1'"
`,
};

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A project of its own, with inventory/, playbooks/ and terraform/. */
export interface Project {
  folder: string;
  /** where tasks and provisioners leave signs of what they did */
  signs: string;
  write(path: string, text: string): void;
  read(path: string): string;
  tera(args: readonly string[], options?: Options): Promise<Ended>;
  start(args: readonly string[], options?: Options): ChildProcess;
  /** what is left in the folder for temporary files */
  leftovers(): string[];
  remove(): void;
}

export interface Options {
  env?: Record<string, string>;
}

export function makeProject(): Project {
  const top = mkdtempSync(join(tmpdir(), "tera-cloud-test-"));
  const folder = join(top, "project");
  const signs = join(top, "signs");
  const temporary = join(top, "tmp");
  for (const path of [folder, signs, temporary]) mkdirSync(path);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(FILES)) write(path, text);
  const start: Project["start"] = (args, { env = {} } = {}) =>
    spawn(process.execPath, [MAIN, ...args], {
      cwd: folder,
      env: { ...process.env, TMPDIR: temporary, TF_VAR_signs: signs, TERA_OUTPUT: "default", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
  return {
    folder,
    signs,
    write,
    read: (path) => readFileSync(join(folder, path), "utf8"),
    start,
    tera: (args, options) => endOf(start(args, options)),
    leftovers: () => readdirSync(temporary),
    remove: () => rmSync(top, { recursive: true, force: true }),
  };
}

export function endOf(child: ChildProcess): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  child.stdout!.on("data", (data) => {
    stdout += String(data);
  });
  child.stderr!.on("data", (data) => {
    stderr += String(data);
  });
  return new Promise((done, failed) => {
    child.on("error", failed);
    child.on("close", (code) => done({ code, stdout, stderr }));
  });
}
