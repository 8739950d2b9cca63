import { flag, integer, list, oneOf, path, raw, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import type { Value } from "../../../model/value.js";
import { runProgram, web } from "../../../shell/powershell/libraries.js";
import { WIN_WEB_ARGS, winWebRefused, winWebVars } from "../../../shell/powershell/network/web_args.js";
import script from "./win_package.ps1";

export default defineModule({
  name: "win_package",
  collection: "ansible.windows",
  about: "Installs and removes programs of a Windows host: MSI packages and installers that are programs",
  notes: [
    "Verified: programs executed in the Windows lab; MSI only parsed.",
    "Packages of the kinds msp and msix, and wait_for_children, are refused.",
  ],
  check: "full",
  args: {
    path: path({ about: "the package: a file of the host, a share or an address of the web" }),
    product_id: text({
      about:
        "by what it is known when it is installed: an MSI's ProductCode, or its key below `…\\Uninstall`",
    }),
    state: oneOf(["absent", "present"])({ about: "is it to be there?", default: "present" }),
    arguments: raw({ about: "for the installer: a text as it is, or a list of words" }),
    chdir: path({ about: "folder to run in" }),
    creates_path: path({ about: "it is there where this exists" }),
    creates_version: text({ about: "and has this version" }),
    creates_service: text({ about: "it is there where there is this service" }),
    expected_return_code: list(integer({ about: "a code" }), {
      about: "exit codes that are right",
      default: [0, 3010],
    }),
    log_path: path({ about: "where an MSI's log is kept" }),
    provider: oneOf(["auto", "msi", "msix", "msp", "registry"])({
      about: "kind of the package",
      default: "auto",
    }),
    checksum: text({ about: "the digest that the file must have" }),
    checksum_algorithm: oneOf(["md5", "sha1", "sha256", "sha384", "sha512"])({
      about: "of which kind",
      default: "sha1",
    }),
    verify_signature: flag({ about: "the file must have a valid signature", default: false }),
    wait_for_children: flag({ about: "accepted: false", default: false }),
    url_method: text({ about: "accepted: GET", aliases: ["method"] }),
    ...WIN_WEB_ARGS,
  },
  examples: [
    { path: "https://example.org/app.msi", product_id: "{8F2C5CA4-0000-0000-0000-000000000000}" },
    {
      path: "C:\\temp\\setup.exe",
      arguments: "/S",
      creates_path: "C:\\app\\app.exe",
      checksum: "ab12",
      checksum_algorithm: "sha256",
    },
    { product_id: "App", arguments: ["/S"], state: "absent" },
  ],
  returns: {
    rc: "the installer's exit code",
    reboot_required: "does the host want to be started again?",
    checksum: "digest of the file",
    stdout: "what it said, where it failed (also stderr, log)",
  },
  validate: ({ state, path: file, product_id, creates_version, creates_path }) => {
    if (creates_version !== undefined && creates_path === undefined)
      return ["missing parameter(s) required by 'creates_version': creates_path"];
    if (state !== "absent" && file === undefined)
      return ["state is present but all of the following are missing: path"];
    return file === undefined && product_id === undefined
      ? ["state is absent but any of the following are missing: path, product_id"]
      : [];
  },
  powershell: {
    text: script,
    uses: [web, runProgram],
    refuses: (args) => [
      ...winWebRefused(args),
      ...(args.wait_for_children ? ["wait_for_children is not supported"] : []),
      ...(args.provider === "msp" || args.provider === "msix"
        ? [`provider ${args.provider} is not supported`]
        : []),
    ],
    vars: (args) => ({
      ...winWebVars(args),
      arguments: null,
      line: Array.isArray(args.arguments)
        ? args.arguments.map((one) => word(one)).join(" ")
        : textOf(args.arguments),
      // a list of numbers comes as texts
      codes: args.expected_return_code.map(String),
      expected_return_code: null,
    }),
  },
});

const textOf = (value: Value | undefined): string | null =>
  value === undefined || value === null ? null : String(value);

/** A word as C programs read it back. */
function word(value: Value): string {
  const plain = String(value ?? "");
  if (plain !== "" && !/[\s"]/.test(plain)) return plain;
  return `"${plain.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, "$1$1")}"`;
}
