# What callers can get wrong, and what no host is without; the rest is tested in the root deploy.
mock_provider "aws" {}

variables {
  name             = "tera-dev"
  instance_profile = "tera-dev"
  hosts = {
    web1 = {
      ami_id             = "ami-0123456789abcdef0"
      family             = "debian"
      groups             = ["web"]
      instance_type      = "t3.small"
      key_name           = "tera-dev"
      os                 = "ubuntu2404"
      root_gib           = 20
      security_group_ids = ["sg-0a"]
      subnet_id          = "subnet-0a"
    }
  }
}

run "a_host_keeps_its_credentials_and_its_disk_to_itself" {
  command = plan

  assert {
    condition     = aws_instance.this["web1"].metadata_options[0].http_tokens == "required"
    error_message = "The metadata service wants a token."
  }

  assert {
    condition     = aws_instance.this["web1"].metadata_options[0].http_put_response_hop_limit == 1
    error_message = "Containers behind a bridge do not reach the host's credentials unless that is wanted."
  }

  assert {
    condition     = aws_instance.this["web1"].root_block_device[0].encrypted && aws_instance.this["web1"].root_block_device[0].volume_type == "gp3"
    error_message = "The disk is encrypted."
  }
}

run "containers_may_ask_where_that_is_wanted" {
  command = plan

  variables {
    metadata_hop_limit = 2
  }

  assert {
    condition     = aws_instance.this["web1"].metadata_options[0].http_put_response_hop_limit == 2
    error_message = "One hop more, for the agent of ECS in its container."
  }
}

run "three_hops_are_for_nobody" {
  command = plan

  variables {
    metadata_hop_limit = 3
  }

  expect_failures = [var.metadata_hop_limit]
}

run "a_host_is_made" {
  command = apply
}

# "The newest image" is another one every few weeks
run "a_running_host_keeps_its_image" {
  command = plan

  variables {
    hosts = {
      web1 = {
        ami_id             = "ami-0fedcba9876543210"
        family             = "debian"
        groups             = ["web"]
        instance_type      = "t3.small"
        key_name           = "tera-dev"
        os                 = "ubuntu2404"
        root_gib           = 20
        security_group_ids = ["sg-0a"]
        subnet_id          = "subnet-0a"
      }
    }
  }

  assert {
    condition     = aws_instance.this["web1"].ami == "ami-0123456789abcdef0"
    error_message = "A new image is for new hosts, and for those that are replaced."
  }
}
