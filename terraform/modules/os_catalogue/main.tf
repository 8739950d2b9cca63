# What is known of each operating system. A new one is one entry here, and nothing elsewhere.
#
# family         as Ansible's os_family, in lower case
# group          group of the inventory that all its hosts are in
# user           who logs in
# connection     "ssh" or "winrm", and its port
# arch_words     architecture of AWS => what the vendor calls it, which stands for {arch} in ssm and name
# ssm            public parameter with the newest image; null where the vendor has none
# owner, name    account and name pattern that find the same image without the parameter
# root_device    name of the image's root volume
# root_gib       size of the root volume in GiB: at least what the image has
# instance_type  enough for the app, Redis and an engine, by architecture

locals {
  linux   = { connection = "ssh", port = 22, root_gib = 20, instance_type = { x86_64 = "t3.small", arm64 = "t4g.small" }, arch_words = { x86_64 = "x86_64", arm64 = "arm64" } }
  amd64   = { arch_words = { x86_64 = "amd64", arm64 = "arm64" } }
  debian  = merge(local.linux, local.amd64, { family = "debian", group = "debian", user = "admin", ssm = null, owner = "136693071363", root_device = "/dev/xvda" })
  rhel    = merge(local.linux, { family = "redhat", group = "rhel", user = "ec2-user", ssm = null, owner = "309956199498", root_device = "/dev/sda1" })
  ubuntu  = merge(local.linux, local.amd64, { family = "debian", group = "ubuntu", user = "ubuntu", owner = "099720109477", root_device = "/dev/sda1" })
  windows = { family = "windows", group = "windows", user = "Administrator", connection = "winrm", port = 5986, owner = "801119661308", root_device = "/dev/sda1", root_gib = 60, instance_type = { x86_64 = "t3.large" }, arch_words = { x86_64 = "x86_64" } }

  operating_systems = {
    amazonlinux2023 = merge(local.linux, {
      family      = "redhat"
      group       = "amazonlinux"
      user        = "ec2-user"
      ssm         = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-{arch}"
      owner       = "137112412989"
      name        = "al2023-ami-2023*-{arch}"
      root_device = "/dev/xvda"
    })
    debian12 = merge(local.debian, { name = "debian-12-{arch}-*" })
    debian13 = merge(local.debian, { name = "debian-13-{arch}-*" })
    # "_HVM-": beta images say "_HVM_BETA-"
    rhel9  = merge(local.rhel, { name = "RHEL-9*_HVM-*-{arch}-*-Hourly2-GP3" })
    rhel10 = merge(local.rhel, { name = "RHEL-10*_HVM-*-{arch}-*-Hourly2-GP3" })
    ubuntu2204 = merge(local.ubuntu, {
      ssm  = "/aws/service/canonical/ubuntu/server/22.04/stable/current/{arch}/hvm/ebs-gp2/ami-id"
      name = "ubuntu/images/hvm-ssd*/ubuntu-jammy-22.04-{arch}-server-*"
    })
    ubuntu2404 = merge(local.ubuntu, {
      ssm  = "/aws/service/canonical/ubuntu/server/24.04/stable/current/{arch}/hvm/ebs-gp3/ami-id"
      name = "ubuntu/images/hvm-ssd*/ubuntu-noble-24.04-{arch}-server-*"
    })
    ubuntu2604 = merge(local.ubuntu, {
      ssm  = "/aws/service/canonical/ubuntu/server/26.04/stable/current/{arch}/hvm/ebs-gp3/ami-id"
      name = "ubuntu/images/hvm-ssd*/ubuntu-resolute-26.04-{arch}-server-*"
    })
    windows2019 = merge(local.windows, {
      ssm  = "/aws/service/ami-windows-latest/Windows_Server-2019-English-Full-Base"
      name = "Windows_Server-2019-English-Full-Base-*"
    })
    windows2022 = merge(local.windows, {
      ssm  = "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base"
      name = "Windows_Server-2022-English-Full-Base-*"
    })
    windows2025 = merge(local.windows, {
      ssm  = "/aws/service/ami-windows-latest/Windows_Server-2025-English-Full-Base"
      name = "Windows_Server-2025-English-Full-Base-*"
    })
  }
}
