# What callers can get wrong; what the module makes is tested in the root ecs.
mock_provider "aws" {}

run "wrong_words" {
  command = plan

  variables {
    name                     = "Tera"
    vpc_id                   = "vpc-0aaaaaaaaaaaaaaaa"
    subnet_ids               = ["subnet-0a", "subnet-0b"]
    source_security_group_id = "sg-0a"
    engine                   = "memcached"
    nodes                    = 7
    snapshot_retention_days  = 36
  }

  expect_failures = [var.name, var.engine, var.nodes, var.snapshot_retention_days]
}
