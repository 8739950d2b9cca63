import { flag, integer, list, path, raw, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { writer } from "../../shell/files/writer.js";
import { git } from "../../shell/git.js";

export default defineModule({
  name: "git",
  about: "Keeps a clone of a git repository at a version, with the host's own git",
  hostLocal: true,
  check: "full",
  args: {
    repo: text({ about: "the repository", required: true, aliases: ["name"] }),
    dest: path({ about: "the folder of the clone" }),
    version: text({ about: "a branch, a tag or a commit", default: "HEAD" }),
    remote: text({ about: "name of the remote", default: "origin" }),
    refspec: text({ about: "a further refspec that is fetched" }),
    reference: text({ about: "a repository to borrow objects from" }),
    force: flag({ about: "throw local changes away", default: false }),
    depth: integer({ about: "only so many commits" }),
    clone: flag({ about: "clone where there is no clone", default: true }),
    update: flag({ about: "fetch where there is one", default: true }),
    verify_commit: flag({ about: "the commit or tag must be signed", default: false }),
    gpg_allowlist: list(text({ about: "a fingerprint" }), {
      about: "keys that may sign",
      default: [],
      aliases: ["gpg_whitelist"],
    }),
    accept_hostkey: flag({ about: "take any host key", default: false }),
    accept_newhostkey: flag({ about: "take host keys that are new", default: false }),
    key_file: path({ about: "the SSH key" }),
    ssh_opts: text({ about: "further options of ssh" }),
    executable: path({ about: "the git to use" }),
    bare: flag({ about: "a bare repository", default: false }),
    recursive: flag({ about: "with its submodules", default: true }),
    single_branch: flag({ about: "only the branch of the version", default: false }),
    track_submodules: flag({ about: "submodules at the newest of their branches", default: false }),
    umask: raw({ about: "umask, as octal text" }),
    archive: path({ about: "an archive that is made of the version: zip, tar.gz, tgz or tar" }),
    archive_prefix: text({ about: "a folder inside the archive" }),
    separate_git_dir: path({ about: "where the repository itself lies" }),
  },
  examples: [{ repo: "https://git.example/app.git", dest: "/srv/app", version: "v1.2" }],
  returns: { before: "the commit that was there", after: "the commit that is there" },
  exclusive: ["separate_git_dir|bare", "accept_hostkey|accept_newhostkey"],
  validate: ({ archive_prefix, archive, umask }) => [
    ...(archive_prefix !== undefined && archive === undefined
      ? ["missing parameter(s) required by 'archive_prefix': archive"]
      : []),
    ...(umask === undefined || typeof umask === "string"
      ? []
      : ["umask must be defined as a quoted octal integer"]),
  ],
  uses: [git, writer],
  vars: ({ repo, key_file, ssh_opts, accept_hostkey, accept_newhostkey }) => {
    const keys = accept_hostkey ? "no" : accept_newhostkey ? "accept-new" : undefined;
    const words = [
      "ssh -o BatchMode=yes",
      ...(ssh_opts === undefined ? [] : [ssh_opts]),
      ...(keys === undefined || ssh_opts?.includes("StrictHostKeyChecking=")
        ? []
        : [`-o StrictHostKeyChecking=${keys}`]),
      ...(key_file === undefined ? [] : [`-i '${key_file.replace(/'/g, "'\\''")}' -o IdentitiesOnly=yes`]),
    ];
    // depth and the like want a URL
    return { repo: repo.startsWith("/") ? `file://${repo}` : repo, ssh: words.join(" ") };
  },
  sh: "git_main",
  result: ({ said: { prepared, ...said }, failure }) => ({
    before: null,
    ...said,
    ...(prepared === undefined ? {} : { diff: { prepared } }),
    ...(failure === undefined ? {} : { changed: false }),
  }),
});
