# What the workflow deploy on GitHub may do in this environment: find the hosts, reach them, and pull what was released.

locals {
  issuer            = "token.actions.githubusercontent.com"
  deploys           = length(var.github_deploy_subjects) > 0
  oidc_provider_arn = var.oidc_provider_arn == null ? one(data.aws_iam_openid_connect_provider.github[*].arn) : var.oidc_provider_arn

  partition    = data.aws_partition.current.partition
  ecr_arn      = "arn:${local.partition}:ecr:${var.aws_region}:${data.aws_caller_identity.current.account_id}"
  ec2_arn      = "arn:${local.partition}:ec2:${var.aws_region}:${data.aws_caller_identity.current.account_id}"
  ssm_arn      = "arn:${local.partition}:ssm:${var.aws_region}:${data.aws_caller_identity.current.account_id}"
  state_bucket = "arn:${local.partition}:s3:::${coalesce(var.state_bucket, "none")}"
}

data "aws_caller_identity" "current" {}

data "aws_iam_openid_connect_provider" "github" {
  count = local.deploys && var.oidc_provider_arn == null ? 1 : 0

  url = "https://${local.issuer}"
}

data "aws_iam_policy_document" "deploy_trust" {
  count = local.deploys ? 1 : 0

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
      values   = var.github_deploy_subjects
    }
  }
}

data "aws_iam_policy_document" "deploy" {
  count = local.deploys ? 1 : 0

  statement {
    sid       = "Token"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"] # it cannot be narrowed
  }

  statement {
    sid       = "Images"
    actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer"]
    resources = [for name in var.deploy_repositories : "${local.ecr_arn}:repository/${name}"]
  }

  # Terraform's init lists what is in the bucket.
  statement {
    sid       = "ListStates"
    actions   = ["s3:ListBucket"]
    resources = [local.state_bucket]
  }

  # This environment's, where env/*.s3.tfbackend has it, and no other's.
  statement {
    sid       = "ReadState"
    actions   = ["s3:GetObject"]
    resources = ["${local.state_bucket}/${var.project}/${var.environment}/deploy.tfstate"]
  }

  dynamic "statement" {
    for_each = var.state_kms_key_arn[*]

    content {
      sid       = "DecryptState"
      actions   = ["kms:Decrypt"]
      resources = [statement.value]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["s3.${var.aws_region}.${data.aws_partition.current.dns_suffix}"]
      }
    }
  }

  # They cannot be narrowed.
  statement {
    sid       = "Inventory"
    actions   = ["ec2:DescribeAvailabilityZones", "ec2:DescribeImages", "ec2:DescribeInstances", "ec2:DescribeRegions"]
    resources = ["*"]
  }

  statement {
    sid       = "Sessions"
    actions   = ["ssm:StartSession"]
    resources = ["${local.ec2_arn}:instance/*"]

    condition {
      test     = "StringEquals"
      variable = "ssm:resourceTag/Project"
      values   = [var.project]
    }

    condition {
      test     = "StringEquals"
      variable = "ssm:resourceTag/Environment"
      values   = [var.environment]
    }

    # Without it, who names no document gets a shell, which nobody has to allow.
    condition {
      test     = "BoolIfExists"
      variable = "ssm:SessionDocumentAccessCheck"
      values   = ["true"]
    }
  }

  # SSH, which wants the host's key as well; no shell, no other ports.
  statement {
    sid       = "OnlySsh"
    actions   = ["ssm:StartSession"]
    resources = ["arn:${local.partition}:ssm:${var.aws_region}::document/AWS-StartSSHSession"]
  }

  statement {
    sid       = "OwnChannels"
    actions   = ["ssmmessages:OpenDataChannel"]
    resources = ["${local.ssm_arn}:session/$${aws:userid}-*"]
  }

  # Sessions of a role begin with the name that its user chose; whose they are is in a tag of AWS's.
  statement {
    sid       = "OwnSessions"
    actions   = ["ssm:TerminateSession"]
    resources = ["${local.ssm_arn}:session/*"]

    condition {
      test     = "StringEquals"
      variable = "ssm:resourceTag/aws:ssmmessages:session-id"
      values   = ["$${aws:userid}"]
    }
  }
}

# A host leaves the load balancer while it gets a release.
data "aws_iam_policy_document" "targets" {
  count = local.deploys && var.load_balancer ? 1 : 0

  # It cannot be narrowed.
  statement {
    sid       = "LookAtTargets"
    actions   = ["elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth"]
    resources = ["*"]
  }

  statement {
    sid       = "MoveTargets"
    actions   = ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"]
    resources = [module.alb[0].target_group_arn]
  }
}

resource "aws_iam_role_policy" "targets" {
  count = local.deploys && var.load_balancer ? 1 : 0

  name   = "targets"
  role   = aws_iam_role.deploy[0].id
  policy = data.aws_iam_policy_document.targets[0].json
}

resource "aws_iam_role" "deploy" {
  count = local.deploys ? 1 : 0

  name                 = "${local.name}-deploy"
  description          = "Deploys from GitHub to the hosts of ${local.name}"
  assume_role_policy   = data.aws_iam_policy_document.deploy_trust[0].json
  max_session_duration = 3600
}

resource "aws_iam_role_policy" "deploy" {
  count = local.deploys ? 1 : 0

  name   = "deploy"
  role   = aws_iam_role.deploy[0].id
  policy = data.aws_iam_policy_document.deploy[0].json
}

# What hosts that are born later run is noted with each release.
data "aws_iam_policy_document" "note_release" {
  count = local.deploys && local.current_release_parameter != null ? 1 : 0

  statement {
    sid       = "NoteRelease"
    actions   = ["ssm:PutParameter"]
    resources = ["${local.ssm_arn}:parameter${local.current_release_parameter}"]
  }
}

resource "aws_iam_role_policy" "note_release" {
  count = local.deploys && local.current_release_parameter != null ? 1 : 0

  name   = "note-release"
  role   = aws_iam_role.deploy[0].id
  policy = data.aws_iam_policy_document.note_release[0].json
}
