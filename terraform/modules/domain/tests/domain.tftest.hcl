# What callers can get wrong; what the module makes is tested in the roots.
mock_provider "aws" {}

run "wrong_words" {
  command = plan

  variables {
    name          = "Hello"
    zone          = "example.com"
    alias_name    = "mocked.elb.amazonaws.com"
    alias_zone_id = "Z0"
  }

  expect_failures = [var.name]
}
