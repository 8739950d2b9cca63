import { existsSync } from "node:fs";
import { hostsIn, type TerraformHost } from "../../inventory/terraform/hosts.js";
import type { Event } from "../../model/event.js";
import { SHARED } from "../../terraform/root.js";
import { namedInventories } from "../inventory/names.js";
import { EXIT_CODES } from "../options/exit_codes.js";
import type { Input } from "../options/option.js";
import { readSettings } from "../options/settings.js";
import { apply, type Cloud, handOn, plan, prepare, stateIn } from "./root.js";
import { isAwaited, waitForHosts } from "./wait.js";

const WAIT = 300;

/** Makes the machines, then what runs on them, then proves it. What is shared has no hosts to provision. */
export async function up(cloud: Cloud, input: Input): Promise<number> {
  const { values } = input;
  const provisions = values.noProvision !== true && cloud.environment !== SHARED;
  // an inventory that is missing is said before anything is made
  if (provisions) {
    namedInventories([cloud.environment], readSettings(process.env, process.cwd()));
    const code = await preflight(cloud, input);
    if (code !== 0) return code;
  }
  const hosts = new Map<string, TerraformHost>();
  for (const root of cloud.roots) {
    const place = await prepare(cloud, root);
    const planned = await plan(cloud, place);
    if (planned && !(await apply(cloud, place, planned, "yes"))) return EXIT_CODES.error[0];
    const { outputs } = await stateIn(cloud, place);
    handOn(cloud, root, outputs);
    for (const host of hostsIn(outputs, root.name)) hosts.set(host.name, host);
  }
  const links = new Map<string, string>();
  if (provisions) {
    await wait(cloud, [...hosts.values()], (values.wait as number | undefined) ?? WAIT);
    const code = await provision(cloud, input, links);
    if (code !== 0) return code;
  }
  sayWhere(cloud, [...hosts.values()], links);
  return EXIT_CODES.ok[0];
}

const PREFLIGHT = "playbooks/preflight.yml";

/** What the project itself wants to know before machines are paid for, asked of the hosts that are known by now. */
async function preflight(cloud: Cloud, input: Input): Promise<number> {
  if (!existsSync(PREFLIGHT)) return 0;
  cloud.say(`tera playbook --inventory ${cloud.environment} ${PREFLIGHT}`);
  const { start } = await import("../play/start.js");
  // parts of a provision are no parts of it
  const values = { ...input.values, tags: [], skipTags: [], startAtTask: undefined, check: false };
  return start({ ...input, values }, (settings) => ({
    playbooks: [PREFLIGHT],
    inventory: namedInventories([cloud.environment], settings),
  }));
}

async function wait(cloud: Cloud, hosts: readonly TerraformHost[], seconds: number): Promise<void> {
  const count = hosts.filter(isAwaited).length;
  if (seconds === 0 || count === 0) return;
  cloud.say(`waiting for SSH on ${count} ${count === 1 ? "host" : "hosts"}, at most ${seconds} s`);
  const late = await waitForHosts(hosts, seconds, cloud.signal);
  for (const { name, address, port = 22 } of late)
    cloud.say(`${name} does not answer on ${address}:${port}: is your address among admin_cidrs?`);
}

/** The commands `provision` and `smoke`, in this process, with the options of this command line. */
async function provision(cloud: Cloud, input: Input, links: Map<string, string>): Promise<number> {
  const same: Input = {
    ...input,
    operands: [],
    values: { ...input.values, inventory: [cloud.environment] },
    listen: (event: Event) => {
      if (event.type === "run-end") for (const { host, url } of event.links ?? []) links.set(host, url);
    },
  };
  const steps = [
    { name: "provision", load: () => import("../provision/provision.js") },
    ...(input.values.noSmoke === true ? [] : [{ name: "smoke", load: () => import("../play/smoke.js") }]),
  ];
  for (const { name, load } of steps) {
    cloud.say(`tera ${name} --inventory ${cloud.environment}`);
    const { run } = await load();
    const code = await run(same).catch((fault: unknown) => {
      cloud.say(goesOn(cloud, name));
      throw fault;
    });
    if (code === 0) continue;
    cloud.say(goesOn(cloud, name));
    return code;
  }
  return 0;
}

const goesOn = ({ environment }: Cloud, step: string): string =>
  `the machines are there; \`tera cloud up ${environment}\` goes on with ${step}`;

function sayWhere(
  { say, environment }: Cloud,
  hosts: readonly TerraformHost[],
  links: ReadonlyMap<string, string>,
): void {
  say(`${environment} is up`);
  const names = [...new Set([...hosts.map(({ name }) => name), ...links.keys()])];
  const width = Math.max(0, ...names.map((name) => name.length));
  for (const name of names) {
    const address = hosts.find((host) => host.name === name)?.address;
    say(`  ${name.padEnd(width)}  ${links.get(name) ?? address ?? "no address"}`);
  }
}
