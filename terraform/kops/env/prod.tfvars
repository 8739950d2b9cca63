environment   = "prod"
aws_region    = "us-west-2"
zones         = ["a", "b", "c"]
control_plane = { zones = 3 }
nodes         = { min_size = 3, max_size = 6 }

# Said when it is applied: -var state_store=s3://BUCKET/kops -var 'api_cidrs=["203.0.113.0/24"]'
