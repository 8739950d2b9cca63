import type { PlainDict, Value } from "../model/value.js";
import { type Entry, task } from "./parts.js";
import type { Spec } from "./spec.js";

const ADDRESS = "^(?:rediss?://)?(?:[^@/]*@)?([^/]*?)(?::[0-9]+)?(?:/.*)?$";
/** What means another machine on each host, or the host itself: a container's name, or loopback. */
const OWN = "^([^.:]*|127[.].*|host[.]docker[.]internal|.?::1.?)$";

/**
 * A word that is posted on one host would not be read on the next: hosts behind one load balancer with a Redis each are
 * refused, by what the release file and the inventory say, before a host is asked.
 */
export function balancedRedis({ container, target_group: group }: Spec, hosts: readonly string[]): Entry[] {
  const url = redisOf(container);
  if (url === undefined || hosts.length < 2) return [];
  const balancer = "load_balancer_url | default('', true)";
  const same =
    `${JSON.stringify(hosts)} | map('extract', hostvars) | selectattr('tera_redis', 'defined') ` +
    "| selectattr('tera_balancer', 'eq', tera_balancer) | map(attribute='tera_redis')";
  return [
    {
      name: "Know where Redis is",
      "ansible.builtin.set_fact": {
        tera_redis: `{{ tera_url | regex_replace('${ADDRESS}', '\\1') }}`,
        tera_balancer: group ? `{{ tera_group | default('', true) or ${balancer} }}` : `{{ ${balancer} }}`,
      },
      vars: { tera_url: url, ...(group ? { tera_group: group.arn } : {}) },
    },
    task("Refuse a load balancer over hosts with a Redis each", "ansible.builtin.assert", {
      that: [
        `tera_balancer == '' or ${same} | select('match', '${OWN}') | list | length < 2`,
        `tera_balancer == '' or ${same} | reject('match', '${OWN}') | unique | list | length < 2`,
      ],
      fail_msg:
        "{{ tera_balancer }} is before several hosts, and each has a Redis of its own ({{ tera_redis }}): " +
        "name one for all, by an address or a full name",
      quiet: true,
    }),
  ];
}

/** What the container is told of where Redis is. */
function redisOf({ env }: PlainDict): Value | undefined {
  if (typeof env !== "object" || env === null || Array.isArray(env)) return undefined;
  const found = Object.entries(env).find(
    ([name, value]) =>
      typeof value === "string" &&
      (/^rediss?:\/\//.test(value) || /REDIS\w*_(URL|URI|HOST|ADDR\w*)$/i.test(name)),
  );
  return found?.[1] as Value | undefined;
}
