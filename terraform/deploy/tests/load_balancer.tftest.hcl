mock_provider "aws" {
  source = "./tests"
}

variables {
  environment = "dev"
  public_key  = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ admin@example"
}

run "web_hosts_are_behind_the_load_balancer" {
  command = apply

  variables {
    load_balancer = true
  }

  assert {
    condition     = toset(keys(aws_lb_target_group_attachment.web)) == toset(["amazonlinux1", "ubuntu1", "rhel1"])
    error_message = "Hosts of the group web are its targets, and no others."
  }

  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.load_balancer) == 1 && output.target_group_arn != null
    error_message = "The load balancer reaches the hosts, and the target group is an output."
  }

  assert {
    condition     = length(aws_autoscaling_group.scaled) == 0
    error_message = "Nothing scales unless it is asked for."
  }
}

run "further_hosts_follow_the_load" {
  command = apply

  variables {
    load_balancer = true
    autoscaling   = { os = "amazonlinux2023", min = 1, max = 4, ami_id = "ami-00000000000000000" }
  }

  assert {
    condition     = aws_autoscaling_group.scaled["hosts"].health_check_type == "ELB" && aws_launch_template.scaled["hosts"].image_id == "ami-00000000000000000"
    error_message = "A host whose image has the app is judged by the load balancer's health checks."
  }

  assert {
    condition     = aws_launch_template.scaled["hosts"].metadata_options[0].http_tokens == "required" && tobool(aws_launch_template.scaled["hosts"].block_device_mappings[0].ebs[0].encrypted)
    error_message = "Scaled hosts are as safe as the others."
  }

  assert {
    condition     = contains([for tag in aws_autoscaling_group.scaled["hosts"].tag : "${tag.key}=${tag.value}"], "Groups=amazonlinux web")
    error_message = "Scaled hosts carry their groups as a tag."
  }
}

run "hosts_without_the_app_are_not_replaced" {
  command = plan

  variables {
    load_balancer = true
    autoscaling   = { os = "ubuntu2404", min = 0, max = 2 }
  }

  assert {
    condition     = aws_autoscaling_group.scaled["hosts"].health_check_type == "EC2"
    error_message = "A bare host would fail the load balancer's checks for ever."
  }
}

run "autoscaling_without_a_load_balancer_is_refused" {
  command = plan

  variables {
    autoscaling = { os = "ubuntu2404", min = 1, max = 2 }
  }

  expect_failures = [var.autoscaling]
}

run "autoscaling_with_max_below_min_is_refused" {
  command = plan

  variables {
    load_balancer = true
    autoscaling   = { os = "ubuntu2404", min = 3, max = 2 }
  }

  expect_failures = [var.autoscaling]
}

run "autoscaling_of_windows_is_refused" {
  command = plan

  variables {
    load_balancer = true
    autoscaling   = { os = "windows2022", min = 1, max = 2 }
  }

  expect_failures = [var.autoscaling]
}

run "a_port_beyond_the_last_is_refused" {
  command = plan

  variables {
    app_port = 70000
  }

  expect_failures = [var.app_port]
}
