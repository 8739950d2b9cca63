data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }

    # Only ECS acting for this account, not for another that names the role.
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.this.account_id]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${data.aws_partition.this.partition}:ecs:${var.aws_region}:${data.aws_caller_identity.this.account_id}:*"]
    }
  }
}

locals {
  # ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME@sha256:... => [account, region, name]; other registries need no policy.
  ecr_images = flatten([for image in compact([var.image, local.sidecar ? var.redis_image : null]) :
    [for parts in regexall("^([0-9]{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?/([^@:]+)", image) :
      "arn:${data.aws_partition.this.partition}:ecr:${parts[1]}:${parts[0]}:repository/${parts[2]}"
    ]
  ])

  secret_arns = concat(var.redis_password_secret_arn[*], [
    # A secret may be followed by the key of a JSON document, which is no part of its ARN.
    for arn in values(var.secrets) : regex("^arn:[^:]+:secretsmanager:[^:]+:[^:]+:secret:[^:]+", arn) if strcontains(arn, ":secretsmanager:")
  ])
  parameter_arns = [for arn in values(var.secrets) : arn if strcontains(arn, ":ssm:")]
}

data "aws_iam_policy_document" "execution" {
  statement {
    sid       = "Log"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.app.arn}:*"]
  }

  dynamic "statement" {
    for_each = length(local.ecr_images) > 0 ? [local.ecr_images] : []

    content {
      sid       = "Pull"
      actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      resources = statement.value
    }
  }

  dynamic "statement" {
    for_each = length(local.ecr_images) > 0 ? ["*"] : []

    content {
      # This action knows no resources.
      sid       = "Token"
      actions   = ["ecr:GetAuthorizationToken"]
      resources = [statement.value]
    }
  }

  dynamic "statement" {
    for_each = length(local.secret_arns) > 0 ? [local.secret_arns] : []

    content {
      sid       = "Secrets"
      actions   = ["secretsmanager:GetSecretValue"]
      resources = statement.value
    }
  }

  dynamic "statement" {
    for_each = length(local.parameter_arns) > 0 ? [local.parameter_arns] : []

    content {
      sid       = "Parameters"
      actions   = ["ssm:GetParameters"]
      resources = statement.value
    }
  }

  dynamic "statement" {
    for_each = length(var.secrets_kms_key_arns) > 0 ? [var.secrets_kms_key_arns] : []

    content {
      sid       = "Decrypt"
      actions   = ["kms:Decrypt"]
      resources = statement.value
    }
  }
}

# What ECS does before the containers run: pull, log, read secrets.
resource "aws_iam_role" "execution" {
  name_prefix        = substr("${local.name}-exec-", 0, 38)
  description        = "ECS starts the tasks of ${local.name}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "execution" {
  name   = "start-tasks"
  role   = aws_iam_role.execution.id
  policy = data.aws_iam_policy_document.execution.json
}

# What the app itself may do in AWS: nothing, unless somebody is to enter its containers.
resource "aws_iam_role" "task" {
  name_prefix        = substr("${local.name}-task-", 0, 38)
  description        = "The app in ${local.name}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "execute_command" {
  statement {
    # These actions know no resources.
    actions = [
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "execute_command" {
  count = var.enable_execute_command ? 1 : 0

  name   = "execute-command"
  role   = aws_iam_role.task.id
  policy = data.aws_iam_policy_document.execute_command.json
}
