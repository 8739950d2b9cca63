import { flag, oneOf, path, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { web } from "../../../shell/powershell/libraries.js";
import { WIN_WEB_ARGS, winWebRefused, winWebVars } from "../../../shell/powershell/network/web_args.js";
import script from "./win_get_url.ps1";

export default defineModule({
  name: "win_get_url",
  collection: "ansible.windows",
  about: "Downloads a file on a Windows host",
  hostLocal: true,
  check: "full",
  args: {
    url: text({ about: "what to download", required: true }),
    dest: path({ about: "where it goes: a file or a folder", required: true }),
    force: flag({ about: "download in any case, not only what is newer", default: true }),
    checksum: text({ about: "the digest it must have" }),
    checksum_algorithm: oneOf(["md5", "sha1", "sha256", "sha384", "sha512"])({
      about: "of which kind",
      default: "sha1",
    }),
    checksum_url: text({ about: "a file with digests" }),
    url_method: text({ about: "the method", aliases: ["method"] }),
    ...WIN_WEB_ARGS,
  },
  examples: [{ url: "https://example.com/app.zip", dest: "C:\\temp\\", checksum_algorithm: "sha256" }],
  returns: {
    dest: "the file",
    checksum_src: "digest of what came",
    checksum_dest: "digest of the file",
    size: "its size",
    status_code: "the status",
    msg: "what the server said",
    elapsed: "seconds that it took",
  },
  validate: ({ checksum, checksum_url }) =>
    checksum !== undefined && checksum_url !== undefined
      ? ["parameters are mutually exclusive: checksum|checksum_url"]
      : [],
  powershell: {
    text: script,
    uses: [web],
    refuses: winWebRefused,
    vars: (args) => ({ ...winWebVars(args), method: args.url_method?.toUpperCase() ?? "GET" }),
    result: ({ said, failure }, { url }) => ({
      url,
      elapsed: 0,
      ...said,
      ...(failure === undefined ? {} : { msg: failure }),
    }),
  },
});
