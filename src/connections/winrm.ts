import type { Transport } from "../model/connection.js";

const transport: Transport = {
  name: "winrm",
  about: "Windows hosts through WinRM: NTLM, or Basic over https",
  variables: {
    ansible_winrm_scheme: "https, or http (which port 5985 means too)",
    ansible_winrm_path: "the path of the service (wsman)",
    ansible_winrm_transport: "ntlm or basic; what the host offers where it is not said",
    ansible_winrm_message_encryption: "auto (over http), always or never",
    ansible_winrm_server_cert_validation: "validate, or ignore",
    ansible_winrm_server_cert_fingerprint: "SHA-256 of the one certificate that is right",
    ansible_winrm_ca_trust_path: "file of certificates that are trusted instead of the machine's",
    ansible_winrm_operation_timeout_sec: "seconds that the host waits for output (20)",
    ansible_winrm_read_timeout_sec: "seconds without any answer (10 more)",
    ansible_winrm_connection_timeout: "seconds to connect in",
  },
  shell: "powershell",
  connect: async (target, signal) => (await import("./winrm/connect.js")).connectWinrm(target, signal),
};

export default transport;
