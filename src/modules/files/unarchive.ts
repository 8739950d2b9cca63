import { flag, integer, list, localPath, path, text } from "../../model/args.js";
import { type Brought, type Controller, defineModule } from "../../model/module.js";
import type { Answer, ResultValues } from "../../model/result.js";
import { archive } from "../../shell/files/archive.js";
import { FILE_ARGS } from "../../shell/files/arguments.js";
import { attributeLibraries, attributes } from "../../shell/files/attributes.js";
import { writer } from "../../shell/files/writer.js";
import { HTTP_DEFAULTS, http } from "../../shell/http/http.js";
import windows from "../../shell/powershell/files/unarchive.ps1";
import { web, zip } from "../../shell/powershell/libraries.js";
import { rightsPassedOver, rightsRefused } from "../../shell/powershell/rights.js";

const words = (about: string) => list(text({ about: "one" }), { about, default: [] });

export default defineModule({
  name: "unarchive",
  about: "Unpacks tar and zip archives on the host",
  notes: [
    "tar plain or compressed with gzip, bzip2, xz or zstd, and zip; the kind is told from the first bytes. Windows hosts: zip.",
    "Where dest is not empty, the archive is unpacked to a temporary folder first and compared: contents, " +
      "permissions, owners and times of files, targets of links. Of folders only whether they are there.",
  ],
  hostLocal: true,
  background: false,
  check: "full",
  args: {
    src: localPath({
      about: "an archive on the controller; with remote_src one on the host, or a URL",
      required: true,
    }),
    dest: path({ about: "the folder to unpack to; it must be there", required: true }),
    remote_src: flag({ about: "src is on the host already, or a URL", default: false }),
    copy: flag({ about: "the opposite of remote_src", default: true }),
    creates: path({ about: "do nothing where this exists" }),
    include: words("only these names"),
    exclude: words("all but these names"),
    extra_opts: words("further options for tar or unzip"),
    keep_newer: flag({ about: "leave files that are newer than the archive's", default: false }),
    list_files: flag({ about: "return the names in the archive", default: false }),
    decrypt: flag({ about: "a vaulted archive arrives as plain bytes", default: true }),
    validate_certs: flag({ about: "check the certificate of src's server", default: true }),
    io_buffer_size: integer({ about: "accepted", default: 65536 }),
    ...FILE_ARGS,
  },
  examples: [
    { src: "app.tar.gz", dest: "/srv/app", owner: "app", creates: "/srv/app/bin/app" },
    { src: "https://example.com/app.zip", dest: "/srv/app", remote_src: true },
  ],
  returns: {
    dest: "the folder",
    src: "the archive",
    handler: "TarArchive, TgzArchive or ZipArchive",
    files: "the names in it, with list_files",
    mode: "the folder's permissions; also owner, group, uid, gid, size and state",
  },
  exclusive: ["include|exclude"],
  uses: [attributes, archive, writer],
  libraries: (args) => [...attributeLibraries(args), ...(isUrl(args.src) ? [http] : [])],
  vars: ({ src: source, validate_certs }) => ({
    ...HTTP_DEFAULTS,
    timeout: 30,
    validate_certs,
    url: isUrl(source) ? source : "",
  }),
  sh: `
    dest=\${dest%/}; dest=\${dest:-/}
    [ -z "$creates" ] || { [ ! -e "$creates" ] && [ ! -L "$creates" ]; } || skip "skipped, since $creates exists"
    if [ -n "$url" ]; then
      make_temp; file=$temp; make_temp; src=; http_get GET "$url" "$file" "$temp"; src=$url
      case $http_status in 2??) ;; *) fail "Failure downloading $url, \${http_error:-HTTP status $http_status}" ;; esac
    elif [ -n "$remote" ]; then
      [ -e "$src" ] || [ -n "$check" ] || fail "Source '$src' does not exist"
      # in check mode an earlier task may have been going to bring it
      [ -e "$src" ] || { change; exit 0; }
      [ -r "$src" ] || fail "Source '$src' not readable"
      file=$src
    else need new; file=$new; fi
    say dest "$dest"; say src "$src"
    if [ ! -d "$dest" ]; then
      [ -n "$check" ] && [ ! -e "$dest" ] || fail "dest '$dest' must be an existing dir"
      change; exit 0
    fi
    archive_kind "$file"
    case $kind in
    # what tar itself tells apart is a tar to Ansible
    zip) say handler ZipArchive ;; gz) say handler TgzArchive ;; *) say handler TarArchive ;;
    esac
    make_temp; list=$temp; archive_list >"$list" || { [ -n "$archive_error" ] || store "$list" archive_list; fail "Failed to find handler for \\"$src\\", it cannot be read: $archive_error"; }
    [ -z "$list_files" ] || say names "$(cat "$list")"
    names_below() { cd "$1" && find . ! -name . | sort; }
    make_temp; names=$temp
    if [ -z "$(ls -A "$dest")" ]; then
      if [ -s "$list" ] && change; then archive_extract "$dest"; fi
      store "$names" names_below "$dest"
    else
      make_temp; tree=$temp; rm -f "$tree"; mkdir "$tree" || fail "cannot make a temporary folder in $T_D"
      make_temp; was=$temp; make_temp; wanted=$temp
      archive_extract "$tree"
      archive_lists "$tree" "$dest" "$was" "$wanted"
      store "$names" names_below "$tree"
      rm -rf "$tree"
      if differs_file "$dest" "$was" "$wanted"; then archive_extract "$dest"; fi
    fi
    if [ -n "$mode$owner$group$attributes$seuser$serole$setype$selevel" ]; then
      a_quiet=1
      # an archive of "." has the folder itself in it
      ! grep -qx '\\./' "$list" || echo . >>"$names"
      while IFS= read -r one <&3; do attributes "$dest/\${one#./}"; done 3<"$names"
      a_stat=
    fi
    say_path "$dest"
  `,
  powershell: {
    text: windows,
    uses: [zip, web],
    refuses: (args) => [
      ...rightsRefused(args),
      ...(args.extra_opts.length > 0 ? ["extra_opts are for tar and unzip, which are not used there"] : []),
    ],
    bring,
    result: (answer, args) => ({ ...listed(answer), ...rightsPassedOver(args) }),
  },
  bring,
  result: listed,
});

async function bring(
  args: { src: string; remote_src: boolean; copy: boolean; decrypt: boolean },
  controller: Controller,
): Promise<Brought> {
  if (args.remote_src || !args.copy)
    return isUrl(args.src)
      ? { vars: { src: args.src, url: args.src, remote: "1" } }
      : { vars: { src: { path: args.src }, remote: "1" } };
  const found = controller.find("files", args.src);
  return {
    files: { new: await controller.localFile(found, { decrypt: args.decrypt }) },
    vars: { src: found, url: "", remote: "" },
  };
}

function listed({ said }: Answer): ResultValues {
  const { names, ...others } = said;
  return names === undefined ? others : { ...others, files: String(names).split("\n").filter(Boolean) };
}

const isUrl = (src: string): boolean => /^[a-z]+:\/\//i.test(src);
