import { createHash } from "node:crypto";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { Engine } from "../helpers/docker_engine.js";

const CA = "/etc/ssl/certs/ca-certificates.crt";

/** Names of images that the engine has; none of them was pulled. */
export interface Images {
  /** a Debian host with sshd and sudo, without Docker */
  host: string;
  webapp: string;
  redis: string;
}

/** Everything is made from a Debian that debootstrap downloads once, and from this repository. */
export async function buildImages(engine: Engine, folder: string, version: string): Promise<Images> {
  for (const target of ["node", "npm", "redis"]) await buildTarget(engine, folder, target);
  const host = await buildHostImage(engine, folder);

  const npmrc = join(folder, "npmrc");
  const { stdout: registry } = await execa("npm", ["config", "get", "registry"]);
  const own = join(homedir(), ".npmrc");
  writeFileSync(npmrc, `${existsSync(own) ? readFileSync(own, "utf8") : ""}\nregistry=${registry}\n`, {
    mode: 0o600,
  });
  await engine.docker([
    ...["build", "--quiet", "--file", "webapp/Dockerfile", "--tag", "tera-test/webapp"],
    ...["--build-arg", "BUILD_IMAGE=tera-test/npm", "--build-arg", "RUNTIME_IMAGE=tera-test/node"],
    ...["--build-arg", `VERSION=${version}`, "--secret", `id=npmrc,src=${npmrc}`, "."],
  ]);
  return { host, webapp: "tera-test/webapp", redis: "tera-test/redis" };
}

export function buildHostImage(engine: Engine, folder: string): Promise<string> {
  return buildTarget(engine, folder, "host");
}

/** The same host with dnf and what Docker's packages of other systems lean on. */
export function buildRpmHostImage(engine: Engine, folder: string): Promise<string> {
  return buildTarget(engine, folder, "rpm-host");
}

/** The same host with an engine on it, that nobody has started. */
export function buildReleaseHostImage(engine: Engine, folder: string): Promise<string> {
  return buildTarget(engine, folder, "engine-host");
}

/** What is installed by apt is kept for a day: each engine would install it again. */
const KEPT = new Set(["host", "redis", "rpm-host", "engine-host"]);
const KEPT_AS = ".image.tar";
const DAY_MS = 24 * 60 * 60 * 1000;

async function buildTarget(engine: Engine, folder: string, target: string): Promise<string> {
  const context = join(folder, "images");
  const name = `tera-test/${target}`;
  if (!existsSync(context)) await fillContext(context);
  const kept = await keptImage(target);
  if (existsSync(kept) && Date.now() - statSync(kept).mtimeMs < DAY_MS) {
    await engine.docker(["load", "--quiet", "--input", kept]);
    return name;
  }
  if (!(await engine.docker(["images", "--quiet", "tera-test/debootstrap"])))
    await engine.docker(["import", await debian(), "tera-test/debootstrap"]);
  await engine.docker(["build", "--quiet", "--target", target, "--tag", name, context]);
  if (KEPT.has(target)) {
    await keepImage(engine, target, { name, kept });
  }
  return name;
}

/** Instead of the one that was kept before. */
async function keepImage(
  engine: Engine,
  target: string,
  { name, kept }: { name: string; kept: string },
): Promise<void> {
  const half = `${kept}.${process.pid}`;
  try {
    await engine.docker(["save", "--output", half, name]);
    const old = readdirSync(CACHE).filter((file) => file.startsWith(`${target}-`) && file.endsWith(KEPT_AS));
    for (const file of old) rmSync(join(CACHE, file), { force: true });
    renameSync(half, kept);
  } finally {
    rmSync(half, { force: true });
  }
}

/** Where an image of these very lines and settings is kept. */
async function keptImage(target: string): Promise<string> {
  const hash = createHash("sha256")
    .update(DOCKERFILE)
    .update(await aptSettings());
  return join(
    CACHE,
    `${target}-${release().suite}-${process.arch}-${hash.digest("hex").slice(0, 12)}${KEPT_AS}`,
  );
}

async function fillContext(context: string): Promise<void> {
  machineSettings(join(context, "etc"));
  writeFileSync(join(context, "etc/apt/apt.conf.d/99machine"), await aptSettings());
  copyFileSync(process.execPath, join(context, "node"));
  const { stdout: modules } = await execa("npm", ["root", "--global"]);
  cpSync(join(modules, "npm"), join(context, "npm"), { recursive: true });
  writeFileSync(join(context, "Dockerfile"), DOCKERFILE);
}

const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "tera-test");

/** A tar of a smallest Debian, kept between runs. */
async function debian(): Promise<string> {
  const { suite, mirror } = release();
  const tar = join(CACHE, `debian-${suite}-${process.arch}.tar`);
  if (existsSync(tar)) return tar;
  const half = join(CACHE, `half-${process.pid}`);
  mkdirSync(half, { recursive: true });
  try {
    await execa("debootstrap", ["--variant=minbase", suite, half, mirror]);
    rmSync(join(half, "var/cache/apt/archives"), { recursive: true });
    await execa("tar", ["-C", half, "-cf", `${half}.tar`, "."]);
    renameSync(`${half}.tar`, tar);
  } finally {
    rmSync(half, { recursive: true, force: true });
    rmSync(`${half}.tar`, { force: true });
  }
  return tar;
}

/** The machine's own Debian where it is one, so that its mirror and its node fit. */
export function release(): { suite: string; mirror: string } {
  const os = readFileSync("/etc/os-release", "utf8");
  const suite = /^ID=debian$/m.test(os) ? /^VERSION_CODENAME=(\w+)$/m.exec(os)?.[1] : undefined;
  const sources = ["/etc/apt/sources.list.d/debian.sources", "/etc/apt/sources.list"]
    .filter((path) => suite && existsSync(path))
    .map((path) => readFileSync(path, "utf8"))
    .join("\n");
  return {
    suite: suite ?? "bookworm",
    mirror:
      /^(?:URIs:|deb) +(https?:\S+\/debian\/?)(?: |$)/m.exec(sources)?.[1] ?? "http://deb.debian.org/debian",
  };
}

/** Where apt and TLS find what they need here, they find it in the images. */
function machineSettings(etc: string): void {
  mkdirSync(join(etc, "apt/apt.conf.d"), { recursive: true });
  mkdirSync(join(etc, "ssl/certs"), { recursive: true });
  if (existsSync(CA)) copyFileSync(CA, join(etc, "ssl/certs/ca-certificates.crt"));
}

/** Proxies and the like; not what the machine runs after an installation. */
async function aptSettings(): Promise<string> {
  const { stdout } = await execa("apt-config", ["dump"], { reject: false });
  return `${stdout
    .split("\n")
    .filter((line) => /^Acquire::(http|https|ftp|Check|Retries|AllowInsecure)/.test(line))
    .join("\n")}\n`;
}

const DOCKERFILE = `FROM tera-test/debootstrap AS base
COPY etc /etc
ENV NODE_EXTRA_CA_CERTS=${CA}

FROM base AS node
COPY node /usr/bin/node

FROM node AS npm
COPY npm /usr/lib/node_modules/npm
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/bin/npm

FROM base AS redis
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends redis-server >/dev/null
# as the public image has it: the data belongs to the user redis
RUN install -d -o redis -g redis /data
VOLUME /data
WORKDIR /data

FROM base AS host
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends openssh-server sudo >/dev/null \\
 && apt-get clean && rm -rf /var/lib/apt/lists && mkdir -p /run/sshd
CMD ["sh", "-c", "mount -o remount,rw /proc/sys; exec /usr/sbin/sshd -D -e"]

FROM host AS engine-host
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends docker.io iptables curl >/dev/null \\
 && apt-get clean && rm -rf /var/lib/apt/lists

FROM host AS rpm-host
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends dnf rpm gnupg iptables libdevmapper1.02.1 \\
    libseccomp2 libsystemd0 >/dev/null && apt-get clean && rm -rf /var/lib/apt/lists
`;
