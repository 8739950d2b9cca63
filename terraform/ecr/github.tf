# GitHub's identity provider: its workflows get roles by tokens that live for minutes. No user, no key.

locals {
  issuer            = "token.actions.githubusercontent.com"
  github            = local.push || local.plan
  oidc_provider_arn = var.create_oidc_provider ? one(aws_iam_openid_connect_provider.github[*].arn) : one(data.aws_iam_openid_connect_provider.github[*].arn)
}

resource "aws_iam_openid_connect_provider" "github" {
  count = local.github && var.create_oidc_provider ? 1 : 0

  url            = "https://${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_openid_connect_provider" "github" {
  count = local.github && !var.create_oidc_provider ? 1 : 0

  url = "https://${local.issuer}"
}
