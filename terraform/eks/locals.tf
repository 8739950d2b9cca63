locals {
  name = "${var.project}-${var.environment}-eks"

  tags = {
    Project     = var.project
    Environment = var.environment
    Stack       = "eks"
    ManagedBy   = "terraform"
    Repository  = var.repository
  }

  network = {
    vpc_id             = var.network != null ? var.network.vpc_id : one(module.network[*].vpc_id)
    private_subnet_ids = var.network != null ? var.network.private_subnet_ids : flatten(module.network[*].private_subnet_ids)
  }
}

data "aws_partition" "this" {}
