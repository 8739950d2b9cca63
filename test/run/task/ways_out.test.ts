import test from "ava";
import { wayOut } from "../../../src/run/task/ways_out.js";

/** What programs and modules say, in their own words, and what is said to do next. */
const SAID: readonly (readonly [kind: string, msg: string, next: string, status?: "unreachable"])[] = [
  [
    "nobody listens",
    "ssh: connect to host 10.0.0.1 port 2222: Connection refused",
    "port 2222",
    "unreachable",
  ],
  [
    "no name",
    "ssh: connect to host web9 port 22: Could not resolve hostname",
    "getent hosts web9",
    "unreachable",
  ],
  ["no way", "ssh: connect to host 10.9.0.1 port 22: No route to host", "ip route get", "unreachable"],
  ["no answer", "ssh: connect to host 10.9.0.1 port 22: Connection timed out", "nc -vz", "unreachable"],
  ["no such package (module)", "No package matching 'ngnix' is available", "called ngnix"],
  ["no such package (apt)", "E: Unable to locate package ngnix", "called ngnix"],
  ["no such package (candidate)", "E: Package 'ngnix' has no installation candidate", "called ngnix"],
  ["no such package (dnf)", "Error: Unable to find a match: ngnix", "called ngnix"],
  [
    "the packages are locked (apt)",
    "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 812 (unattended-upgr)",
    "lock_timeout",
  ],
  [
    "the packages are locked (dpkg)",
    "dpkg: error: dpkg frontend lock was locked by another process with pid 812\nUnable to acquire the dpkg frontend lock",
    "lock_timeout",
  ],
  ["the packages are locked (dnf)", "yum lockfile is held by another process", "lock_timeout"],
  [
    "dpkg was killed",
    "E: dpkg was interrupted, you must manually run 'dpkg --configure -a'",
    "dpkg --configure -a",
  ],
  ["dependencies", "The following packages have unmet dependencies:", "apt-get -f install"],
  ["an unknown key", "W: GPG error: http://x InRelease: NO_PUBKEY 9D6D8F6BC857C906", "signed_by"],
  ["no package server", "E: Failed to fetch http://deb.debian.org/debian/x", "https_proxy"],
  ["no such unit", "Could not find the requested service ngnix: host", "grep ngnix"],
  ["no such unit (systemctl)", "Unit ngnix.service could not be found.", "grep ngnix"],
  [
    "a unit does not start",
    "Unable to start service nginx: Job for nginx.service failed because the control process exited with error code.",
    "journalctl -u nginx -n 50",
  ],
  ["a port is taken", "nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)", "ss -ltnp"],
  ["a port is taken (docker)", "Bind for 0.0.0.0:80 failed: port is already allocated", "ss -ltnp"],
  ["a certificate (OpenSSL)", "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", "ca_path"],
  ["a certificate (curl)", "SSL certificate problem: unable to get local issuer certificate", "ca_path"],
  ["a certificate is too old", "SSL certificate problem: certificate has expired", "timedatectl"],
  ["a certificate (docker)", "x509: certificate signed by unknown authority", "ca_path"],
  [
    "no docker",
    "Cannot connect to the Docker daemon at unix:///var/run/docker.sock.",
    "systemctl start docker",
  ],
  [
    "docker of others",
    "permission denied while trying to connect to the Docker daemon socket",
    "group docker",
  ],
  ["sudo does not know him", "ann is not in the sudoers file.", "visudo"],
  ["no such user", "chown failed: failed to look up user ann", "user: {name: ann}"],
  ["no such group", "chgrp failed: failed to look up group web", "group: {name: web}"],
  ["nobody to become", "sudo to ann failed: sudo: unknown user ann", "user: {name: ann}"],
  ["no room", "cp: error writing '/srv/a': No space left on device", "df -h"],
  ["no more of his room", "cp: error writing '/srv/a': Disk quota exceeded", "df -h"],
  ["not his file", "cp: cannot create regular file '/etc/a': Permission denied", "become: true"],
  ["not his to do", "mount: /mnt: Operation not permitted", "become: true"],
  ["only for root", "dpkg: error: requested operation requires superuser privilege", "become: true"],
  ["mounted to be read", "touch: cannot touch '/srv/a': Read-only file system", "findmnt"],
  ["busy", "umount: /srv: target is busy.", "fuser"],
  [
    "no interpreter",
    "bash: /srv/a.sh: /usr/bin/pyhton: bad interpreter: No such file or directory",
    "head -n 1",
  ],
  ["no command", "/bin/sh: 1: nginx: not found", "install nginx"],
  ["no command (bash)", "bash: line 1: nginx: command not found", "install nginx"],
  ["no command (module)", "[Errno 2] No such file or directory: b'nginx'", "install nginx"],
  ["no program", "[Errno 13] Permission denied: b'/srv/a.sh'", "file: {path: /srv/a.sh, mode: u+x}"],
  ["no folder", "Destination directory /srv/app does not exist", "file: {path: /srv/app, state: directory}"],
  ["no file", "Destination /etc/a.conf does not exist !", "create: true"],
  [
    "git may not",
    "git@host: Permission denied (publickey).\nfatal: Could not read from remote repository.",
    "git ls-remote",
  ],
  ["nobody came", "Timeout when waiting for 127.0.0.1:80", "ss -ltnp"],
  [
    "too long",
    "The command action failed to execute in the expected time frame (1) and was terminated",
    "async",
  ],
  ["no name on the host", "curl: (6) Could not resolve host: deb.example.org", "getent hosts"],
  ["nobody there", "curl: (7) Failed to connect to 127.0.0.1 port 80: Connection refused", "wait_for"],
  ["not his page", "Status code was 401 and not [200]: HTTP Error 401: Unauthorized", "url_password"],
  ["no page", "Status code was 404 and not [200]: HTTP Error 404: Not Found", "curl -I"],
  ["the server is ill", "Status code was 503 and not [200]: HTTP Error 503", "answered 503"],
  ["the new file is refused", "failed to validate", "validate"],
  ["no memory", "fork: Cannot allocate memory", "free -m"],
];

for (const [kind, msg, next, status = "failed"] of SAID)
  test(`what to do next is told: ${kind}`, (t) => {
    t.true((wayOut({ status, values: { msg } }) ?? "").includes(next), wayOut({ status, values: { msg } }));
    const values = { msg: "non-zero return code", rc: 1, stderr: `one line\n${msg}\n` };
    if (status === "failed")
      t.true((wayOut({ status, values }) ?? "").includes(next), "in the output of a command");
  });

test("what says itself what to do, and what nobody knows, gets nothing more", (t) => {
  t.is(wayOut({ status: "failed", values: { msg: "Permission denied", hint: "give it by -K" } }), undefined);
  t.is(wayOut({ status: "failed", values: { msg: "on purpose" } }), undefined);
  t.is(wayOut({ status: "failed", values: { msg: ["Permission denied"] } }), undefined);
});
