import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import { type CliRun, tera } from "../../e2e/cli.js";
import { buildReleaseHostImage } from "../../e2e/docker_images.js";
import { type Engine, startEngine } from "../../helpers/docker_engine.js";
import { type Registry, startRegistry } from "../../helpers/docker_registry.js";
import { type Fleet, startFleet } from "./fleet.js";
import { programOf, pushService, type Version } from "./service.js";

const VERSIONS: readonly Version[] = [
  { name: "1.0.0", env: {} },
  { name: "1.1.0", env: {} },
  { name: "2.0.0", env: {} },
  { name: "never", env: { READY: "never" } },
  { name: "crash", env: { CRASH: "5" } },
  { name: "hungry", env: { HUNGRY: "1" } },
];

export type RealTest = (title: string, run: (t: ExecutionContext) => Promise<void>) => void;

/** What the app is given in its environment. */
const TOKEN = "token-of-the-app";

/** Hosts with an engine each, a registry, images of the service, and its release file. */
export class Ground {
  /** made when it starts: tests that are skipped leave nothing */
  folder = "";
  engine!: Engine;
  registry!: Registry;
  fleet!: Fleet;
  /** by version, NAME@sha256:…; of Caddy: `caddy`, and `caddy-next` */
  images!: Record<string, string>;

  /** of the versions, those that are made */
  versionsWanted: readonly string[] = VERSIONS.map(({ name }) => name);

  readonly count: number;
  readonly times: { within: number; stays: number; watch: number };

  /** in how many seconds a new container is to be ready; `stays`, `watch`: for how long it is looked at then */
  constructor(count: number, times: { within: number; stays: number; watch: number }) {
    this.count = count;
    this.times = times;
  }

  get file(): string {
    return join(this.folder, "release.yml");
  }

  async start(): Promise<void> {
    this.folder = mkdtempSync(join(tmpdir(), "tera-rollout-"));
    this.engine = await startEngine(join(this.folder, "engine"), { network: true });
    this.registry = await startRegistry(join(this.folder, "registry"), { address: this.engine.gateway });
    const image = await buildReleaseHostImage(this.engine, this.folder);
    this.images = await pushService(this.engine, this.registry, join(this.folder, "images"), {
      versions: VERSIONS.filter(({ name }) => this.versionsWanted.includes(name)),
      caddy: programOf("caddy"),
    });
    this.fleet = await startFleet(this.engine, this.registry, {
      folder: join(this.folder, "fleet"),
      count: this.count,
      image,
    });
    this.writeFile();
  }

  async stop(): Promise<void> {
    await this.fleet?.remove();
    await this.registry?.stop();
    await this.engine?.stop();
    if (this.folder !== "") rmSync(this.folder, { recursive: true, force: true });
  }

  /** The release file; `more` stands for its last lines, `caddy` is the proxy's image. */
  writeFile(
    more = "",
    { caddy = "caddy", env = `TOKEN: "{{ token }}"`, stays = this.times.stays, outside = "" } = {},
  ): void {
    writeFileSync(
      this.file,
      `service: web
image: ${this.images["1.0.0"]!.split("@")[0]}
listen: ":8080"
proxy: {image: "${this.images[caddy]}"}
drain: 10
batches: [1, 1, 100%]
ready: {within: ${this.times.within}, stays: ${stays}, watch: ${this.times.watch}${outside === "" ? "" : `, outside: "${outside}"`}}
container:
  memory: 128m
  env: {${env}}
${more}
`,
    );
  }

  words(command: string, ...words: string[]): string[] {
    return [command, "-i", this.fleet.inventory, "--file", this.file, ...words, "-e", `token=${TOKEN}`];
  }

  get env(): Record<string, string> {
    return { XDG_STATE_HOME: this.folder, ...this.extra };
  }

  /** variables of the environment of everything that is run from now on */
  extra: Record<string, string> = {};

  run(command: string, ...words: string[]): Promise<CliRun> {
    return tera(this.words(command, ...words), { env: this.env });
  }

  wanted = (version: string): string => `${version}@${this.images[version]!.split("@")[1]}`;

  deploy(version: string, ...words: string[]): Promise<CliRun> {
    return this.run("deploy", this.wanted(version), ...words);
  }

  url = (index: number): string => `http://${this.fleet.hosts[index]!.address}:8080/hello`;

  /** What answers on each host. */
  async versions(): Promise<string[]> {
    const asked = this.fleet.hosts.map(async (_, index) =>
      (await fetch(this.url(index))).headers.get("x-version"),
    );
    return (await Promise.all(asked)).map(String);
  }

  /** What the ledger beside the controller says. */
  ledger(): string {
    return readFileSync(join(this.folder, "tera/releases/prod-web.jsonl"), "utf8");
  }
}

export const said = ({ stdout, stderr }: CliRun): string => stdout + stderr;
