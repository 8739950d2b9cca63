environment = "prod"

# The hosts are the default ones: one of each operating system. More of one kind is one entry, such as
#   web = { os = "ubuntu2404", count = 3, groups = ["web"] }

az_count            = 3
load_balancer       = true
deletion_protection = true

# From outside: public_key, windows_public_key (RSA), admin_cidrs, app_cidrs, certificate_arn, pull_policy_arn.

# Who deploys from GitHub. Needs state_bucket. Put in your repository: repo:ORG/REPO:environment:prod. Empty makes no role.
github_deploy_subjects = []
