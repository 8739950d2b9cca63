environment   = "shared"
keep_releases = 30
kms           = true

# The rules of the whole registry; leave it out where another stack of this account owns them.
registry_scanning = true

# Who may push: only tags of releases. Put in your repository. Empty makes no role.
github_subjects = []

# Whose pull requests may plan: read, that is. Needs state_bucket. Empty makes no role.
github_plan_subjects = []
