import type { Transport } from "../model/connection.js";
import { connectSsh } from "./ssh/connect.js";

const transport: Transport = {
  name: "ssh",
  about: "OpenSSH hosts, with keys, agent and password, known_hosts and ~/.ssh/config",
  variables: {
    ansible_ssh_private_key_passphrase: "passphrase of the private key",
    ansible_ssh_common_args: "options as on ssh's command line: -o, -J, -i, -F",
    ansible_ssh_known_hosts_file: "known_hosts file instead of the usual ones",
  },
  connect: connectSsh,
};

export default transport;
