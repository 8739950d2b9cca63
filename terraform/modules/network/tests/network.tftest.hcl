# What callers can get wrong; what the module makes is tested in the roots.
mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
}

run "wrong_words" {
  command = plan

  variables {
    name     = "Tera"
    cidr     = "10.0.0.0/8"
    az_count = 1
    nat      = "double"
  }

  expect_failures = [var.name, var.cidr, var.az_count, var.nat]
}

run "what_is_no_range" {
  command = plan

  variables {
    name     = "tera-dev"
    cidr     = "10.20.0.0"
    az_count = 2.5
  }

  expect_failures = [var.cidr, var.az_count]
}
