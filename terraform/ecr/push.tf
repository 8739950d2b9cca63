# What a release workflow on GitHub may do: push to these repositories.

locals {
  push = length(var.github_subjects) > 0
}

data "aws_iam_policy_document" "push_trust" {
  count = local.push ? 1 : 0

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [local.oidc_provider_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringLike"
      variable = "${local.issuer}:sub"
      values   = var.github_subjects
    }
  }
}

data "aws_iam_policy_document" "push" {
  count = local.push ? 1 : 0

  statement {
    sid       = "Token"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"] # it cannot be narrowed
  }

  statement {
    sid = "Push"
    actions = [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:CompleteLayerUpload",
      "ecr:DescribeImages",
      "ecr:GetDownloadUrlForLayer",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
      "ecr:UploadLayerPart",
    ]
    resources = [for repository in aws_ecr_repository.this : repository.arn]
  }
}

resource "aws_iam_role" "push" {
  count = local.push ? 1 : 0

  name                 = "${local.name}-push"
  description          = "Pushes images from GitHub's workflows"
  assume_role_policy   = data.aws_iam_policy_document.push_trust[0].json
  max_session_duration = 3600
}

resource "aws_iam_role_policy" "push" {
  count = local.push ? 1 : 0

  name   = "push-images"
  role   = aws_iam_role.push[0].id
  policy = data.aws_iam_policy_document.push[0].json
}
