# What callers can get wrong; what the module makes is tested in the roots.
mock_provider "aws" {}

run "wrong_words" {
  command = plan

  variables {
    name                     = "Tera"
    vpc_id                   = "vpc-0aaaaaaaaaaaaaaaa"
    subnet_ids               = ["subnet-0a", "subnet-0b"]
    target_security_group_id = "sg-0a"
    certificate_arn          = "my-certificate"
    deregistration_delay     = 3601
    health_path              = "readyz"
    ingress_cidrs            = ["everybody"]
    target_port              = 70000
    target_type              = "host"
  }

  expect_failures = [
    var.name, var.certificate_arn, var.deregistration_delay, var.health_path, var.ingress_cidrs, var.target_port,
    var.target_type,
  ]
}
