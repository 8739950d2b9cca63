import {
  type Args,
  convertArgs,
  flag,
  float,
  integer,
  list,
  oneOf,
  options,
  raw,
  text,
} from "../model/args.js";
import { Fault, Faults } from "../model/errors.js";
import { suggest } from "../model/nearest.js";
import { keyPlaceOf, type Place, placeOf } from "../model/source.js";
import { isDict, type PlainDict, type Value } from "../model/value.js";
import { SOURCE_KINDS, sourceOf } from "./sources.js";

/** What release.yml may hold: the names, their defaults, and their documentation. */
export const SPEC = {
  service: text({ about: "the name of the service", required: true }),
  image: text({
    about: "REGISTRY/NAME of its image, without a tag; unless said `tera deploy` is told it",
    default: "",
  }),
  environment: text({ about: "which environment this is; unless said the inventory's name" }),
  hosts: text({ about: "pattern of the hosts that run it", default: "all" }),
  vars_files: list(text({ about: "a file" }), {
    about: "files of variables, relative to this one, that its templates know",
    default: [],
  }),
  become: flag({ about: "run as root on the hosts", default: true }),
  listen: text({
    about: "address of the proxy: `:80`, or a domain, whose certificate Caddy gets",
    default: ":80",
  }),
  port: integer({ about: "the port inside the container", default: 8080 }),
  ports: list(integer({ about: "a port" }), {
    about: "two ports of the host's loopback for the container that runs and the one that follows it",
  }),
  container: raw({
    about: "further options of docker_container: env, volumes, networks, memory, …",
    default: {},
  }),
  secrets: raw({
    about: "what the container finds as files in /run/secrets: templates, or {SOURCE: REFERENCE}",
    default: {},
  }),
  proxy: options(
    {
      image: text({ about: "Caddy's image, by digest", required: true }),
      name: text({ about: "its container, one for all services of a host", default: "tera-proxy" }),
      directives: text({ about: "further lines of Caddy's configuration for this service", default: "" }),
    },
    { about: "the proxy in front of the service", required: true },
  ),
  target_group: options(
    {
      arn: text({ about: "ARN of the target group", default: "{{ target_group_arn }}" }),
      target: text({
        about: "the host in it: an instance's ID, or an address",
        default: "{{ instance_id }}",
      }),
      port: integer({ about: "its port, where it is not the group's" }),
      timeout: integer({ about: "seconds in which it must be out, and healthy again", default: 300 }),
    },
    { about: "the hosts are behind a load balancer of AWS: each is out of its group while it changes" },
  ),
  ready: options(
    {
      path: text({ about: "what is asked", default: "/readyz" }),
      within: float({ about: "seconds in which the new container must answer with 2xx", default: 60 }),
      stays: float({ about: "seconds for which it must go on to, before it gets requests", default: 6 }),
      watch: float({ about: "seconds for which it must go on to, with requests", default: 3 }),
      outside: text({ about: "a URL that the controller asks after the switch; `{{ … }}` knows the host" }),
    },
    { about: "when a container is ready", default: {} },
  ),
  batches: list(text({ about: "a number of hosts, or a share of them: 25%" }), {
    about: "how many hosts at a time; the last one is repeated. The first batch proves the release",
    default: ["1", "100%"],
  }),
  roles: list(text({ about: "pattern of hosts" }), {
    about:
      "hosts with different work: one host of each pattern is in the first batch, and proves the release for it",
    default: [],
  }),
  max_failures: integer({ about: "hosts that may fail before all of them are returned", default: 0 }),
  pause: float({ about: "seconds between the first batch and the others", default: 0 }),
  drain: integer({ about: "seconds that requests of the old container may take to end", default: 30 }),
  current: text({
    about:
      "a parameter of SSM that is told the image of each good release: hosts that are born later run it. Empty: none",
    default: "",
  }),
  keep: integer({ about: "good releases whose images stay on the hosts", default: 5 }),
  pull: oneOf(["missing", "never"])({ about: "may images be pulled?", default: "missing" }),
  hooks: options(
    {
      pre_connect: text({ about: "before the first connection" }),
      pre_deploy: text({ about: "when the lock is taken and nothing is changed yet" }),
      canary: text({
        about: "when the first batch runs the release; when it fails the release is taken back",
      }),
      post_deploy: text({ about: "after a good release" }),
      on_failure: text({ about: "after a release that was taken back" }),
    },
    { about: "commands of the controller, or playbooks (FILE.yml)", default: {} },
  ),
} as const;

export interface Spec extends Omit<Args<typeof SPEC>, "environment" | "ports" | "container" | "secrets"> {
  environment: string;
  ports: [number, number];
  container: PlainDict;
  secrets: PlainDict;
  /** where it was read */
  path: string;
}

/** What is said of a release where release.yml does not say it. */
export interface Given {
  path: string;
  environment: string;
}

/** Reads the value of a release.yml. Faults: KEYWORD_UNKNOWN, KEYWORD_INVALID. */
export function readSpec(value: Value, { path, environment }: Given): Spec {
  const start: Place = { path, line: 1, column: 1 };
  if (!isDict(value) || value instanceof Map)
    throw new Fault("KEYWORD_INVALID", "a release file must be a mapping: `service: …`, `image: …`", {
      at: start,
    });
  const { args, problems } = convertArgs(SPEC, value);
  const faults = problems.map(({ name, problem, kind }) => {
    const at = (kind === "unknown" ? keyPlaceOf(value, name) : placeOf(value, name)) ?? start;
    if (kind === "unknown")
      return new Fault("KEYWORD_UNKNOWN", `there is no \`${name}\` in a release file`, {
        at,
        hint: suggest(name, Object.keys(SPEC)) ?? "docs/releases.md lists what there is",
      });
    return new Fault("KEYWORD_INVALID", `${name} ${problem}`, { at });
  });
  const invalid = (name: string, why: string) =>
    faults.push(new Fault("KEYWORD_INVALID", `${name} ${why}`, { at: placeOf(value, name) ?? start }));
  const spec = {
    ...args,
    environment: args.environment ?? environment,
    ports:
      (args.ports as [number, number] | undefined) ??
      portsOf(`${args.environment ?? environment}-${args.service}`),
    container: withProxies((args.container ?? {}) as PlainDict, args.target_group !== undefined),
    secrets: (args.secrets ?? {}) as PlainDict,
    path,
  };
  if (faults.length === 0) for (const [name, why] of wrongIn(spec)) invalid(name, why);
  if (faults.length > 0) throw faults.length === 1 ? faults[0]! : new Faults(faults);
  return spec;
}

/**
 * How many proxies there are is known here, and not to the app: without it all clients would be one to it. The variables
 * themselves are kept, with the marks they have.
 */
function withProxies(container: PlainDict, isBalanced: boolean): PlainDict {
  const env = isDict(container) ? (container.env ?? {}) : "";
  if (!isDict(env) || env instanceof Map) return container;
  env.TRUST_PROXY ??= isBalanced ? "2" : "1";
  return { ...container, env };
}

const NAME = /^[a-z0-9][a-z0-9_.-]{0,62}$/;
/** What a release sets itself. */
const OWN = [
  "name",
  "image",
  "state",
  "published_ports",
  "ports",
  "pull",
  "restart",
  "recreate",
  "network_mode",
];

function* wrongIn(spec: Spec): Generator<[name: string, why: string]> {
  if (!NAME.test(spec.service)) yield ["service", `must be of a-z, 0-9, _ . and -, not ${spec.service}`];
  if (!NAME.test(spec.environment))
    yield [
      "environment",
      `must be of a-z, 0-9, _ . and -, not ${spec.environment}: say it in the file, or by --environment`,
    ];
  if (/[@\s]|:[^/]*$/.test(spec.image)) yield ["image", `must have no tag and no digest: ${spec.image}`];
  if (spec.ports.length !== 2 || spec.ports[0] === spec.ports[1]) yield ["ports", "must be two ports"];
  if (!isDict(spec.container) || spec.container instanceof Map) yield ["container", "must be a mapping"];
  else
    for (const name of OWN)
      if (name in spec.container) yield ["container", `cannot say ${name}: a release sets it itself`];
  yield* wrongSecrets(spec);
  for (const batch of spec.batches)
    if (!/^([1-9]\d*|[1-9]\d?%|100%)$/.test(batch))
      yield ["batches", `must be numbers of hosts or shares, not ${batch}`];
  if (spec.batches.length === 0) yield ["batches", "must hold at least one"];
  if (spec.keep < 1) yield ["keep", "must be 1 at least: the release that runs"];
}

function* wrongSecrets({ secrets, container }: Spec): Generator<[name: string, why: string]> {
  if (!isDict(secrets) || secrets instanceof Map) return yield ["secrets", "must be a mapping"];
  for (const [name, value] of Object.entries(secrets)) {
    if (!/^[A-Za-z_]\w*$/.test(name)) yield ["secrets", `${name} must be of letters, digits and _`];
    if (sourceOf(value) === undefined)
      yield ["secrets", `${name} must be text, or one of {${SOURCE_KINDS.join(": …}, {")}: …}`];
  }
  const { env } = container;
  if (Object.keys(secrets).length > 0 && env !== undefined && (!isDict(env) || env instanceof Map))
    yield ["container", "must say env as a mapping, beside secrets"];
}

/** The port of the proxy, where it is one alone; 0: it is a domain's. */
export const listenPort = ({ listen }: Pick<Spec, "listen">): number =>
  Number(/^:(\d+)$/.exec(listen)?.[1] ?? 0);

/** Where the proxy listens as long as another container has its port. */
export const viaPort = ({ ports }: Pick<Spec, "ports">): number => 15000 + (ports[0] % 5000);

/** Two ports that hardly another service of the host has. */
function portsOf(name: string): [number, number] {
  let sum = 0;
  for (const char of name) sum = (sum * 31 + char.charCodeAt(0)) % 5000;
  return [20000 + sum * 2, 20001 + sum * 2];
}
