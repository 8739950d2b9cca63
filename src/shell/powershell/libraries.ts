import type { ShellLibrary } from "../../model/script.js";
import accountRightsText from "./account_rights.ps1";
import accountsText from "./accounts.ps1";
import aclText from "./acl.ps1";
import certificatesText from "./certificates.ps1";
import copyText from "./copy.ps1";
import factsText from "./facts.ps1";
import editText from "./files/edit.ps1";
import filesText from "./files.ps1";
import hiveText from "./hive.ps1";
import iisText from "./iis.ps1";
import detachedText from "./jobs/detached.ps1";
import nativeText from "./native.ps1";
import httpText from "./network/http.ps1";
import privilegesText from "./privileges.ps1";
import programsText from "./programs.ps1";
import registryText from "./registry.ps1";
import runText from "./run.ps1";
import serviceReadText from "./service_read.ps1";
import serviceWriteText from "./service_write.ps1";
import servicesText from "./services.ps1";
import tasksText from "./tasks.ps1";
import zipText from "./zip.ps1";

/** Runs programs of the user. */
export const runProgram: ShellLibrary = { name: "run", text: runText };
/** What modules of files share. */
export const files: ShellLibrary = { name: "files", text: filesText };
/** Archives of zip. */
export const zip: ShellLibrary = { name: "zip", text: zipText, uses: [files] };
/** Files whose text the controller edits, and commands that must accept a file. */
export const editing: ShellLibrary = { name: "edit", text: editText, uses: [files, runProgram] };
/** Files and folders that are brought, or copied on the host. */
export const copying: ShellLibrary = { name: "copy", text: copyText, uses: [editing] };
/** Facts of a host. */
export const factGroups: ShellLibrary = { name: "facts", text: factsText };
/** Requests to web servers. */
export const web: ShellLibrary = { name: "http", text: httpText, uses: [files] };
/** Keys and values of the registry. */
export const registry: ShellLibrary = { name: "registry", text: registryText };
/** A file of keys that is loaded for a while. */
export const hives: ShellLibrary = { name: "hive", text: hiveText };
/** Functions of Windows' own libraries, without a compiler. */
export const native: ShellLibrary = { name: "native", text: nativeText };
/** Programs that outlive the session. */
export const detached: ShellLibrary = { name: "detached", text: detachedText, uses: [native] };
const services: ShellLibrary = { name: "services", text: servicesText, uses: [native] };
/** What the service manager knows of a service. */
export const readServices: ShellLibrary = { name: "service_read", text: serviceReadText, uses: [services] };
/** And what it is to change. */
export const writeServices: ShellLibrary = {
  name: "service_write",
  text: serviceWriteText,
  uses: [readServices],
};
/** Accounts of the host itself. */
export const accounts: ShellLibrary = { name: "accounts", text: accountsText };
/** Rights of the session's own that are to be used. */
const privileges: ShellLibrary = { name: "privileges", text: privilegesText, uses: [native] };
/** Who may do what with files, folders and keys. */
export const acls: ShellLibrary = { name: "acl", text: aclText, uses: [accounts, privileges] };
/** Rights of accounts on the host. */
export const accountRights: ShellLibrary = {
  name: "account_rights",
  text: accountRightsText,
  uses: [accounts, native],
};
/** Stores of certificates. */
export const certificates: ShellLibrary = { name: "certificates", text: certificatesText, uses: [files] };
/** Scheduled tasks as their XML. */
export const tasks: ShellLibrary = { name: "tasks", text: tasksText, uses: [accounts] };
/** The web server of Windows. */
export const iis: ShellLibrary = { name: "iis", text: iisText };
/** Programs whose output is read. */
export const programs: ShellLibrary = { name: "programs", text: programsText, uses: [runProgram] };
