import { becomeCommand } from "./become.js";
import type { Dialect } from "./dialect.js";
import { killTree } from "./kill.js";
import { prelude } from "./prelude.js";
import { quote } from "./quote.js";
import { definitions, requestText } from "./request.js";
import { endStuck } from "./stuck.js";
import { Uploads } from "./upload.js";

/** A POSIX `sh`. */
export const posix: Dialect = {
  program: (become) =>
    become ? becomeCommand(become) : { command: "exec /bin/sh", prompt: undefined, ready: "" },
  beside: (command) => `exec /bin/sh -c ${quote(command)}`,
  prelude,
  request: (script, options, { known, uploaded }) =>
    definitions(script, known) + requestText(script, options, uploaded),
  resume: "T_H= T_N=\n",
  goOn: ({ isNoted, endsGroup }) => `T_H=${isNoted ? " T_N=1" : ""}${endsGroup ? "; T_H=$T_N T_N=" : ""}\n`,
  leave: "exit 0\n",
  uploader: (aside) => new Uploads(aside),
  isFolder: (path) => path.startsWith("/"),
  read: (path) => `cat ${quote(path)}`,
  kill: (pid) => killTree(pid),
  endStuck,
};
