import type { PlainDict } from "../model/value.js";
import { CADDYFILE, siteText } from "./caddy.js";
import type { Names } from "./names.js";
import { type Entry, task } from "./parts.js";
import type { Release } from "./run.js";

const DIFFERS = "tera_caddyfile is changed or tera_site is changed or tera_proxy is changed";

/** The proxy, as the release file says it. Whatever is changed of it: another one takes its place, none is reloaded. */
export function proxyTasks(release: Release, names: Names): Entry[] {
  const { spec, run } = release;
  const { proxyFolder, live, site } = names;
  const { name } = spec.proxy;
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
    task(
      "Write the service's part of it",
      "ansible.builtin.copy",
      { dest: site, content: siteText(spec, names), mode: "0644" },
      { register: "tera_site" },
    ),
    task(
      "Compare the proxy with what runs",
      "community.docker.docker_container",
      { ...container, name, state: "started" },
      { register: "tera_proxy", check_mode: true },
    ),
    task(
      "Make the new proxy",
      "community.docker.docker_container",
      { ...container, name: `${name}-next`, state: "present", env: { ...ENV, TERA_PROXY: run } },
      { when: changes },
    ),
    task("Put the new proxy in its place", "tera.rollout.release_proxy", {
      container: name,
      folder: proxyFolder,
      replace: `{{ ${changes} }}`,
    }),
  ];
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
