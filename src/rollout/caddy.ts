import { type Names, STATE } from "./names.js";
import { listenPort, type Spec } from "./spec.js";

/** The file that Caddy starts with: every service of the host brings its own. */
export const CADDYFILE = `# written by tera deploy
{
	admin unix//run/tera-admin.sock
	grace_period 30s
}
import ${STATE}/proxy/sites/*.caddy
`;

/**
 * A service's part of Caddy's configuration. Which container gets a request is looked up with each one: where the file
 * \`b\` is, the second one. So a release needs no reload, which would close connections that clients keep. A proxy that
 * is to end is told by a file too: it closes each connection behind an answer.
 */
export function siteText(spec: Spec, { live }: Names): string {
  const [a, b] = spec.ports.map((port) => `127.0.0.1:${port}`);
  // one that is slow for a moment is not shut out: there is no other to go to
  // what a load balancer says of its clients is passed on; what anybody else says of them is not
  const clients = spec.target_group ? "\n\t\t\ttrusted_proxies private_ranges" : "";
  const to = (container: string) => `		reverse_proxy ${container} {${clients}
			lb_try_duration 5s
			lb_try_interval 100ms
			transport http {
				dial_timeout 20s
				keepalive 3s
			}
		}`;
  const port = listenPort(spec);
  const address = port === 0 ? spec.listen : "http://:{{ tera_listen }}";
  const more = spec.proxy.directives.trim();
  return `# ${spec.service} in ${spec.environment}: written by tera deploy
${address} {
${more === "" ? "" : `${more.replace(/^/gm, "	")}\n`}	@closing file {
		root ${STATE}/proxy
		try_files closing-{env.TERA_PROXY}
	}
	header @closing Connection close
	@maintenance file {
		root ${live}
		try_files maintenance.html
	}
	handle @maintenance {
		root * ${live}
		rewrite * /maintenance.html
		header Retry-After 60
		file_server {
			status 503
		}
	}
${port === 0 ? "" : "{{ tera_before }}"}	@b file {
		root ${live}
		try_files b
	}
	handle @b {
${to(b!)}
	}
	handle {
${to(a!)}
	}
}
`;
}

/**
 * The part for a container from before the first release: who has reached the new one, and it was taken back, is answered
 * by it, once on each connection.
 */
export const beforeText = ({ live }: Names, address: string): string => `	@old file {
		root ${live}
		try_files old
	}
	handle @old {
		header Connection close
		reverse_proxy ${address}
	}
`;
