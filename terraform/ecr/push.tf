# What a release workflow on GitHub may do: push to these repositories, with a token that lives for minutes.
# No user, no key.

locals {
  issuer            = "token.actions.githubusercontent.com"
  push              = length(var.github_subjects) > 0
  oidc_provider_arn = var.create_oidc_provider ? one(aws_iam_openid_connect_provider.github[*].arn) : one(data.aws_iam_openid_connect_provider.github[*].arn)
}

resource "aws_iam_openid_connect_provider" "github" {
  count = local.push && var.create_oidc_provider ? 1 : 0

  url            = "https://${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_openid_connect_provider" "github" {
  count = local.push && !var.create_oidc_provider ? 1 : 0

  url = "https://${local.issuer}"
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
