import { flag, integer, list, oneOf, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { programs } from "../../../shell/powershell/libraries.js";
import script from "./win_chocolatey.ps1";

const SUMS = ["md5", "sha1", "sha256", "sha512"] as const;

export default defineModule({
  name: "win_chocolatey",
  collection: "chocolatey.chocolatey",
  about: "Installs, updates, pins and removes packages of Chocolatey on a Windows host",
  notes: [
    "Verified: executed in the Windows lab with a double of `choco`; fetching Chocolatey itself, what check mode tells: parsed.",
    "Where Chocolatey is missing it is fetched and installed first, in check mode not.",
    "`timeout` is Chocolatey's own; passwords of sources and proxies stand in its command line, where administrators see them.",
  ],
  check: "full",
  writes: () => [],
  args: {
    name: list(text({ about: "a package" }), {
      about: "the packages; `all`: all that are installed",
      required: true,
    }),
    state: oneOf(["absent", "downgrade", "upgrade", "latest", "present", "reinstalled"])({
      about: "what is to be there",
      default: "present",
    }),
    version: text({ about: "the version; without it the newest" }),
    allow_empty_checksums: flag({ about: "take files without a checksum", default: false }),
    allow_multiple: flag({
      about: "several versions beside each other; not with Chocolatey 2",
      default: false,
    }),
    allow_prerelease: flag({ about: "take prereleases", default: false }),
    architecture: oneOf(["default", "x86"])({ about: "of the package", default: "default" }),
    bootstrap_script: text({
      about: "address of the script that installs Chocolatey",
      aliases: ["install_ps1", "bootstrap_ps1"],
    }),
    bootstrap_tls_version: list(oneOf(["tls11", "tls12", "tls13"])({ about: "a version of TLS" }), {
      about: "how that script is fetched",
      default: ["tls12", "tls13"],
      aliases: ["bootstrap_tls_versions", "tls_version", "tls_versions"],
    }),
    checksum: text({ about: "of what the package fetches, instead of its own" }),
    checksum_type: oneOf(SUMS)({ about: "kind of that checksum" }),
    checksum64: text({ about: "the same of 64-bit files" }),
    checksum_type64: oneOf(SUMS)({ about: "kind of that checksum" }),
    force: flag({ about: "install it even where it is installed", default: false }),
    ignore_checksums: flag({ about: "check no checksums", default: false }),
    ignore_dependencies: flag({ about: "only the package itself", default: false }),
    ignore_pinned: flag({ about: "also what is pinned; Chocolatey 2.3", default: false }),
    remove_dependencies: flag({ about: "remove what it needed too", default: false }),
    install_args: text({ about: "what the native installer is given" }),
    override_args: flag({ about: "only these", default: false }),
    package_params: text({ about: "what the package's script is given", aliases: ["params"] }),
    choco_args: list(text({ about: "an argument" }), {
      about: "further arguments of choco",
      aliases: ["licensed_args"],
    }),
    pinned: flag({ about: "is the version to stay?" }),
    proxy_url: text({ about: "the proxy" }),
    proxy_username: text({ about: "its user" }),
    proxy_password: text({ about: "that user's password", secret: true }),
    skip_scripts: flag({ about: "run no scripts of the package", default: false }),
    source: text({ about: "where the package comes from: an address, a folder, a source's name" }),
    source_username: text({ about: "the source's user" }),
    source_password: text({ about: "that user's password", secret: true }),
    timeout: integer({ about: "seconds", default: 2700, aliases: ["execution_timeout"] }),
    validate_certs: flag({ about: "of the script that installs Chocolatey", default: true }),
  },
  examples: [
    { name: ["git", "7zip"] },
    { name: "nodejs-lts", version: "22.11.0", pinned: true },
    { name: "all", state: "latest" },
  ],
  returns: {
    choco_cli_version: "version of Chocolatey",
    command: "what was run, without passwords",
    rc: "its exit code; 1641 and 3010 ask for a restart",
    stdout: "what it has told",
  },
  validate: ({ name = [], state = "present" }) =>
    name.includes("all") && (state === "present" || state === "reinstalled")
      ? [`Cannot specify the package name as 'all' when state=${state}`]
      : [],
  powershell: { text: script, uses: [programs] },
});
