# What callers can get wrong; what the module makes is tested in the root ecs.
mock_provider "aws" {}

run "wrong_words" {
  command = plan

  variables {
    name                = "webapp"
    cluster_name        = "tera-dev"
    alb_arn             = "arn:aws:elasticloadbalancing:us-west-2:123456789012:loadbalancer/app/tera/0123456789abcdef"
    target_group_arn    = "arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/tera/0123456789abcdef"
    task_definition_arn = "arn:aws:ecs:us-west-2:123456789012:task-definition/webapp:1"
    container           = { name = "webapp", port = 8080, port_name = "http" }
    autoscaling         = { min = 3, max = 2, cpu_percent = 60, requests_per_minute = 600 }
    release_owner       = "nobody"
  }

  expect_failures = [var.autoscaling, var.release_owner]
}
