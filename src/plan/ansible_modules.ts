/** The names of the modules of ansible-core 2.18: they tell one that is not there yet from one that is misspelt. */
export const ANSIBLE_MODULES: ReadonlySet<string> = new Set(
  `
  add_host apt apt_key apt_repository assemble assert async_status async_wrapper blockinfile command
  copy cron deb822_repository debconf debug dnf dnf5 dpkg_selections expect fail fetch file find
  gather_facts get_url getent git group group_by hostname include_vars iptables known_hosts
  lineinfile mount_facts package package_facts pause ping pip raw reboot replace rpm_key script
  service service_facts set_fact set_stats setup shell slurp stat subversion systemd systemd_service
  sysvinit tempfile template unarchive uri user validate_argument_spec wait_for wait_for_connection
  yum_repository
`
    .split(/\s+/)
    .filter((word) => word !== ""),
);
