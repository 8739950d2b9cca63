resource "aws_ecs_cluster" "this" {
  name = local.name

  setting {
    name  = "containerInsights"
    value = var.container_insights
  }
}

# Where other services find this one by name.
resource "aws_service_discovery_http_namespace" "this" {
  name        = local.name
  description = "Service Connect of ${local.name}"
}

module "capacity" {
  source = "../modules/ecs_capacity"
  count  = var.capacity == "ec2" ? 1 : 0

  name             = local.name
  cluster_name     = aws_ecs_cluster.this.name
  vpc_id           = local.network.vpc_id
  subnet_ids       = local.network.private_subnet_ids
  ami_id           = var.ec2.ami_id
  cpu_architecture = var.cpu_architecture
  instance_type    = var.ec2.instance_type
  min_size         = var.ec2.min_size
  max_size         = var.ec2.max_size
  root_volume_gib  = var.ec2.root_volume_gib
  target_capacity  = var.ec2.target_capacity
  tags             = local.tags
}

locals {
  strategies = {
    hosts = []
    ec2   = [for name in module.capacity[*].capacity_provider_name : { name = name, base = 0, weight = 1 }]
    # The first task is never on spot capacity.
    fargate = [for part in [
      { name = "FARGATE", base = 1, weight = 1 },
      { name = "FARGATE_SPOT", base = 0, weight = var.fargate_spot_weight },
    ] : part if part.weight > 0]
  }

  strategy = local.strategies[var.capacity]
}

resource "aws_ecs_cluster_capacity_providers" "this" {
  count = local.bridge ? 0 : 1

  cluster_name       = aws_ecs_cluster.this.name
  capacity_providers = local.strategy[*].name

  dynamic "default_capacity_provider_strategy" {
    for_each = local.strategy

    content {
      capacity_provider = default_capacity_provider_strategy.value.name
      base              = default_capacity_provider_strategy.value.base
      weight            = default_capacity_provider_strategy.value.weight
    }
  }
}
