import type { ShellLibrary } from "../../model/script.js";
import copyText from "./copy.ps1";
import factsText from "./facts.ps1";
import editText from "./files/edit.ps1";
import filesText from "./files.ps1";
import httpText from "./network/http.ps1";
import runText from "./run.ps1";

/** Runs programs of the user. */
export const runProgram: ShellLibrary = { name: "run", text: runText };
/** What modules of files share. */
export const files: ShellLibrary = { name: "files", text: filesText };
/** Files whose text the controller edits, and commands that must accept a file. */
export const editing: ShellLibrary = { name: "edit", text: editText, uses: [files, runProgram] };
/** Files and folders that are brought, or copied on the host. */
export const copying: ShellLibrary = { name: "copy", text: copyText, uses: [editing] };
/** Facts of a host. */
export const factGroups: ShellLibrary = { name: "facts", text: factsText };
/** Requests to web servers. */
export const web: ShellLibrary = { name: "http", text: httpText, uses: [files] };
