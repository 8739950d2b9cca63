import type { PlainDict } from "../model/value.js";
import type { Names } from "./names.js";
import { type Entry, hookTask, literal, task } from "./parts.js";
import { proxyTasks } from "./proxy.js";
import { isChosen, type Release } from "./run.js";
import { listenPort } from "./spec.js";

/** What comes before everything else. */
export function lockTasks(release: Release, names: Names): Entry[] {
  const { spec, hosts } = release;
  const first = { when: `inventory_hostname == '${hosts[0]}'` };
  return [...hookTask(release, "pre_connect", spec.hooks.pre_connect, first), lockTask(release, names)];
}

/** What is done on all hosts before one of them is changed: what there is, the image, the proxy. */
export function prepareTasks(release: Release, names: Names): Entry[] {
  const { spec } = release;
  const { hooks } = spec;
  return [
    infoTask(release, names),
    ...chooseTasks(release),
    ...hookTask(release, "pre_deploy", hooks.pre_deploy, { run_once: true }),
    ...pullTasks(release),
    ...proxyImageTasks(release),
    ...proxyTasks(release, names),
  ];
}

function lockTask({ by, run, lock }: Release, { folder }: Names): Entry {
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
    { service, environment, folder, live, port: listenPort(spec) },
    { register: "tera_info" },
  );
}

/** Which release it is is known before anything is touched, or it is refused. */
function chooseTasks(release: Release): Entry[] {
  const { kind, hosts, version } = release;
  if (!isChosen(release)) return [];
  const isCurrent = kind === "deploy";
  const known = hosts.map(
    (host) => `{{ hostvars['${host}'].tera_info.releases | combine({'host': '${host}'}) }}`,
  );
  return [
    task(
      isCurrent ? "Find the release that runs" : "Find the release to go back to",
      "tera.rollout.release_choose",
      { hosts: known, version: version ?? "", current: isCurrent },
      { register: "tera_choice", run_once: true },
    ),
  ];
}

const ECR = /^\d{12}\.dkr\.ecr\.[\w.-]+\.amazonaws\.com(\.cn)?$/;
const ECR_NAME = "[0-9]{12}[.]dkr[.]ecr[.][a-z0-9.-]+[.]amazonaws[.]com";
const CONFIG = "/run/tera/release-ecr";

function pullTasks({ spec, kind, image }: Release): Entry[] {
  if (kind === "rollback" || spec.pull === "never") return [];
  const pull: Entry = task("Get the image", "community.docker.docker_image_pull", {
    name: "{{ tera_image }}",
    pull: "not_present",
  });
  const name = spec.image || image;
  // where neither the file nor the command says it, the hosts do
  if (name === "")
    return [
      { ...pull, when: `not tera_image is match('${ECR_NAME}')` },
      ecrTask(pull, "{{ tera_image.split('/')[0] }}", [MISSING, `tera_image is match('${ECR_NAME}')`]),
    ];
  const registry = name.split("/")[0]!;
  return ECR.test(registry) ? [ecrTask(pull, registry, [MISSING])] : [pull];
}

const MISSING = "tera_image not in tera_info.releases.images";

/** Only one of ECR has to be got before its container is made: it needs a token. */
function proxyImageTasks({ spec: { proxy, pull } }: Release): Entry[] {
  const { image } = proxy;
  if (pull === "never" || !(image.includes("{{") || ECR.test(image.split("/")[0]!))) return [];
  const get = task("Get the proxy's image", "community.docker.docker_image_pull", {
    name: "{{ tera_proxy_image }}",
    pull: "not_present",
  });
  const when = [
    "tera_proxy_image not in tera_info.releases.images",
    `tera_proxy_image is match('${ECR_NAME}')`,
  ];
  return [
    {
      ...ecrTask(get, "{{ tera_proxy_image.split('/')[0] }}", when),
      name: "Get the proxy's image with a token of ECR",
      vars: { tera_proxy_image: image },
    },
  ];
}

function ecrTask(pull: Entry, registry: string, when: string[]): Entry {
  const login = (name: string, args: PlainDict) =>
    task(name, "tera.aws.ecr_login", { config_path: CONFIG, registry, ...args }, { changed_when: false });
  return {
    name: "Get the image with a token of ECR",
    when,
    environment: { DOCKER_CONFIG: CONFIG },
    block: [login("Log in to ECR", {}), pull],
    always: [login("Log out of ECR", { state: "absent" })],
  };
}
