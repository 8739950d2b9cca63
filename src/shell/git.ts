import type { ShellLibrary } from "../model/script.js";
import { tools } from "./tools.js";

/** `git_main`: all of the module git. $repo is what git is given, $ssh the words of ssh. */
export const git: ShellLibrary = {
  name: "git",
  uses: [tools],
  text: `
g() { GIT_SSH_COMMAND=$ssh GIT_TERMINAL_PROMPT=0 "$git_program" "$@" </dev/null; }
gd() { g -C "$dest" "$@"; }
g_ok() { tool_ok g "$@"; }
gd_ok() { tool_ok gd "$@"; }
g_value() { g "$@" 2>/dev/null; }
is_remote_branch() { [ -n "$(g_value \${2:+-C "$2"} ls-remote "$1" -h "refs/heads/$version")" ]; }
is_remote_tag() { [ -n "$(g_value \${2:+-C "$2"} ls-remote "$1" -t "refs/tags/$version")" ]; }
head_branch() {
h_ref=$(g_value -C "$dest" symbolic-ref -q HEAD) || h_ref=$(g_value -C "$dest" symbolic-ref -q "refs/remotes/$remote/HEAD")
h_ref=\${h_ref#refs/heads/}; printf %s "\${h_ref#refs/remotes/$remote/}"
}
# the commit that version is on the remote $1
remote_head() {
if [ "$version" = HEAD ]; then
if [ -n "$2" ]; then tool_ok g -C "$2" ls-remote "$1" -h "refs/heads/$(head_branch)"; else tool_ok g ls-remote "$1" HEAD; fi
elif is_remote_branch "$1" "$2"; then tool_ok g \${2:+-C "$2"} ls-remote "$1" -h "refs/heads/$version"
elif is_remote_tag "$1" "$2"; then
tool_ok g \${2:+-C "$2"} ls-remote "$1" -t "refs/tags/$version*"
out=$(printf '%s\\n' "$out" | awk -v t="refs/tags/$version" '$2 == t && !peeled { line = $0 } $2 == t "^{}" { line = $0; peeled = 1 } END { print line }')
else after=$version; return 0; fi
after=\${out%%[!0-9a-f]*}
[ -n "$after" ] || fail "Could not determine remote revision for $version"
}
git_main() {
git_program=\${executable:-git}; have "$git_program" || fail "Failed to find required executable \\"git\\" in paths: $PATH"
[ -z "$umask" ] || umask "$umask"
if [ -z "$dest" ]; then
[ -z "$clone" ] || fail "the destination directory must be specified unless clone=no"
else case $dest in /*) ;; *) dest=$PWD/$dest ;; esac; fi
folder=$dest/.git; [ -z "$bare" ] || folder=$dest
[ ! -f "$folder" ] || folder=$(g_value -C "$dest" rev-parse --absolute-git-dir)
before= after= mods= url_changed=
if [ -z "$dest" ] || [ ! -e "$folder/config" ]; then
if [ -n "$check" ] || [ -z "$clone" ]; then remote_head "$repo"; change; say after "$after"; git_diff; exit 0; fi
change; git_clone
elif [ -z "$update" ]; then
before=$(g_value -C "$dest" rev-parse HEAD); say before "$before"; say after "$before"
[ -z "$archive" ] || git_archive
exit 0
else git_update; fi
[ -n "$bare" ] || git_switch
[ -z "$recursive" ] || [ -n "$bare" ] || [ ! -f "$dest/.gitmodules" ] || git_submodules
after=$(g_value -C "$dest" rev-parse HEAD); say after "$after"
[ "$before" = "$after" ] && [ -z "$mods$url_changed" ] || { change; git_diff; }
[ -z "$archive" ] || git_archive
}
# what is not fetched yet is not shown
git_diff() {
[ -n "$diff" ] || return 0
if [ -z "$before" ]; then say prepared ">> Newly checked out $after"
elif tool gd diff "$before..$after"; then say prepared "$out
"; fi
}
git_clone() {
case $dest in */*) [ -d "\${dest%/*}" ] || mkdir -p "\${dest%/*}" || fail "cannot make \${dest%/*}" ;; esac
known=; { [ "$version" != HEAD ] && { is_remote_branch "$repo" || is_remote_tag "$repo"; }; } && known=1
set -- clone
if [ -n "$bare" ]; then set -- "$@" --bare; else set -- "$@" --origin "$remote"; fi
if [ -n "$depth" ] && [ "$version$known" = HEAD -o -n "$known" -o -n "$refspec" ]; then set -- "$@" --depth "$depth"; fi
[ -z "$known" ] || set -- "$@" --branch "$version"
[ -z "$reference" ] || set -- "$@" --reference "$reference"
[ -z "$single_branch" ] || set -- "$@" --single-branch
[ -z "$separate_git_dir" ] || set -- "$@" --separate-git-dir="$separate_git_dir"
g_ok "$@" "$repo" "$dest"
[ -z "$bare" ] || [ "$remote" = origin ] || gd_ok remote add "$remote" "$repo"
[ -z "$refspec" ] || gd_ok fetch \${depth:+--depth "$depth"} "$remote" "$refspec"
git_verify
}
git_update() {
[ -n "$bare" ] || mods=$(g_value -C "$dest" status --porcelain | grep -v '^??')
before=$(g_value -C "$dest" rev-parse HEAD); say before "$before"
if [ -n "$mods" ]; then
[ -n "$force" ] || fail "Local modifications exist in the destination: $dest (force=no)."
say msg "Local modifications exist in the destination: $dest"
[ -n "$check" ] || gd_ok reset --hard HEAD
fi
now=$(g_value -C "$dest" ls-remote --get-url "$remote")
[ "\${now#file://}" = "\${repo#file://}" ] || url_changed=1
if [ -n "$url_changed" ]; then say_json remote_url_changed true; else say_json remote_url_changed false; fi
if [ -n "$check" ]; then
if [ -n "$url_changed" ]; then remote_head "$repo"; else remote_head "$remote" "$dest"; fi
say after "$after"; [ "$before" = "$after" ] && [ -z "$url_changed$mods" ] || { change; git_diff; }
exit 0
fi
[ -z "$url_changed" ] || { gd remote get-url "$remote" >/dev/null 2>&1 && gd_ok remote set-url "$remote" "$repo" || gd_ok remote add "$remote" "$repo"; }
set -- fetch \${force:+--force}
if [ -n "$bare" ]; then set -- "$@" "$remote" '+refs/heads/*:refs/heads/*' '+refs/tags/*:refs/tags/*'
elif [ -n "$depth" ]; then
set -- "$@" --depth "$depth"
if [ "$version" = HEAD ]; then set -- "$@" "$remote" "+refs/heads/$(head_branch):refs/remotes/$remote/$(head_branch)"
elif is_remote_branch "$remote" "$dest"; then set -- "$@" "$remote" "+refs/heads/$version:refs/remotes/$remote/$version"
elif is_remote_tag "$remote" "$dest"; then set -- "$@" "$remote" "+refs/tags/$version:refs/tags/$version"
else set -- fetch \${force:+--force} --tags "$remote"; fi
else set -- "$@" --tags "$remote" "+refs/heads/*:refs/remotes/$remote/*"; fi
[ -z "$refspec" ] || set -- "$@" "$refspec"
tool gd "$@" || { say_json rc $rc; say stdout "$out"; say stderr "$err"; fail "Failed to download remote objects and refs:  $out $err"; }
}
git_switch() {
if [ "$version" = HEAD ]; then
branch=$(head_branch)
tool gd checkout --force "$branch" -- || fail "Failed to checkout branch $branch: $err"
gd_ok reset --hard "$remote/$branch" --
elif is_remote_branch "$remote" "$dest"; then
if g_value -C "$dest" show-ref -q --verify "refs/heads/$version"; then
tool gd checkout --force "$version" -- || fail "Failed to checkout branch $version: $err"
gd_ok reset --hard "$remote/$version" --
else
[ -n "$(g_value -C "$dest" show-ref "refs/remotes/$remote/$version")" ] || gd_ok fetch \${depth:+--depth "$depth"} "$remote" "+refs/heads/$version:refs/remotes/$remote/$version"
gd_ok checkout --track -b "$version" "$remote/$version"
fi
else
tool gd checkout --force "$version" -- || tool gd fetch \${depth:+--depth "$depth"} "$remote" "$version" && tool gd checkout --force "$version" -- || fail "Failed to checkout $version"
fi
git_verify
}
git_verify() {
[ -n "$verify_commit" ] && [ -z "$bare" ] || return 0
tool gd verify-commit --raw "\${version:-HEAD}" || tool gd verify-tag --raw "$version" || fail "Failed to verify GPG signature of commit/tag \\"$version\\""
[ -z "$gpg_allowlist" ] || {
key=$(printf '%s\\n%s\\n' "$out" "$err" | awk '/VALIDSIG/ { print $3; exit }')
printf '%s\\n' "$gpg_allowlist" | grep -qxF "$key" || fail "The gpg_allowlist does not include the public key \\"$key\\" for this commit"
}
}
git_submodules() {
was=$(g_value -C "$dest" submodule status --recursive)
gd_ok submodule sync --recursive
gd_ok submodule update --init --recursive \${track_submodules:+--remote} \${force:+--force}
[ "$was" = "$(g_value -C "$dest" submodule status --recursive)" ] || { say_json submodules_changed true; change; }
}
git_archive() {
case $archive in *.zip) form=zip ;; *.tar.gz|*.tgz) form=tar.gz ;; *.tar) form=tar ;; *) fail "Unable to get file extension from archive file name : $archive" ;; esac
[ -z "$check" ] || { change; exit 0; }
make_temp; fresh=$temp
gd_ok archive --format=$form --output="$fresh" \${archive_prefix:+--prefix="$archive_prefix"} "$version"
if cmp -s "$fresh" "$archive"; then return 0; fi
change; copy_over "$fresh" "$archive"
}
`,
};
