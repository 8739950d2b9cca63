data "aws_iam_policy_document" "pull" {
  statement {
    sid       = "Token"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"] # it cannot be narrowed
  }

  statement {
    sid       = "Pull"
    actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = [for repository in aws_ecr_repository.this : repository.arn]
  }
}

resource "aws_iam_policy" "pull" {
  name        = "${local.name}-pull"
  description = "Pulls images of ${local.name}: for hosts and whoever deploys"
  policy      = data.aws_iam_policy_document.pull.json
}
