environment   = "dev"
force_delete  = true
keep_releases = 10

# Who may push: put in your repository. Empty makes no role.
github_subjects = []
