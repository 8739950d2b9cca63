environment = "prod"
aws_region  = "us-west-2"

nat   = "per_az"
nodes = { min_size = 3, max_size = 6 }

# Said when it is applied, or in a file of your own: who administers, and where the API server is reached from.
# access_entries = { admin = { principal_arn = "arn:aws:iam::123456789012:role/admin", policy = "AmazonEKSClusterAdminPolicy" } }
# api_cidrs      = ["203.0.113.0/24"]
