locals {
  name = "${var.project}-${var.environment}-ecs"

  tags = {
    Project     = var.project
    Environment = var.environment
    Stack       = "ecs"
    ManagedBy   = "terraform"
    Repository  = var.repository
  }

  # Own hosts lack the plug-ins that give a task its own network interface: their tasks use Docker's bridge and a
  # port of the host that ECS chooses.
  bridge  = var.capacity == "hosts"
  sidecar = var.redis == "sidecar"

  app_port     = 8080
  service_name = "webapp"

  network = {
    vpc_id             = var.network != null ? var.network.vpc_id : one(module.network[*].vpc_id)
    vpc_cidr           = var.network != null ? var.network.vpc_cidr : one(module.network[*].vpc_cidr)
    public_subnet_ids  = var.network != null ? var.network.public_subnet_ids : flatten(module.network[*].public_subnet_ids)
    private_subnet_ids = var.network != null ? var.network.private_subnet_ids : flatten(module.network[*].private_subnet_ids)
  }

  task_subnet_ids = var.assign_public_ip ? local.network.public_subnet_ids : local.network.private_subnet_ids

  # The group that requests come out of or go into: the tasks' own, or that of the hosts.
  app_security_group_id = local.bridge ? var.hosts_security_group_id : one(aws_security_group.task[*].id)
}

data "aws_caller_identity" "this" {}

data "aws_partition" "this" {}
