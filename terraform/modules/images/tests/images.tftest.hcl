# What callers can get wrong; what the module finds is tested in the root deploy.
mock_provider "aws" {}

run "wrong_words" {
  command = plan

  variables {
    entries = {}
    lookup  = "guess"
  }

  expect_failures = [var.lookup]
}
