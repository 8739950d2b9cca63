environment = "dev"

# One Ubuntu host for trying things, as in inventory/dev.
hosts = {
  dev1 = { os = "ubuntu2404", groups = ["redis", "web"] }
}

detailed_monitoring     = false
flow_log_retention_days = 14

# Where you log in from: put in your address. public_key comes from outside:
#   export TF_VAR_public_key="$(cat ~/.ssh/id_ed25519.pub)" TF_VAR_admin_cidrs='["203.0.113.7/32"]'
# and so does app_cidrs, for smoke checks straight to the hosts.

# Who deploys from GitHub. Needs state_bucket. Put in your repository: repo:ORG/REPO:environment:dev. Empty makes no role.
github_deploy_subjects = []
