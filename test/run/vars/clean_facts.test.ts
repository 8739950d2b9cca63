import test from "ava";
import { cleanFacts } from "../../../src/run/vars/clean_facts.js";

// what ansible.vars.clean.clean_facts of ansible-core 2.18 takes away, and what it leaves
const TAKEN =
  "ansible_become ansible_become_user ansible_become_anything ansible_connection ansible_host ansible_user ansible_port ansible_password ansible_timeout ansible_shell_type ansible_shell_executable ansible_private_key_file ansible_remote_tmp ansible_remote_user ansible_ssh_pass ansible_ssh_host ansible_winrm_password ansible_psrp_auth ansible_local_x ansible_python_interpreter ansible_ruby_interpreter ansible_ssh_common_args ansible_delegated_vars".split(
    " ",
  );
const LEFT =
  "ansible_ssh_host_key_rsa_public ansible_ssh_host_key_ed25519_public ansible_docker_gwbridge ansible_lxc_bridge ansible_hostname ansible_userspace_bits ansible_user_id ansible_python_version ansible_local ansible_interpreter ansible_ports own become my_ansible_host x_ansible_ssh_pass".split(
    " ",
  );
for (const name of TAKEN)
  test(`${name} is not for a host to say`, (t) => {
    t.deepEqual(cleanFacts({ [name]: 1, kept: 2 }), { kept: 2 });
  });
for (const name of LEFT)
  test(`${name} is a fact`, (t) => {
    t.deepEqual(cleanFacts({ [name]: 1 }), { [name]: 1 });
  });
