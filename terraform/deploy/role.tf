# What the hosts may do: be reached by Session Manager, pull images and, where asked for, register with ECS.

data "aws_partition" "current" {}

locals {
  aws_policies = "arn:${data.aws_partition.current.partition}:iam::aws:policy"

  host_policies = merge(
    {
      ssm  = "${local.aws_policies}/AmazonSSMManagedInstanceCore"
      pull = coalesce(var.pull_policy_arn, "${local.aws_policies}/AmazonEC2ContainerRegistryPullOnly")
    },
    var.ecs_agent ? { ecs = "${local.aws_policies}/service-role/AmazonEC2ContainerServiceforEC2Role" } : {},
  )
}

data "aws_iam_policy_document" "host_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "host" {
  name               = "${local.name}-host"
  description        = "Hosts of ${local.name}"
  assume_role_policy = data.aws_iam_policy_document.host_trust.json
}

resource "aws_iam_role_policy_attachment" "host" {
  for_each = local.host_policies

  role       = aws_iam_role.host.name
  policy_arn = each.value
}

resource "aws_iam_instance_profile" "host" {
  name = "${local.name}-host"
  role = aws_iam_role.host.name

  # A host asks for its first rights within seconds of its start.
  depends_on = [aws_iam_role_policy_attachment.host]
}

# Hosts that are born later run what was released last: they read which it is, and the cache's password.
data "aws_iam_policy_document" "current_release" {
  count = local.current_release_parameter == null ? 0 : 1

  statement {
    sid       = "CurrentRelease"
    actions   = ["ssm:GetParameter"]
    resources = [for name in compact([local.current_release_parameter, var.autoscaling.redis_password_parameter]) : "${local.ssm_arn}:parameter${name}"]
  }
}

resource "aws_iam_role_policy" "current_release" {
  count = local.current_release_parameter == null ? 0 : 1

  name   = "current-release"
  role   = aws_iam_role.host.name
  policy = data.aws_iam_policy_document.current_release[0].json
}
