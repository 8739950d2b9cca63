import type { Transport } from "../model/connection.js";

/** Ansible's other way to the same service: its variables are understood, what travels is what `winrm` sends. */
const transport: Transport = {
  name: "psrp",
  about: "Windows hosts by the variables of Ansible's psrp; what carries them is winrm's shell",
  variables: {
    ansible_psrp_protocol: "https, or http (which port 5985 means too)",
    ansible_psrp_path: "the path of the service (wsman)",
    ansible_psrp_auth: "negotiate or ntlm, basic",
    ansible_psrp_message_encryption: "auto (over http), always or never",
    ansible_psrp_cert_validation: "validate, or ignore",
    ansible_psrp_ca_cert: "file of certificates that are trusted instead of the machine's",
    ansible_psrp_operation_timeout: "seconds that the host waits for output (20)",
    ansible_psrp_read_timeout: "seconds without any answer (10 more)",
    ansible_psrp_connection_timeout: "seconds to connect in",
  },
  shell: "powershell",
  connect: async (target, signal) => (await import("./winrm/connect.js")).connectWinrm(target, signal),
};

export default transport;
