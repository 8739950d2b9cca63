environment = "dev"
aws_region  = "us-west-2"

capacity            = "fargate"
fargate_spot_weight = 0
desired_count       = 1

# No NAT gateway to pay for: the tasks have public addresses, and let in nobody but the load balancer.
assign_public_ip = true
nat              = "none"

redis              = "sidecar"
log_retention_days = 30

# The images are said when it is applied (README.md): -var image=NAME@sha256:... -var redis_image=NAME@sha256:...
