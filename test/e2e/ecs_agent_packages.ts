import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { AGENT, AGENT_PROGRAM } from "./ecs_agent_programs.js";

/** A folder of packages as AWS' bucket is laid out: package, signature, keys. */
export interface PackageServer {
  url: string;
  /** of the key that signs the package */
  fingerprint: string;
  stop(): void;
}

/**
 * The same agent as a real rpm beside its signature, and a repository of the packages that Red Hat's and Amazon's
 * systems have: served below the package server's folder.
 */
export async function addRpms(folder: string): Promise<void> {
  const repository = join(folder, "served/rpm");
  mkdirSync(repository, { recursive: true });
  const agent = await buildRpm(folder, "amazon-ecs-init", [AGENT]);
  const { stdout: architecture } = await execa("rpm", ["--eval", "%{_arch}"]);
  const served = join(folder, "served", `amazon-ecs-init-1.105.1-1.${architecture}.rpm`);
  copyFileSync(agent, served);
  await gpg(join(folder, "ours"), "--armor", "--detach-sign", "--output", `${served}.asc`, served);
  for (const [name, files] of [
    ["ecs-init", [AGENT]],
    ["gnupg2", []],
    ["iptables-nft", []],
  ] as const)
    copyFileSync(await buildRpm(folder, name, files), join(repository, `${name}.rpm`));
  await execa("createrepo_c", ["--quiet", repository]);
}

async function buildRpm(folder: string, name: string, files: readonly string[]): Promise<string> {
  const top = join(folder, "rpm-build");
  const spec = join(folder, `${name}.spec`);
  const lines = [
    ...["%global debug_package %{nil}", "%global __os_install_post %{nil}", "%define _build_id_links none"],
    ...[`Name: ${name}`, "Version: 1.105.1", "Release: 1", "Summary: stands for a package", "License: none"],
    ...["AutoReqProv: no", "%description", name, "%install", "mkdir -p %{buildroot}"],
    ...files.map((file) => `install -D -m 0644 ${join(folder, "tree", file)} %{buildroot}${file}`),
    ...["%files", ...files, ""],
  ];
  writeFileSync(spec, lines.join("\n"));
  const places = [
    "--define",
    `_topdir ${top}`,
    "--define",
    `_rpmdir ${top}`,
    "--define",
    `_dbpath ${top}/db`,
  ];
  await execa("rpmbuild", ["-bb", "--quiet", ...places, spec]);
  const { stdout } = await execa("find", [top, "-name", `${name}-1.105.1-1.*.rpm`]);
  return stdout.trim();
}

/** A real Debian package with the stand-in agent in it, signed; and keys that did and did not sign it. */
export async function startPackageServer(folder: string): Promise<PackageServer> {
  const served = join(folder, "served");
  const tree = join(folder, "tree");
  write(join(tree, AGENT), AGENT_PROGRAM);
  const { stdout: architecture } = await execa("dpkg", ["--print-architecture"]);
  write(
    join(tree, "DEBIAN/control"),
    `Package: amazon-ecs-init\nVersion: 1.105.1-1\nArchitecture: ${architecture}\nMaintainer: test <test@localhost>\nDescription: stands for the ECS agent\n`,
  );
  mkdirSync(served, { recursive: true });
  const deb = join(served, `amazon-ecs-init-latest.${architecture}.deb`);
  await execa("dpkg-deb", ["--root-owner-group", "-Znone", "--build", tree, deb]);
  const ours = await makeKey(join(folder, "ours"), join(served, "ours.gpg"));
  await makeKey(join(folder, "theirs"), join(served, "theirs.gpg"));
  for (const [home, name] of [
    ["ours", `${deb}.asc`],
    ["theirs", join(served, "theirs.asc")],
  ] as const)
    await gpg(join(folder, home), "--armor", "--detach-sign", "--output", name, deb);
  const server = await serve(served);
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, fingerprint: ours, stop: () => server.close() };
}

const gpg = (home: string, ...args: string[]) =>
  execa("gpg", ["--homedir", home, "--batch", "--quiet", "--passphrase", "", ...args]);

async function makeKey(home: string, file: string): Promise<string> {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  await gpg(home, "--quick-generate-key", "Agent <agent@localhost>", "ed25519", "sign", "1d");
  const { stdout } = await gpg(home, "--list-keys", "--with-colons");
  writeFileSync(file, (await gpg(home, "--armor", "--export")).stdout);
  return /^fpr:+(\w+):/m.exec(stdout)![1]!;
}

async function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const path = join(folder, decodeURIComponent(request.url ?? "/"));
    // /forged/… is the same package with a signature of another key
    const file = path.replace(/\/forged\/.*\.asc$/, "/theirs.asc").replace("/forged/", "/");
    try {
      if (!statSync(file).isFile()) throw new Error("no file");
      response.end(readFileSync(file));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
