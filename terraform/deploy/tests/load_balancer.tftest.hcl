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

run "a_host_that_is_born_later_serves_the_release" {
  command = apply

  variables {
    load_balancer          = true
    redis                  = "elasticache"
    hosts                  = { web1 = { os = "amazonlinux2023", groups = ["web"] } }
    autoscaling            = { os = "amazonlinux2023", min = 1, max = 2, serves_release = true, redis_password_parameter = "/tera/dev/redis-password" }
    github_deploy_subjects = ["repo:acme/web:environment:dev"]
    oidc_provider_arn      = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
    state_bucket           = "states"
  }

  assert {
    condition     = output.current_release_parameter == "/tera/dev/webapp/current-release" && output.inventory.web1.current_release_parameter == output.current_release_parameter
    error_message = "tera deploy knows where to note the release."
  }

  assert {
    condition     = strcontains(base64decode(aws_launch_template.scaled["hosts"].user_data), "--name '/tera/dev/webapp/current-release'") && strcontains(base64decode(aws_launch_template.scaled["hosts"].user_data), "--with-decryption --name '/tera/dev/redis-password'")
    error_message = "The host asks for the release, and for the password, which is not in its user data."
  }

  assert {
    condition     = aws_autoscaling_group.scaled["hosts"].health_check_type == "ELB"
    error_message = "A host that serves is judged by the load balancer's health checks."
  }

  assert {
    condition     = length(aws_iam_role_policy.current_release) == 1 && length(aws_iam_role_policy.note_release) == 1
    error_message = "Hosts may read it, who deploys may write it."
  }
}

run "only_where_it_can_serve_the_release" {
  command = plan

  variables {
    load_balancer = true
    autoscaling   = { os = "ubuntu2404", min = 1, max = 2, serves_release = true }
  }

  expect_failures = [var.autoscaling]
}

run "a_password_of_another_environment_is_refused" {
  command = plan

  variables {
    load_balancer = true
    redis         = "elasticache"
    hosts         = { web1 = { os = "amazonlinux2023", groups = ["web"] } }
    autoscaling   = { os = "amazonlinux2023", min = 1, max = 2, serves_release = true, redis_password_parameter = "/tera/prod/redis-password" }
  }

  expect_failures = [var.autoscaling]
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
