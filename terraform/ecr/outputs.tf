output "aws_region" {
  description = "Region of the registry."
  value       = var.aws_region
}

output "oidc_provider_arn" {
  description = "GitHub's identity provider: the variable oidc_provider_arn of the root deploy; null without github_subjects and github_plan_subjects."
  value       = local.github ? local.oidc_provider_arn : null
}

output "plan_role_arn" {
  description = "Role of pull requests that plan: PLAN_ROLE_ARN of the workflow terraform; null without github_plan_subjects."
  value       = one(aws_iam_role.plan[*].arn)
}

output "pull_policy_arn" {
  description = "Policy that lets a role pull: the variable pull_policy_arn of the root deploy."
  value       = aws_iam_policy.pull.arn
}

output "push_role_arn" {
  description = "Role of the release workflow; null without github_subjects."
  value       = one(aws_iam_role.push[*].arn)
}

output "registry" {
  description = "Host name of the registry, for logins."
  value       = one(distinct([for repository in aws_ecr_repository.this : split("/", repository.repository_url)[0]]))
}

output "repository_arns" {
  description = "Repository name => ARN."
  value       = { for name, repository in aws_ecr_repository.this : name => repository.arn }
}

output "repository_urls" {
  description = "Repository name => what comes before @sha256:... in an image's name."
  value       = { for name, repository in aws_ecr_repository.this : name => repository.repository_url }
}
