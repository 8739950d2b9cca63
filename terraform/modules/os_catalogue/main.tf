# What is known of each operating system. A new one is one entry here, and nothing elsewhere.
#
# family         as Ansible's os_family, in lower case
# group          group of the inventory that all its hosts are in
# user           who logs in
# connection     "ssh" or "winrm", and its port
# ssm            public parameter with the newest image; null where the vendor has none
# owner, name    account and name pattern that find the same image without the parameter
# root_device    name of the image's root volume
# root_gib       size of the root volume in GiB: at least what the image has
# instance_type  enough for the app, Redis and an engine

locals {
  linux   = { connection = "ssh", port = 22, root_gib = 20, instance_type = "t3.small" }
  windows = { family = "windows", group = "windows", user = "Administrator", connection = "winrm", port = 5986, owner = "801119661308", root_device = "/dev/sda1", root_gib = 60, instance_type = "t3.large" }

  operating_systems = {
    amazonlinux2023 = merge(local.linux, {
      family      = "redhat"
      group       = "amazonlinux"
      user        = "ec2-user"
      ssm         = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
      owner       = "137112412989"
      name        = "al2023-ami-2023*-x86_64"
      root_device = "/dev/xvda"
    })
    debian12 = merge(local.linux, {
      family      = "debian"
      group       = "debian"
      user        = "admin"
      ssm         = null
      owner       = "136693071363"
      name        = "debian-12-amd64-*"
      root_device = "/dev/xvda"
    })
    rhel9 = merge(local.linux, {
      family      = "redhat"
      group       = "rhel"
      user        = "ec2-user"
      ssm         = null
      owner       = "309956199498"
      name        = "RHEL-9*_HVM-*-x86_64-*-Hourly2-GP3" # "_HVM-": beta images say "_HVM_BETA-"
      root_device = "/dev/sda1"
    })
    ubuntu2204 = merge(local.linux, {
      family      = "debian"
      group       = "ubuntu"
      user        = "ubuntu"
      ssm         = "/aws/service/canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id"
      owner       = "099720109477"
      name        = "ubuntu/images/hvm-ssd*/ubuntu-jammy-22.04-amd64-server-*"
      root_device = "/dev/sda1"
    })
    ubuntu2404 = merge(local.linux, {
      family      = "debian"
      group       = "ubuntu"
      user        = "ubuntu"
      ssm         = "/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id"
      owner       = "099720109477"
      name        = "ubuntu/images/hvm-ssd*/ubuntu-noble-24.04-amd64-server-*"
      root_device = "/dev/sda1"
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
