import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { execa } from "execa";

/** What one package holds: programs of this machine's Debian packages under the names of other systems. */
interface Package {
  files: readonly string[];
  more?: readonly string[];
}

const ENGINE = ["/usr/sbin/dockerd", "/usr/sbin/docker-proxy", "/usr/bin/docker-init"];
const RUNTIME = ["/usr/bin/containerd", "/usr/bin/containerd-shim-runc-v2", "/usr/sbin/runc"];
const CLIENT = ["/usr/bin/docker"];

/** Docker's packages for RHEL, with their names and relations. */
const DOCKER_CE: Readonly<Record<string, Package>> = {
  "docker-ce": { files: ENGINE, more: ["Requires: containerd.io, docker-ce-cli"] },
  "docker-ce-cli": { files: CLIENT },
  "containerd.io": { files: RUNTIME, more: ["Conflicts: runc, podman"] },
  "docker-buildx-plugin": { files: [] },
  "docker-compose-plugin": { files: [] },
};

/** Amazon's own package has all in one. */
const AMAZON: Readonly<Record<string, Package>> = {
  docker: { files: [...ENGINE, ...RUNTIME, ...CLIENT] },
};

/** Says which release of the system the host is: dnf asks its database for it. */
const RELEASES: Readonly<Record<string, Package>> = {
  "system-release": { files: [], more: ["Provides: system-release(releasever) = 2023"] },
  "redhat-release": {
    files: [],
    more: ["Provides: system-release", "Provides: system-release(releasever) = 9"],
  },
};

export interface RpmRepositories {
  fingerprint: string;
  /** packages by name that a host of the system has from the start */
  releases: Record<"amazon" | "rhel", string>;
}

/**
 * Signed repositories below `folder`, laid out as the real ones: linux/rhel/9/ARCH/stable with linux/rhel/gpg,
 * and amazon/core with amazon/gpg. Whoever serves the folder serves them.
 */
export async function makeRpmRepositories(folder: string): Promise<RpmRepositories> {
  const { stdout: arch } = await execa("rpm", ["--eval", "%{_arch}"]);
  const key = await makeKey(join(folder, "rpm-gnupg"));
  const places = [
    [DOCKER_CE, join(folder, "linux/rhel/9", arch, "stable")],
    [AMAZON, join(folder, "amazon/core")],
    [RELEASES, join(folder, "amazon/releases")],
  ] as const;
  for (const [packages, place] of places) {
    mkdirSync(place, { recursive: true });
    for (const [name, it] of Object.entries(packages)) await pack(folder, place, name, it, key);
    await execa("createrepo_c", ["--quiet", place]);
  }
  for (const place of ["linux/rhel/gpg", "amazon/gpg"]) writeFileSync(join(folder, place), key.armored);
  const release = (name: string) => join(folder, "amazon/releases", `${name}.rpm`);
  return {
    fingerprint: key.fingerprint,
    releases: { amazon: release("system-release"), rhel: release("redhat-release") },
  };
}

type Key = Awaited<ReturnType<typeof makeKey>>;

async function makeKey(home: string) {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const gpg = (...args: string[]) => execa("gpg", ["--homedir", home, "--batch", "--quiet", ...args]);
  await gpg("--passphrase", "", "--quick-generate-key", "Release <rpm@localhost>", "rsa2048", "sign", "1d");
  const { stdout } = await gpg("--list-keys", "--with-colons");
  const armored = `${(await gpg("--armor", "--export")).stdout}\n`;
  return { home, armored, fingerprint: /^fpr:+(\w+):/m.exec(stdout)![1]! };
}

/** Builds and signs one package. */
async function pack(folder: string, place: string, name: string, it: Package, key: Key): Promise<void> {
  const tree = join(folder, "rpm-trees", name);
  mkdirSync(tree, { recursive: true });
  for (const file of it.files) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    copyFileSync(file, join(tree, file));
    chmodSync(join(tree, file), 0o755);
  }
  const spec = join(folder, `${name}.spec`);
  writeFileSync(spec, specOf(name, tree, it));
  const top = join(folder, "rpm-build");
  await execa("rpmbuild", [
    "-bb",
    "--quiet",
    "--define",
    `_topdir ${top}`,
    "--define",
    `_rpmdir ${top}`,
    spec,
  ]);
  const { stdout: built } = await execa("find", [top, "-name", `${name}-99*.rpm`]);
  const rpm = join(place, `${name}.rpm`);
  writeFileSync(rpm, readFileSync(built.trim()));
  await execa("rpmsign", [
    ...[
      "--define",
      "__gpg /usr/bin/gpg",
      "--define",
      `_gpg_path ${key.home}`,
      "--define",
      `_gpg_name ${key.fingerprint}`,
    ],
    ...["--addsign", rpm],
  ]);
}

function specOf(name: string, tree: string, { files, more = [] }: Package): string {
  return [
    ...["%global debug_package %{nil}", "%global __os_install_post %{nil}", "%define _build_id_links none"],
    // packing is most of the time otherwise
    "%define _binary_payload w0.ufdio",
    ...[`Name: ${name}`, "Version: 99.0", "Release: 1", `Summary: ${name}`, "License: none"],
    ...["AutoReqProv: no", ...more, "%description", name],
    ...["%install", `mkdir -p %{buildroot} && cp -a ${tree}/. %{buildroot}`, "%files", ...files, ""],
  ].join("\n");
}
