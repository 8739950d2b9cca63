import type { PlainDict } from "../model/value.js";
import { CADDYFILE, siteText } from "./caddy.js";
import type { Names } from "./names.js";
import { type Entry, hookTask, literal, task } from "./parts.js";
import type { Release } from "./run.js";

/** What is done on all hosts before one of them is changed: the lock, what there is, the image, the proxy. */
export function prepareTasks(release: Release, names: Names): Entry[] {
  const { spec } = release;
  const { hooks } = spec;
  return [
    ...hookTask(release, "pre_connect", hooks.pre_connect, { run_once: true }),
    lockTask(release, names),
    infoTask(release, names),
    ...chooseTasks(release),
    ...hookTask(release, "pre_deploy", hooks.pre_deploy, { run_once: true }),
    ...pullTasks(release),
    ...proxyTasks(release, names),
  ];
}

export function lockTask({ by, run, lock }: Release, { folder }: Names): Entry {
  return task(
    "Take the lock",
    "tera.rollout.release_lock",
    literal<PlainDict>(
      { folder, owner: by, run, reason: lock.reason, break_reason: lock.breakReason, wait: lock.wait },
      ["reason", "break_reason"],
    ),
    { changed_when: false },
  );
}

export function infoTask({ spec }: Pick<Release, "spec">, { folder, live }: Names): Entry {
  const { service, environment } = spec;
  return task(
    "Read what there is",
    "tera.rollout.release_info",
    { service, environment, folder, live },
    { register: "tera_info" },
  );
}

/** A rollback knows where to before anything is touched, or is refused. */
function chooseTasks({ kind, hosts, version }: Release): Entry[] {
  if (kind !== "rollback") return [];
  const known = hosts.map(
    (host) => `{{ hostvars['${host}'].tera_info.releases | combine({'host': '${host}'}) }}`,
  );
  return [
    task(
      "Find the release to go back to",
      "tera.rollout.release_choose",
      { hosts: known, version: version ?? "" },
      { register: "tera_choice", run_once: true },
    ),
  ];
}

const ECR = /^\d{12}\.dkr\.ecr\.[\w.-]+\.amazonaws\.com(\.cn)?$/;
const CONFIG = "/run/tera/release-ecr";

function pullTasks({ spec, kind }: Release): Entry[] {
  if (kind === "rollback" || spec.pull === "never") return [];
  const pull = task("Get the image", "community.docker.docker_image_pull", {
    name: "{{ tera_image }}",
    pull: "not_present",
  });
  const registry = spec.image.split("/")[0]!;
  if (!ECR.test(registry)) return [pull];
  const login = (name: string, args: PlainDict) =>
    task(name, "tera.aws.ecr_login", { config_path: CONFIG, registry, ...args }, { changed_when: false });
  return [
    {
      name: "Get the image with a token of ECR",
      when: "tera_image not in tera_info.releases.images",
      environment: { DOCKER_CONFIG: CONFIG },
      block: [login("Log in to ECR", {}), pull],
      always: [login("Log out of ECR", { state: "absent" })],
    },
  ];
}

function proxyTasks({ spec }: Release, names: Names): Entry[] {
  const { proxyFolder, live, site } = names;
  const { image, name } = spec.proxy;
  const config = `${proxyFolder}/Caddyfile`;
  return [
    task(
      "Make the proxy's folders",
      "ansible.builtin.file",
      { path: "{{ item }}", state: "directory", mode: "0755" },
      { loop: [`${proxyFolder}/sites`, live] },
    ),
    task(
      "Write the proxy's configuration",
      "ansible.builtin.copy",
      { dest: config, content: CADDYFILE, mode: "0644" },
      { register: "tera_caddyfile" },
    ),
    task(
      "Write the service's part of it",
      "ansible.builtin.copy",
      { dest: site, content: siteText(spec, names), mode: "0644" },
      { register: "tera_site" },
    ),
    task(
      "Run the proxy",
      "community.docker.docker_container",
      {
        name,
        image,
        pull: spec.pull,
        state: "started",
        restart_policy: "unless-stopped",
        network_mode: "host",
        command: ["caddy", "run", "--config", config, "--adapter", "caddyfile"],
        volumes: [`${proxyFolder}:${proxyFolder}:ro`, "tera-caddy-data:/data"],
        env: { XDG_DATA_HOME: "/data", XDG_CONFIG_HOME: "/data" },
        stop_timeout: 40,
        labels: { "tera.proxy": "1" },
      },
      { register: "tera_proxy" },
    ),
    task(
      "Let the proxy read its configuration anew",
      "ansible.builtin.command",
      {
        argv: [
          ...["docker", "exec", name, "caddy", "reload", "--config", config, "--adapter", "caddyfile"],
          ...["--address", "unix//run/tera-admin.sock"],
        ],
      },
      { when: "(tera_caddyfile is changed or tera_site is changed) and tera_proxy is not changed" },
    ),
  ];
}
