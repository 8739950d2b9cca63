mock_provider "aws" {
  source = "./tests"
}

variables {
  environment = "dev"
  public_key  = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ admin@example"
}

run "one_host_of_each_operating_system" {
  command = apply

  assert {
    condition = { for name, host in output.inventory : name => join(" ", concat([host.os, host.os_family, host.user, host.connection, host.port], host.groups)) } == {
      amazonlinux1 = "amazonlinux2023 redhat ec2-user ssh 22 amazonlinux redis web"
      ubuntu1      = "ubuntu2404 debian ubuntu ssh 22 ubuntu web"
      rhel1        = "rhel9 redhat ec2-user ssh 22 rhel web"
      windows1     = "windows2022 windows Administrator winrm 5986 windows"
    }
    error_message = "The inventory says how each host is reached and which groups it is in."
  }

  assert {
    condition     = output.inventory["ubuntu1"].address == "203.0.113.10" && output.inventory["ubuntu1"].private_ip == "10.20.0.10"
    error_message = "The address is the Elastic IP."
  }

  assert {
    condition     = output.target_group_arn == null && output.alb_dns_name == null
    error_message = "There is no load balancer unless it is asked for."
  }
}

run "more_hosts_are_one_entry" {
  command = plan

  variables {
    hosts = {
      web = { os = "ubuntu2404", count = 3, groups = ["web", "canary"], instance_type = "t3.medium" }
      old = { os = "ubuntu2204", count = 0 }
    }
  }

  assert {
    condition     = toset(keys(output.inventory)) == toset(["web1", "web2", "web3"])
    error_message = "count = 3 makes web1, web2 and web3; count = 0 none."
  }

  assert {
    condition     = output.inventory["web2"].groups == tolist(["canary", "ubuntu", "web"])
    error_message = "The group of the operating system is added."
  }

  assert {
    condition     = length(distinct(values(local.zones))) == 2
    error_message = "Hosts of one entry are spread over the zones."
  }
}

run "images_come_from_the_catalogue_or_the_entry" {
  command = plan

  variables {
    hosts = {
      parameter = { os = "ubuntu2404" }
      search    = { os = "rhel9" }
      pinned    = { os = "rhel9", ami_id = "ami-00000000000000000" }
      own       = { os = "ubuntu2404", ami_owner = "123456789012", ami_name = "golden-*" }
      named     = { os = "debian12", ami_ssm = "/golden/debian" }
    }
  }

  assert {
    condition = module.images.ids == tomap({
      parameter = "ami-0fedcba9876543210"
      search    = "ami-0123456789abcdef0"
      pinned    = "ami-00000000000000000"
      own       = "ami-0123456789abcdef0"
      named     = "ami-0fedcba9876543210"
    })
    error_message = "What the entry names comes first, then the vendor's parameter, then the search."
  }
}

run "both_architectures_and_the_newest_systems" {
  command = plan

  variables {
    hosts = {
      said    = { os = "ubuntu2604", arch = "arm64" }
      seen    = { os = "amazonlinux2023", instance_type = "c7gn.large" }
      graphic = { os = "debian13", instance_type = "g4dn.xlarge" }
      usual   = { os = "rhel10" }
      windows = { os = "windows2025" }
    }
  }

  assert {
    condition     = local.archs == { said = "arm64", seen = "arm64", graphic = "x86_64", usual = "x86_64", windows = "x86_64" }
    error_message = "The architecture is what is said, or that of the instance type."
  }

  assert {
    condition     = module.hosts.instance_types == { said = "t4g.small", seen = "c7gn.large", graphic = "g4dn.xlarge", usual = "t3.small", windows = "t3.large" }
    error_message = "Each architecture has an instance type of its own."
  }

  assert {
    condition = module.images.sources == {
      said    = "/aws/service/canonical/ubuntu/server/26.04/stable/current/arm64/hvm/ebs-gp3/ami-id"
      seen    = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
      graphic = "debian-13-amd64-* x86_64"
      usual   = "RHEL-10*_HVM-*-x86_64-*-Hourly2-GP3 x86_64"
      windows = "/aws/service/ami-windows-latest/Windows_Server-2025-English-Full-Base"
    }
    error_message = "The image is of the architecture, by the vendor's word for it."
  }
}

run "an_architecture_beside_its_instance_type_is_refused" {
  command = plan

  variables {
    hosts = { web = { os = "ubuntu2404", arch = "x86_64", instance_type = "t4g.small" } }
  }

  expect_failures = [var.hosts]
}

run "windows_on_arm_is_refused" {
  command = plan

  variables {
    hosts = { web = { os = "windows2025", instance_type = "t4g.large" } }
  }

  expect_failures = [var.hosts]
}

run "hosts_without_elastic_ips_are_private" {
  command = apply

  variables {
    elastic_ips = false
    nat         = "single"
  }

  assert {
    condition     = output.inventory["ubuntu1"].address == "10.20.0.10"
    error_message = "The address is the private one."
  }
}

run "windows_has_a_key_of_its_own" {
  command = plan

  variables {
    public_key         = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA admin@example"
    windows_public_key = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ windows@example"
  }

  assert {
    condition     = length(aws_key_pair.windows) == 1
    error_message = "The second key is a second key pair."
  }
}

run "an_unknown_operating_system_is_refused" {
  command = plan

  variables {
    hosts = { web = { os = "ubuntu1804" } }
  }

  expect_failures = [var.hosts]
}

run "two_images_for_one_host_are_refused" {
  command = plan

  variables {
    hosts = { web = { os = "ubuntu2404", ami_id = "ami-00000000000000000", ami_ssm = "/golden" } }
  }

  expect_failures = [var.hosts]
}

run "an_owner_without_a_name_is_refused" {
  command = plan

  variables {
    hosts = { web = { os = "ubuntu2404", ami_owner = "123456789012" } }
  }

  expect_failures = [var.hosts]
}

run "two_hosts_of_one_name_are_refused" {
  command = plan

  variables {
    hosts = { web = { os = "ubuntu2404", count = 1 }, web1 = { os = "ubuntu2404" } }
  }

  expect_failures = [var.hosts]
}

run "a_name_with_capitals_is_refused" {
  command = plan

  variables {
    hosts = { Web = { os = "ubuntu2404" } }
  }

  expect_failures = [var.hosts]
}

run "half_a_host_is_refused" {
  command = plan

  variables {
    hosts = { web = { os = "ubuntu2404", count = 1.5 } }
  }

  expect_failures = [var.hosts]
}

run "a_zone_that_is_not_there_is_refused" {
  command = plan

  variables {
    hosts = { web = { os = "ubuntu2404", zone = 2 } }
  }

  expect_failures = [var.hosts]
}

run "windows_without_an_rsa_key_is_refused" {
  command = plan

  variables {
    public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA admin@example"
  }

  expect_failures = [var.windows_public_key]
}

run "a_private_key_is_refused" {
  command = plan

  variables {
    public_key = "-----BEGIN OPENSSH PRIVATE KEY-----"
  }

  expect_failures = [var.public_key]
}

run "private_hosts_without_a_way_out_are_refused" {
  command = plan

  variables {
    elastic_ips = false
  }

  expect_failures = [var.nat]
}

run "an_unknown_lookup_is_refused" {
  command = plan

  variables {
    ami_lookup = "guess"
  }

  expect_failures = [var.ami_lookup]
}

run "an_environment_with_a_hyphen_is_refused" {
  command = plan

  variables {
    environment = "pre-prod"
  }

  expect_failures = [var.environment]
}

run "a_project_with_capitals_is_refused" {
  command = plan

  variables {
    project = "Tera"
  }

  expect_failures = [var.project]
}

run "a_zone_is_no_region" {
  command = plan

  variables {
    aws_region = "us-west-2a"
  }

  expect_failures = [var.aws_region]
}
