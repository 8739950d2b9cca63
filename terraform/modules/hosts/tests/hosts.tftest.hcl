# What callers can get wrong; what the module makes is tested in the root deploy.
mock_provider "aws" {}

run "the_metadata_service_is_for_the_host_and_its_containers" {
  command = plan

  variables {
    name               = "tera-dev"
    hosts              = {}
    instance_profile   = "tera-dev"
    metadata_hop_limit = 3
  }

  expect_failures = [var.metadata_hop_limit]
}
