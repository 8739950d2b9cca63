import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { execa } from "execa";

/** A signed apt repository laid out as Docker's is: linux/DISTRIBUTION/{gpg,dists,pool}. */
export interface AptRepository {
  /** what stands for https://download.docker.com/linux */
  url: string;
  fingerprint: string;
  stop(): void;
}

interface Package {
  files: string[];
  depends?: string;
  more?: string;
}

/** Docker's names and relations; inside are the programs of this machine's Debian packages. */
const PACKAGES: Record<string, Package> = {
  "docker-ce": {
    files: ["/usr/sbin/dockerd", "/usr/sbin/docker-proxy", "/usr/bin/docker-init"],
    depends: "containerd.io, docker-ce-cli, iptables, libdevmapper1.02.1, libsystemd0",
    more: "Conflicts: docker.io\nReplaces: docker.io",
  },
  "docker-ce-cli": { files: ["/usr/bin/docker"], more: "Conflicts: docker.io\nReplaces: docker.io" },
  "containerd.io": {
    files: ["/usr/bin/containerd", "/usr/bin/containerd-shim-runc-v2", "/usr/sbin/runc"],
    depends: "libseccomp2",
    more: "Provides: containerd, runc\nConflicts: containerd, runc\nReplaces: containerd, runc",
  },
  "docker-buildx-plugin": { files: [] },
  "docker-compose-plugin": { files: [] },
};

export async function startAptRepository(
  folder: string,
  suite: string,
  address: string,
  distribution = "debian",
): Promise<AptRepository> {
  const root = join(folder, "linux", distribution);
  mkdirSync(join(root, "pool"), { recursive: true });
  const { stdout: architecture } = await execa("dpkg", ["--print-architecture"]);
  const stanzas: string[] = [];
  for (const [name, it] of Object.entries(PACKAGES))
    stanzas.push(await pack(folder, root, name, it, architecture));
  const index = `${stanzas.join("\n\n")}\n`;
  const packages = `stable/binary-${architecture}/Packages`;
  write(join(root, "dists", suite, packages), index);
  const release = [
    ...["Origin: Docker", `Suite: ${suite}`, `Codename: ${suite}`, "Components: stable"],
    ...[`Architectures: ${architecture}`, `Date: ${new Date().toUTCString()}`],
    ...["SHA256:", ` ${sha256(index)} ${Buffer.byteLength(index)} ${packages}`, ""],
  ].join("\n");
  write(join(root, "dists", suite, "Release"), release);
  const fingerprint = await sign(folder, root, join(root, "dists", suite));
  const server = createServer((request, response) => {
    const path = join(folder, decodeURIComponent(request.url ?? "/"));
    if (!path.startsWith(folder) || !existsSync(path) || statSync(path).isDirectory())
      return response.writeHead(404).end();
    // as real servers do: what is no newer is not sent again
    const changed = Math.floor(statSync(path).mtimeMs / 1000) * 1000;
    if (changed <= Date.parse(request.headers["if-modified-since"] ?? ""))
      return response.writeHead(304).end();
    response.setHeader("Last-Modified", new Date(changed).toUTCString());
    response.end(readFileSync(path));
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://${address}:${port}/linux`, fingerprint, stop: () => server.close() };
}

/** Makes one package; gives its paragraph of the index. */
async function pack(
  folder: string,
  root: string,
  name: string,
  it: Package,
  architecture: string,
): Promise<string> {
  const tree = join(folder, "trees", name);
  for (const file of it.files) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    copyFileSync(file, join(tree, file));
    chmodSync(join(tree, file), 0o755);
  }
  const control = [
    ...[
      `Package: ${name}`,
      "Version: 5:99.0-1",
      `Architecture: ${architecture}`,
      "Maintainer: test <test@localhost>",
    ],
    ...[
      ...(it.depends ? [`Depends: ${it.depends}`] : []),
      ...(it.more ? [it.more] : []),
      `Description: ${name}`,
    ],
  ].join("\n");
  write(join(tree, "DEBIAN/control"), `${control}\n`);
  const deb = join(root, "pool", `${name}.deb`);
  await execa("dpkg-deb", ["--root-owner-group", "-Znone", "--build", tree, deb]);
  const bytes = readFileSync(deb);
  return `${control}\nFilename: pool/${name}.deb\nSize: ${bytes.length}\nSHA256: ${sha256(bytes)}`;
}

/** Signs the release with a key made for it, puts the key where the role looks; gives its fingerprint. */
async function sign(folder: string, root: string, release: string): Promise<string> {
  const home = join(folder, "gnupg");
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const gpg = (...args: string[]) => execa("gpg", ["--homedir", home, "--batch", "--quiet", ...args]);
  await gpg(
    "--passphrase",
    "",
    "--quick-generate-key",
    "Release <release@localhost>",
    "rsa2048",
    "sign",
    "1d",
  );
  const { stdout } = await gpg("--list-keys", "--with-colons");
  write(join(root, "gpg"), (await gpg("--armor", "--export")).stdout);
  await gpg("--clearsign", "--output", join(release, "InRelease"), join(release, "Release"));
  await execa("gpgconf", ["--homedir", home, "--kill", "all"], { reject: false });
  return /^fpr:+(\w+):/m.exec(stdout)![1]!;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const sha256 = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest("hex");
