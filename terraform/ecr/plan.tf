# What a pull request may do: see what its change would do. It runs code that nobody has looked at yet, so it reads
# what the roots consist of and their states, and neither writes nor sees what is kept in resources.

locals {
  plan          = length(var.github_plan_subjects) > 0
  state_bucket  = "arn:${data.aws_partition.current.partition}:s3:::${coalesce(var.state_bucket, "none")}"
  state_objects = "${local.state_bucket}/*.tfstate"
}

data "aws_partition" "current" {}

data "aws_iam_policy_document" "plan_trust" {
  count = local.plan ? 1 : 0

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
      test     = "StringEquals"
      variable = "${local.issuer}:sub"
      values   = var.github_plan_subjects
    }
  }
}

data "aws_iam_policy_document" "plan" {
  count = local.plan ? 1 : 0

  statement {
    sid       = "ListStates"
    actions   = ["s3:ListBucket"]
    resources = [local.state_bucket]
  }

  statement {
    sid       = "ReadStates"
    actions   = ["s3:GetObject"]
    resources = [local.state_objects]
  }

  dynamic "statement" {
    for_each = var.state_kms_key_arn[*]

    content {
      sid       = "DecryptStates"
      actions   = ["kms:Decrypt"]
      resources = [statement.value]
    }
  }

  # Of AWS's ReadOnlyAccess this much is left. Another service in a root needs an entry here.
  statement {
    sid    = "NothingElse"
    effect = "Deny"
    not_actions = [
      "acm:DescribeCertificate",
      "acm:ListTagsForCertificate",
      "application-autoscaling:Describe*",
      "application-autoscaling:ListTagsForResource",
      "autoscaling:Describe*",
      "cloudwatch:Describe*",
      "cloudwatch:ListTagsForResource",
      "ec2:Describe*",
      "ecr:Describe*",
      "ecr:GetLifecyclePolicy",
      "ecr:GetRegistryScanningConfiguration",
      "ecr:ListTagsForResource",
      "ecs:Describe*",
      "ecs:List*",
      "eks:Describe*",
      "eks:List*",
      "elasticache:Describe*",
      "elasticache:ListTagsForResource",
      "elasticloadbalancing:Describe*",
      "iam:Get*",
      "iam:List*",
      "kms:Decrypt",
      "kms:Describe*",
      "kms:GetKeyPolicy",
      "kms:GetKeyRotationStatus",
      "kms:List*",
      "logs:Describe*",
      "logs:ListTagsForResource",
      "route53:GetChange",
      "route53:GetHostedZone",
      "route53:List*",
      "s3:GetObject",
      "s3:ListBucket",
      "servicediscovery:GetNamespace",
      "servicediscovery:GetOperation",
      "servicediscovery:List*",
      "ssm:GetParameter",
      "sts:GetCallerIdentity",
    ]
    resources = ["*"]
  }

  # Named, so that a longer list above does not open them.
  statement {
    sid    = "NoSecrets"
    effect = "Deny"
    actions = [
      "ec2:GetConsoleOutput",
      "ec2:GetPasswordData",
      "ecr:GetAuthorizationToken",
      "logs:FilterLogEvents",
      "logs:GetLogEvents",
      "secretsmanager:BatchGetSecretValue",
      "secretsmanager:GetSecretValue",
      "ssm:GetParameterHistory",
      "ssm:GetParametersByPath",
    ]
    resources = ["*"]
  }

  # Parameters hold the names of images, which are plain. Those that are encrypted need this right: whoever asks for
  # one is asked for it, although Systems Manager does the decryption.
  statement {
    sid       = "DecryptNothingElse"
    effect    = "Deny"
    actions   = ["kms:Decrypt"]
    resources = ["*"]

    condition {
      test     = "StringNotEquals"
      variable = "kms:ViaService"
      values   = ["s3.${var.aws_region}.${data.aws_partition.current.dns_suffix}"]
    }
  }

  statement {
    sid           = "NoOtherBuckets"
    effect        = "Deny"
    actions       = ["s3:*"]
    not_resources = [local.state_bucket, local.state_objects]
  }
}

resource "aws_iam_role" "plan" {
  count = local.plan ? 1 : 0

  name                 = "${local.name}-plan"
  description          = "Plans for pull requests on GitHub: reads only"
  assume_role_policy   = data.aws_iam_policy_document.plan_trust[0].json
  max_session_duration = 3600
}

resource "aws_iam_role_policy" "plan" {
  count = local.plan ? 1 : 0

  name   = "read-less"
  role   = aws_iam_role.plan[0].id
  policy = data.aws_iam_policy_document.plan[0].json
}

resource "aws_iam_role_policy_attachment" "plan" {
  count = local.plan ? 1 : 0

  role       = aws_iam_role.plan[0].name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/ReadOnlyAccess"

  # Never without what limits it.
  depends_on = [aws_iam_role_policy.plan]
}
