# What callers can get wrong; what the module makes is tested in the root ecs.
mock_provider "aws" {}

variables {
  cluster_name = "tera-dev"
  vpc_id       = "vpc-0aaaaaaaaaaaaaaaa"
  subnet_ids   = ["subnet-0a", "subnet-0b"]
}

run "wrong_words" {
  command = plan

  variables {
    name             = "Tera"
    cpu_architecture = "arm"
    min_size         = 3
    max_size         = 2
    root_volume_gib  = 20
    target_capacity  = 101
  }

  expect_failures = [
    var.name, var.cpu_architecture, var.min_size, var.root_volume_gib, var.target_capacity,
  ]
}

# ECS refuses the names of capacity providers that begin so
run "a_name_that_is_ecs_own" {
  command = plan

  variables {
    name = "ecs-web"
  }

  expect_failures = [var.name]
}
