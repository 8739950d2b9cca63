mock_provider "aws" {
  source = "./tests"
}

variables {
  environment = "dev"
  public_key  = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ admin@example"
}

run "nobody_logs_in_by_default" {
  command = plan

  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.admin) == 0 && length(aws_vpc_security_group_ingress_rule.app) == 0
    error_message = "No port is open unless a range is named."
  }
}

run "named_ranges_may_log_in" {
  command = plan

  variables {
    admin_cidrs = ["203.0.113.7/32", "2001:db8::/48"]
    app_cidrs   = ["203.0.113.0/24"]
  }

  assert {
    condition = { for name, rule in aws_vpc_security_group_ingress_rule.admin : name => rule.from_port == rule.to_port ? rule.from_port : -1 } == {
      "ssh 203.0.113.7/32"   = 22
      "winrm 203.0.113.7/32" = 5986
      "rdp 203.0.113.7/32"   = 3389
      "ssh 2001:db8::/48"    = 22
      "winrm 2001:db8::/48"  = 5986
      "rdp 2001:db8::/48"    = 3389
    }
    error_message = "SSH, WinRM over HTTPS and RDP are open to each range, one port a rule."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.admin["ssh 203.0.113.7/32"].cidr_ipv4 == "203.0.113.7/32" && aws_vpc_security_group_ingress_rule.admin["ssh 2001:db8::/48"].cidr_ipv6 == "2001:db8::/48"
    error_message = "Each rule has its own range."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.app["203.0.113.0/24"].from_port == 8080
    error_message = "app_cidrs reach the app."
  }
}

run "anywhere_needs_the_variable_named_for_the_risk" {
  command = plan

  variables {
    admin_cidrs                               = ["0.0.0.0/0", "::/0"]
    allow_admin_from_anywhere_i_know_the_risk = true
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.admin["ssh 0.0.0.0/0"].cidr_ipv4 == "0.0.0.0/0"
    error_message = "Who says that the risk is known gets the rule."
  }
}

run "logins_from_everywhere_are_refused" {
  command = plan

  variables {
    admin_cidrs = ["203.0.113.7/32", "0.0.0.0/0"]
  }

  expect_failures = [var.admin_cidrs]
}

run "logins_from_everywhere_by_ipv6_are_refused" {
  command = plan

  variables {
    admin_cidrs = ["::/0"]
  }

  expect_failures = [var.admin_cidrs]
}

run "logins_from_everywhere_in_another_spelling_are_refused" {
  command = plan

  variables {
    admin_cidrs = ["0:0:0:0:0:0:0:0/0"]
  }

  expect_failures = [var.admin_cidrs]
}

run "logins_from_both_halves_of_the_world_are_refused" {
  command = plan

  variables {
    admin_cidrs = ["0.0.0.0/1", "128.0.0.0/1"]
  }

  expect_failures = [var.admin_cidrs]
}

run "an_address_is_no_range" {
  command = plan

  variables {
    admin_cidrs = ["203.0.113.7"]
  }

  expect_failures = [var.admin_cidrs]
}

run "an_app_range_must_be_a_range" {
  command = plan

  variables {
    app_cidrs = ["office"]
  }

  expect_failures = [var.app_cidrs]
}
