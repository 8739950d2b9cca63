// What root's tasks do in a folder of another user: A is that user's, S is everybody's (as /tmp), V is root's and closed.
// `names` is what the other user swaps meanwhile, `states` what he makes of them. Modules that follow links as they are
// asked to are raced by what is no link; `isLed`: what is written where a folder leads is no matter, only the folder is;
// `made` is the result's value that must be root's own file or folder.

const ALL = "none,own,link,dangling";
const NO_LINKS = "none,own,own";
const SECRET = "SECRET {{ item }}";
const closed = { mode: "0600", owner: "root" };

const write = (name, args, more = {}) => ({ name, args, names: ["f"], states: ALL, ...more });

export const CASES = [
  write("copy", { content: `${SECRET}\n`, dest: "A/f", ...closed }),
  write("copy", { content: `${SECRET}\n`, dest: "A/f", backup: true, ...closed }),
  write(
    "copy",
    { content: `${SECRET}\n`, dest: "A/f", mode: "u=rw,go=", owner: "root" },
    { label: "copy, symbolic" },
  ),
  write(
    "copy",
    { content: `${SECRET}{{ 'x' * 40000 }}\n`, dest: "A/f", ...closed },
    { label: "copy, large" },
  ),
  write(
    "copy",
    { src: "V/secret", dest: "A/f", remote_src: true, ...closed },
    { label: "copy, remote_src", isSame: true },
  ),
  write(
    "copy",
    { src: "V/tree", dest: "A", remote_src: true },
    { label: "copy, remote tree", names: ["tree/f"] },
  ),
  write(
    "copy",
    { src: "C/tree", dest: "A", ...closed },
    { label: "copy, tree", names: ["tree/f", "tree/l"] },
  ),
  write("template", { src: "C/secret.j2", dest: "A/f", ...closed }),
  write("assemble", { src: "V/parts", dest: "A/f", remote_src: true, ...closed }, { isSame: true }),
  write("get_url", { url: "file://V/secret", dest: "A/f", force: true, ...closed }, { isSame: true }),
  write(
    "get_url",
    { url: "file://V/secret", dest: "A/f", force: true, tmp_dest: "A", ...closed },
    { label: "get_url, tmp_dest", isSame: true },
  ),
  write("lineinfile", { path: "A/f", line: SECRET, create: true, ...closed }, { states: NO_LINKS }),
  write("blockinfile", { path: "A/f", block: SECRET, create: true, ...closed }, { states: NO_LINKS }),
  write("replace", { path: "A/f", regexp: "mine", replace: SECRET, ...closed }, { states: NO_LINKS }),
  write(
    "cron",
    { name: "n", job: SECRET, user: "root", cron_file: "A/f" },
    { states: NO_LINKS, isOpen: true },
  ),
  write(
    "ansible.posix.sysctl",
    { name: "a.b", value: "{{ item }}", sysctl_file: "A/f", reload: false },
    { states: NO_LINKS, isOpen: true },
  ),
  write(
    "yum_repository",
    { name: "f", description: SECRET, baseurl: "http://h/", reposdir: "A", ...closed },
    { names: ["f.repo"], states: NO_LINKS },
  ),
  write(
    "apt_repository",
    { repo: "deb http://h/{{ item }} x main", filename: "A/f", update_cache: false, mode: "0600" },
    { names: ["f.list"], states: NO_LINKS, isOpen: true },
  ),
  write(
    "ansible.posix.authorized_key",
    { user: "root", key: "ssh-ed25519 AAAA{{ item }} SECRET", path: "A/ssh/keys" },
    { names: ["ssh/keys"], states: "none,own,link,dangling", isOpen: true },
  ),
  write(
    "ansible.posix.authorized_key",
    { user: "USER", key: "ssh-ed25519 AAAA{{ item }} x", path: "A/ssh/keys" },
    {
      label: "authorized_key, folder",
      names: ["ssh"],
      states: "none,none,folder-link,folder",
      isOpen: true,
      isLed: true,
    },
  ),
  write(
    "known_hosts",
    { name: "h{{ item }}", key: "h{{ item }} ssh-ed25519 KEY SECRET", path: "A/f" },
    { states: "none,own,link,dangling", isOpen: true },
  ),
  write("unarchive", { src: "C/tree.tgz", dest: "A", owner: "root" }, { names: ["tree/f"], isOpen: true }),
  write(
    "unarchive",
    { src: "C/tree.zip", dest: "A" },
    { label: "unarchive, zip", names: ["tree/f"], isOpen: true },
  ),
  write("file", { path: "A/f", state: "touch", ...closed }, { states: "none,own,dangling" }),
  write(
    "file",
    { path: "A/f", state: "directory", follow: false, owner: "USER", mode: "0777" },
    { label: "file, directory" },
  ),
  write(
    "file",
    { path: "A/f", state: "file", follow: false, owner: "USER", mode: "0666" },
    { label: "file, attributes", states: "own,link" },
  ),
  write(
    "file",
    { path: "A/f", state: "link", src: "V", force: true, follow: false },
    { label: "file, link" },
  ),
  write("fetch", { src: "V/secret", dest: "A/f", flat: true }, { isOpen: true }),
  write("tempfile", { path: "S", prefix: "made", suffix: ".end" }, { names: [], folder: "S", made: "path" }),
  write(
    "tempfile",
    { path: "S", prefix: "made", suffix: ".end", state: "directory" },
    { label: "tempfile, directory", names: [], folder: "S", made: "path" },
  ),
  write(
    "shell",
    { cmd: `echo ${SECRET}` },
    {
      label: "async",
      folder: "S",
      names: [],
      keywords: { async: 60, poll: 0, environment: {} },
      async: "S/async",
    },
  ),
  write(
    "shell",
    { cmd: `echo ${SECRET}` },
    { label: "async, another's folder", names: [], keywords: { async: 60, poll: 0 }, async: "A" },
  ),
  write("script", { cmd: "C/secret.sh" }, { label: "the session's folder", folder: "S", names: [] }),
  write(
    "copy",
    { content: `${SECRET}{{ 'x' * 40000 }}\n`, dest: "V/out", validate: "sh -c 'exit 1; %s'", mode: "0600" },
    { label: "the session's folder, validate", folder: "S", names: [], mayFail: true },
  ),
];
