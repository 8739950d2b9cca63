import { Fault } from "../../model/errors.js";
import type { Dialect } from "../session/dialect.js";
import bootstrap from "./bootstrap.ps1";
import { compactPs1, encodedCommand } from "./encode.js";
import { requestMessage } from "./request.js";
import session from "./session.ps1";
import { StreamUploads } from "./uploads.js";

/** Input is ours alone: without `-InputFormat None` PowerShell itself would read it. */
const START = "powershell.exe -NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass -InputFormat None";

const READ = (path: string): string =>
  `${START} -EncodedCommand ${encodedCommand(
    [
      "$ErrorActionPreference = 'Stop'",
      `$path = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${Buffer.from(path).toString("base64")}'))`,
      "try {",
      "$stream = New-Object IO.FileStream $path, 'Open', 'Read', 'ReadWrite, Delete'",
      "$stream.CopyTo([Console]::OpenStandardOutput())",
      "} catch { [Console]::Error.WriteLine($_.Exception.GetBaseException().Message); exit 1 }",
    ].join("\n"),
  )}`;

/** Windows PowerShell 5.1, or a newer one. */
export const powershell: Dialect = {
  program(become) {
    if (become)
      throw new Fault("BECOME_FAILED", `become_method ${become.method} is not supported on Windows hosts`, {
        hint: "log on as the user who may do it, and leave out become",
      });
    const command = `${START} -EncodedCommand ${encodedCommand(compactPs1(bootstrap))}`;
    return { command, prompt: undefined, ready: "" };
  },
  beside: (command) => command,
  prelude({ mark, folder }) {
    const text = compactPs1(session);
    return `${Buffer.byteLength(text)} ${mark} ${folder}\n${text}`;
  },
  request: requestMessage,
  resume: "H\n",
  goOn: ({ isNoted, endsGroup }) => `G ${isNoted ? 1 : 0} ${endsGroup ? 1 : 0}\n`,
  leave: "Q\n",
  uploader: (_, channel) => new StreamUploads(channel),
  isFolder: (path) => /^([A-Za-z]:|\\\\[^\\]+)\\/.test(path),
  read: READ,
  // the session notes what it has started: that takes no second PowerShell
  kill: (_, { folder }) =>
    `cmd.exe /c for /f %p in ('type "%TEMP%\\.tera-${folder}\\child"') do taskkill.exe /t /f /pid %p`,
};
