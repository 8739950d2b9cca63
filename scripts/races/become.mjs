// A user of the host who becomes root by sudo: he is in files that only the mount namespace of its sshd has.
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const user = "deploy";
const id = 60123;

/** The shell text that makes the user be there. */
function prepare(top) {
  const [own, home] = ["etc", "home"].map((name) => join(top, name));
  for (const folder of [own, home]) mkdirSync(folder);
  chownSync(home, id, id);
  const added = {
    passwd: `${user}:x:${id}:${id}::${home}:/bin/sh`,
    group: `${user}:x:${id}:`,
    shadow: `${user}:*:19000:0:99999:7:::`,
    sudoers: `Defaults env_keep += "TMPDIR"\n${user} ALL=(ALL) NOPASSWD: ALL`,
  };
  const binds = [];
  for (const [name, line] of Object.entries(added)) {
    writeFileSync(join(own, name), `${readFileSync(`/etc/${name}`, "utf8")}${line}\n`);
    chmodSync(join(own, name), name === "sudoers" ? 0o440 : name === "shadow" ? 0o600 : 0o644);
    binds.push(`mount --bind ${join(own, name)} /etc/${name}`);
  }
  return binds.join(" && ");
}

export const becoming = { user, prepare };
