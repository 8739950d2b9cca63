environment = "prod"

# The hosts are the default ones: one of each operating system. More of one kind is one entry, such as
#   web = { os = "ubuntu2404", count = 3, groups = ["web"] }
# One of them, amazonlinux1, has the Redis of all. A cache that survives a host: hosts without the group redis, and
#   redis = "elasticache"

az_count            = 3
load_balancer       = true
deletion_protection = true

flow_log_retention_days = 365

# From outside: public_key, windows_public_key (RSA), admin_cidrs, app_cidrs, pull_policy_arn, and
# certificate_arn, or domain = { name = "hello.example.com", zone = "example.com" }.

# Who deploys from GitHub. Needs state_bucket. Put in your repository: repo:ORG/REPO:environment:prod. Empty makes no role.
github_deploy_subjects = []
