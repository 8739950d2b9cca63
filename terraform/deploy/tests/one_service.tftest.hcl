# What is one for all hosts: Redis, and the name under which they are asked.
mock_provider "aws" {
  source = "./tests"
}

variables {
  environment   = "dev"
  public_key    = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ admin@example"
  load_balancer = true
}

run "one_host_has_the_redis_of_all" {
  command = apply

  assert {
    condition     = aws_vpc_security_group_ingress_rule.redis[0].referenced_security_group_id == aws_security_group.app.id && aws_vpc_security_group_ingress_rule.redis[0].cidr_ipv4 == null
    error_message = "Only hosts with the app reach Redis."
  }

  assert {
    condition     = contains(module.hosts.security_group_ids["amazonlinux1"], aws_security_group.redis[0].id) && !contains(module.hosts.security_group_ids["ubuntu1"], aws_security_group.redis[0].id)
    error_message = "Only the host with Redis is in its group."
  }

  assert {
    condition     = contains(module.hosts.security_group_ids["ubuntu1"], aws_security_group.app.id) && !contains(module.hosts.security_group_ids["windows1"], aws_security_group.app.id)
    error_message = "Hosts of the group web have the app, and no others."
  }

  assert {
    condition     = output.inventory["ubuntu1"].load_balancer_url == "http://mocked.elb.amazonaws.com" && output.inventory["ubuntu1"].target_group_arn == output.target_group_arn && output.inventory["ubuntu1"].redis_url == null
    error_message = "Hosts know where they are asked, and where they are taken out."
  }

  assert {
    condition     = output.inventory["windows1"].load_balancer_url == null && output.inventory["windows1"].target_group_arn == null
    error_message = "A host without the app is behind no load balancer."
  }
}

run "a_cache_that_all_share" {
  command = apply

  variables {
    redis       = "elasticache"
    hosts       = { web = { os = "ubuntu2404", count = 2, groups = ["web"] } }
    elasticache = { engine = "redis" }
    domain      = { name = "hello.example.com", zone = "example.com" }
  }

  assert {
    condition     = output.inventory["web1"].redis_url == "rediss://master.mocked.cache.amazonaws.com:6379/0"
    error_message = "Hosts know their cache."
  }

  assert {
    condition     = length(aws_security_group.redis) == 0
    error_message = "No host has a Redis of its own beside it."
  }

  assert {
    condition     = output.inventory["web2"].load_balancer_url == "https://hello.example.com"
    error_message = "With a domain the service is asked by its name."
  }
}

run "a_redis_on_each_host_is_refused_behind_a_load_balancer" {
  command = plan

  variables {
    hosts = { web = { os = "ubuntu2404", count = 2, groups = ["web"] } }
  }

  expect_failures = [var.redis]
}

run "so_it_is_with_hosts_that_follow_the_load" {
  command = plan

  variables {
    hosts       = { web = { os = "ubuntu2404", groups = ["web"] } }
    autoscaling = { os = "ubuntu2404", min = 1, max = 2 }
  }

  expect_failures = [var.redis]
}

run "one_host_needs_nothing_to_share" {
  command = plan

  variables {
    hosts = { web = { os = "ubuntu2404", groups = ["web"] } }
  }

  assert {
    condition     = length(aws_security_group.redis) == 0
    error_message = "There is nothing to share."
  }
}

run "two_hosts_with_redis_are_refused" {
  command = plan

  variables {
    hosts = { web = { os = "ubuntu2404", count = 2, groups = ["redis", "web"] } }
  }

  expect_failures = [var.redis]
}

run "a_cache_beside_a_host_with_redis_is_refused" {
  command = plan

  variables {
    redis = "elasticache"
  }

  expect_failures = [var.redis]
}

run "a_name_outside_its_zone_is_refused" {
  command = plan

  variables {
    domain = { name = "hello.example.org", zone = "example.com" }
  }

  expect_failures = [var.domain]
}

run "a_domain_without_a_load_balancer_is_refused" {
  command = plan

  variables {
    load_balancer = false
    domain        = { name = "hello.example.com", zone = "example.com" }
  }

  expect_failures = [var.domain]
}
