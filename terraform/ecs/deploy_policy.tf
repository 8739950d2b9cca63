locals {
  ecs_arn = "arn:${data.aws_partition.this.partition}:ecs:${var.aws_region}:${data.aws_caller_identity.this.account_id}"
}

# Everything a release needs: register a revision, point the service at it, watch, and point it back.
data "aws_iam_policy_document" "deploy" {
  statement {
    # These actions know no resources; what a task may become is bounded by PassRole below.
    sid       = "TaskDefinitions"
    actions   = ["ecs:DescribeTaskDefinition", "ecs:RegisterTaskDefinition"]
    resources = ["*"]
  }

  statement {
    sid       = "TagRevisions"
    actions   = ["ecs:TagResource"]
    resources = ["${local.ecs_arn}:task-definition/${local.name}:*"]

    condition {
      test     = "StringEquals"
      variable = "ecs:CreateAction"
      values   = ["RegisterTaskDefinition"]
    }
  }

  statement {
    sid       = "Service"
    actions   = ["ecs:DescribeServices", "ecs:UpdateService"]
    resources = ["${local.ecs_arn}:service/${aws_ecs_cluster.this.name}/${local.service_name}"]
  }

  statement {
    sid       = "WatchTasks"
    actions   = ["ecs:DescribeTasks", "ecs:ListTasks"]
    resources = ["*"]

    condition {
      test     = "ArnEquals"
      variable = "ecs:cluster"
      values   = [aws_ecs_cluster.this.arn]
    }
  }

  statement {
    sid       = "PassTaskRoles"
    actions   = ["iam:PassRole"]
    resources = [aws_iam_role.execution.arn, aws_iam_role.task.arn]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ecs-tasks.amazonaws.com"]
    }
  }
}
