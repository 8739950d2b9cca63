import type { PlainDict } from "../model/value.js";
import { CADDYFILE, siteText } from "./caddy.js";
import type { Names } from "./names.js";
import { type Entry, task } from "./parts.js";
import type { Release } from "./run.js";
import { listenPort, viaPort } from "./spec.js";

const DIFFERS = "tera_caddyfile is changed or tera_site is changed or tera_proxy is changed";

/** The proxy, as the release file says it. Whatever is changed of it: another one takes its place, none is reloaded. */
export function proxyTasks(release: Release, names: Names): Entry[] {
  const { proxyFolder, live } = names;
  const { name } = release.spec.proxy;
  const container = proxyArgs(release, names);
  const changes = release.restartsProxy ? "true" : DIFFERS;
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
      { dest: `${proxyFolder}/Caddyfile`, content: CADDYFILE, mode: "0644" },
      { register: "tera_caddyfile" },
    ),
    siteTask(release, names),
    {
      name: "Say that what there was gets the requests as yet",
      "ansible.builtin.copy": { dest: `${live}/old`, content: "", mode: "0644" },
      when: "tera_holder != '' and tera_active == ''",
    },
    task(
      "Compare the proxy with what runs",
      "community.docker.docker_container",
      { ...container, name, state: "started" },
      { register: "tera_proxy", check_mode: true },
    ),
    { ...newTask(release, names), when: changes },
    placeTask(release, names, `{{ ${changes} }}`),
  ];
}

/**
 * The container that had the port has ended: a proxy that listens on it takes the place of the one that stood for it.
 * What came to that one meanwhile is led to the new one.
 */
export function takenTasks(release: Release, names: Names): Entry[] {
  return [siteTask(release, names), newTask(release, names), placeTask(release, names, "{{ true }}")].map(
    (entry) => ({ ...entry, vars: { tera_listen: listenPort(release.spec), tera_before: "" } }),
  );
}

function siteTask({ spec }: Release, names: Names): Entry {
  return task(
    "Write the service's part of it",
    "ansible.builtin.copy",
    { dest: names.site, content: siteText(spec, names), mode: "0644" },
    { register: "tera_site" },
  );
}

function newTask(release: Release, names: Names): Entry {
  const { spec, run } = release;
  return task("Make the new proxy", "community.docker.docker_container", {
    ...proxyArgs(release, names),
    name: `${spec.proxy.name}-next`,
    state: "present",
    env: { ...ENV, TERA_PROXY: run },
  });
}

function placeTask({ spec }: Release, { proxyFolder }: Names, replace: string): Entry {
  const port = listenPort(spec);
  return task("Put the new proxy in its place", "tera.rollout.release_proxy", {
    container: spec.proxy.name,
    folder: proxyFolder,
    replace,
    port: `{{ ${port} if tera_listen | int == ${port} else 0 }}`,
    via: viaPort(spec),
  });
}

const ENV = { XDG_DATA_HOME: "/data", XDG_CONFIG_HOME: "/data" };

/** Everything but its name. Two of them may listen on the same port of the host at once. */
function proxyArgs({ spec }: Release, { proxyFolder }: Names): PlainDict {
  return {
    image: spec.proxy.image,
    pull: spec.pull,
    restart_policy: "unless-stopped",
    network_mode: "host",
    command: ["caddy", "run", "--config", `${proxyFolder}/Caddyfile`, "--adapter", "caddyfile"],
    volumes: [`${proxyFolder}:${proxyFolder}:ro`, "tera-caddy-data:/data"],
    env: ENV,
    stop_timeout: 40,
    labels: { "tera.proxy": "1" },
  };
}
