environment = "prod"
aws_region  = "us-west-2"

capacity            = "fargate"
fargate_spot_weight = 1
desired_count       = 2
enable_autoscaling  = true
autoscaling         = { min = 2, max = 6 }
cpu                 = 512
memory              = 1024
container_insights  = "enhanced"

nat                     = "per_az"
alb_deletion_protection = true

redis       = "elasticache"
elasticache = { node_type = "cache.t4g.small", nodes = 2, snapshot_retention_days = 7 }

# The image is said when it is applied (README.md): -var image=NAME@sha256:...
