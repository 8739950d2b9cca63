environment = "dev"
aws_region  = "us-west-2"

nat                = "single"
nodes              = { min_size = 2, max_size = 3, spot = true }
log_retention_days = 30

# For a first look; put your own roles into access_entries and your ranges into api_cidrs.
creator_is_admin = true
