environment = "dev"
aws_region  = "us-west-2"
zones       = ["a", "b"]
nodes       = { min_size = 2, max_size = 3 }

# Said when it is applied: -var state_store=s3://BUCKET/kops -var 'api_cidrs=["203.0.113.7/32"]'
