/** What a failure is like, and what to do next. `$1` is what the expression has found. */
interface WayOut {
  when: RegExp;
  way: string;
}

/** On the way to a host. */
const TO_HOSTS: readonly WayOut[] = [
  {
    when: /port (\d+): Connection refused/,
    way: "nothing listens on port $1 there: `systemctl start sshd` on the host, or give its port by ansible_port",
  },
  {
    when: /host (\S+) port \d+: Could not resolve hostname/,
    way: "give its address by ansible_host in the inventory; `getent hosts $1` asks for the name",
  },
  {
    when: /No route to host|Network is unreachable/,
    way: "`ip route get ADDRESS` shows the way there: is a VPN down, or the address another one?",
  },
  {
    when: /timed out|[Tt]imeout|before handshake/,
    way: "is it up, and may this machine reach the port? `nc -vz ADDRESS PORT` tries; --timeout waits longer",
  },
];

/** On hosts: the commonest first where several would fit. */
const ON_HOSTS: readonly WayOut[] = [
  {
    when: /No space left on device|Disk quota exceeded/,
    way: "`df -h` and `df -i` on the host show what is full",
  },
  {
    when: /[Cc]ould not get lock (\S+)|[Uu]nable to (?:acquire|lock) .*dpkg|[Aa]nother (?:app|process) is (?:currently )?holding the (?:yum|dnf) lock|lockfile is held by another process/,
    way: "another program is at the packages: `lock_timeout: 300` waits for it, `ps -ef | grep -E 'apt|dpkg|dnf|yum'` on the host names it",
  },
  { when: /dpkg was interrupted/, way: "`dpkg --configure -a` on the host brings it to its end" },
  {
    when: /Unmet dependencies|unmet dependencies|have held broken packages|conflicting requests/,
    way: "`apt-get -f install` (or `dnf repoquery --deplist NAME`) on the host shows what hinders it",
  },
  {
    when: /No package (?:matching )?'?([^\s']+)'? (?:is )?available|Unable to locate package (\S+)|Package '?([^\s']+)'? has no installation candidate|(?:Unable to find a match|No match for argument): (\S+)/,
    way: "is it called $1 on this system, and are the lists fresh? `update_cache: true` fetches them, `apt-cache search` or `dnf search` on the host looks for it",
  },
  {
    when: /NO_PUBKEY (\w+)|[Pp]ublic key for \S+ is not installed|GPG check FAILED/,
    way: "the key of the repository is not known there: rpm_key, or `signed_by` of deb822_repository, brings it",
  },
  {
    when: /Failed to fetch|Cannot download repomd|Could not resolve '([^']+)'/,
    way: "the host does not reach its package server: `curl -I ADDRESS` there, and `environment: {https_proxy: …}` where it goes through a proxy",
  },
  {
    when: /Could not find the requested service ([^\s:]+)|Unit (\S+?)(?:\.service)? (?:could not be found|not found|not loaded)/,
    way: "is it installed, and called so? `systemctl list-unit-files | grep $1` on the host",
  },
  {
    when: /Job for (\S+) failed|Unable to (?:re)?start service ([^\s:]+)|Failed to (?:re)?start (\S+\.service)/,
    way: "`systemctl status $1` and `journalctl -u $1 -n 50` on the host say why",
  },
  {
    when: /[Aa]ddress already in use|port is already allocated/,
    way: "`ss -ltnp` on the host shows who holds the port",
  },
  {
    when: /certificate has expired|certificate is not yet valid/,
    way: "renew it, or set the host's clock (`timedatectl`): it is outside of its time",
  },
  {
    when: /CERTIFICATE_VERIFY_FAILED|certificate verify failed|SSL certificate problem|self-signed certificate|unable to get local issuer|signed by unknown authority/,
    way: "the host does not know who signed it: `ca_path` names a file with the authority; `openssl s_client -connect HOST:443` on the host shows it",
  },
  {
    when: /Cannot connect to the Docker daemon|Is the docker daemon running/,
    way: "`systemctl start docker` on the host",
  },
  {
    when: /permission denied while trying to connect to the Docker/,
    way: "`become: true` (-b), or put the user into the group docker",
  },
  {
    when: /[Nn]ot in the sudoers file|is not allowed to (?:execute|run sudo)/,
    way: "`visudo` on the host allows it, or give another user by ansible_user",
  },
  {
    when: /unknown user:? (\S+)|user (\S+) does not exist|failed to look up user (\S+)/,
    way: "make it before: `user: {name: $1}`",
  },
  { when: /failed to look up group (\S+)/, way: "make it before: `group: {name: $1}`" },
  {
    when: /bad interpreter|env: ‘?'?([^’':]+)\r?.*No such file or directory/,
    way: "its first line names a program that is not there, or ends as on Windows: `head -n 1 FILE | od -c` on the host",
  },
  {
    when: /Unable to change directory[^']*'([^']+)'/,
    way: "make it before: `file: {path: $1, state: directory}`",
  },
  {
    when: /Destination directory (\S+) does not exist/,
    way: "make it before: `file: {path: $1, state: directory}`",
  },
  {
    when: /(?:Destination|Path) (\S+) does not exist ?!/,
    way: "`create: true` makes it where the module has it; else make it before, with copy",
  },
  {
    when: /\[Errno 2\][^']*'([^']+)'|(?:sh: \d+: |bash: )?(?:line \d+: )?([^\s:]+): (?:command )?not found/,
    way: "install $1 (`package:`), or write where it is: tasks do not have the PATH of a login",
  },
  {
    when: /\[Errno 13\][^']*'([^']+)'/,
    way: "`file: {path: $1, mode: u+x}` lets it be run; `become: true` (-b) runs it as root",
  },
  {
    when: /[Rr]ead-only file system/,
    way: "`findmnt -T PATH` on the host shows how it is mounted, `dmesg | tail` whether the disk is broken",
  },
  {
    when: /Permission denied \(publickey|[Hh]ost key verification failed|[Cc]ould not read from remote repository|does not appear to be a git repository/,
    way: "`git ls-remote REPO` as that user on the host: is the address right, has it a key (`key_file`), does it know the server (`accept_hostkey: true`)?",
  },
  {
    when: /[Pp]ermission denied|Operation not permitted|are you root|must be (?:run as )?root|[Aa]ccess denied|Interactive authentication required|superuser/,
    way: "`become: true` (-b) does it as root; `ls -ld PATH` and `id` on the host show who may",
  },
  {
    when: /Timeout when waiting for (\S+)/,
    way: "has it started, and listens where it should? `ss -ltnp` on the host; `timeout` waits longer",
  },
  {
    when: /expected time frame|did not complete within the requested time/,
    way: "`timeout` (of an async task `async`) gives it longer; `async` with `poll: 0` leaves it running in the background",
  },
  {
    when: /Name or service not known|Could not resolve host|Temporary failure in name resolution|getaddrinfo/,
    way: "the host does not know the name: `getent hosts NAME` there; /etc/resolv.conf says whom it asks",
  },
  {
    when: /Connection refused|onnection reset by peer/,
    way: "nothing listens there: has the service started? `ss -ltnp` on its host; wait_for waits for it",
  },
  {
    when: /[Tt]imed out|[Tt]imeout/,
    way: "a firewall may be between: `curl -v ADDRESS` on the host tries it",
  },
  {
    when: /(?:Status code was|HTTP Error|error:) (?:401|403)/,
    way: "it wants another user or token: `url_username`, `url_password`, `headers`",
  },
  {
    when: /(?:Status code was|HTTP Error|error:) 404/,
    way: "there is nothing at this address: `curl -I ADDRESS` on the host",
  },
  {
    when: /Status code was (\d{3})/,
    way: "the server answered $1: its own log says why; `status_code` allows other answers, `return_content` shows the text",
  },
  {
    when: /failed to validate/,
    way: "the program of `validate` refused the new file: run it on the host with the file as it should be",
  },
  {
    when: /Source (\S+) not found/,
    way: "it was looked for on the host; without `remote_src` the controller's file is taken",
  },
  {
    when: /does not look like a tar archive|not a gzip file|cannot be read: (?:tar|unzip)/,
    way: "`file PATH` says what it is: a page of an error, perhaps, where it was downloaded",
  },
  {
    when: /Cannot allocate memory|Out of memory|oom-kill/,
    way: "`free -m` and `dmesg | grep -i oom` on the host",
  },
  { when: /Too many open files/, way: "`ulimit -n` on the host, or LimitNOFILE= of the unit" },
  {
    when: /Device or resource busy|[Tt]ext file busy|target is busy/,
    way: "`fuser -v PATH` on the host shows who uses it",
  },
  {
    when: /remote end hung up|Connection lost|the shell ended/,
    way: "`uptime` and `dmesg | tail` on the host: has it restarted, or run out of memory?",
  },
];

const LONGEST = 20_000;

interface Failed {
  status: string;
  values: Readonly<Record<string, unknown>>;
}

/** What to do next, where the kind of failure is known and the result does not say it itself. */
export function wayOut({ status, values }: Failed): string | undefined {
  if (values.hint !== undefined) return undefined;
  const texts = [values.msg, values.stderr, values.module_stderr, values.stdout].filter(
    (text) => typeof text === "string" && text !== "",
  );
  const said = texts.map((text) => (text as string).slice(-LONGEST)).join("\n");
  for (const { when, way } of status === "unreachable" ? TO_HOSTS : ON_HOSTS) {
    const found = when.exec(said);
    if (!found) continue;
    const first = found.slice(1).find((group) => group !== undefined) ?? "it";
    return way.replaceAll("$1", () => first.replace(/[.,;:]$/, ""));
  }
  return undefined;
}
