import { homedir, userInfo } from "node:os";

/** The user of this machine who runs us. In a container a number may be all that there is of him. */
export interface LocalUser {
  name: string;
  /** -1 on Windows */
  uid: number;
}

/** As login programs name him; without an account LOGNAME or USER says it, else the number. */
export function localUser(): LocalUser {
  try {
    const { username, uid } = userInfo();
    return { name: username, uid };
  } catch {
    const uid = process.getuid?.() ?? -1;
    return { name: process.env.LOGNAME || process.env.USER || String(uid), uid };
  }
}

/** HOME, or the account's folder; `/` for who has neither, as container engines give it. */
export function homeFolder(): string {
  try {
    return homedir();
  } catch {
    return "/";
  }
}
