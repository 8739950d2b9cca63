# Two resources that differ in one line: what Terraform ignores cannot be a variable. Exactly one of them exists.
# To change the owner of a running service, move it in the state first (README of the root).
locals {
  # Zones first: ECS rebalances over zones only then.
  placement = var.spread ? ["attribute:ecs.availability-zone", "instanceId"] : []
  service   = one(concat(aws_ecs_service.this, aws_ecs_service.released))
}

# The number of tasks is ignored in both: autoscaling, or whoever is on call, changes it.
resource "aws_ecs_service" "this" {
  count = var.release_owner == "terraform" ? 1 : 0

  name            = var.name
  cluster         = var.cluster_name
  task_definition = var.task_definition_arn
  desired_count   = var.desired_count
  launch_type     = length(var.capacity_provider_strategy) == 0 ? "EC2" : null

  # A new task is healthy before an old one goes; a release that never gets healthy is rolled back by ECS.
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  health_check_grace_period_seconds  = var.health_check_grace_period
  availability_zone_rebalancing      = "ENABLED"
  enable_execute_command             = var.enable_execute_command
  enable_ecs_managed_tags            = true
  propagate_tags                     = "SERVICE"

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  load_balancer {
    target_group_arn = var.target_group_arn
    container_name   = var.container.name
    container_port   = var.container.port
  }

  dynamic "capacity_provider_strategy" {
    for_each = var.capacity_provider_strategy

    content {
      capacity_provider = capacity_provider_strategy.value.name
      base              = capacity_provider_strategy.value.base
      weight            = capacity_provider_strategy.value.weight
    }
  }

  dynamic "network_configuration" {
    for_each = var.network[*]

    content {
      subnets          = network_configuration.value.subnet_ids
      security_groups  = network_configuration.value.security_group_ids
      assign_public_ip = network_configuration.value.assign_public_ip
    }
  }

  dynamic "ordered_placement_strategy" {
    for_each = local.placement

    content {
      type  = "spread"
      field = ordered_placement_strategy.value
    }
  }

  dynamic "service_connect_configuration" {
    for_each = var.namespace_arn[*]

    content {
      enabled   = true
      namespace = service_connect_configuration.value

      service {
        port_name      = var.container.port_name
        discovery_name = var.name

        client_alias {
          dns_name = var.name
          port     = var.container.port
        }
      }
    }
  }

  lifecycle {
    ignore_changes = [desired_count]
  }
}

# What runs is decided by releases: `tera` registers a task definition and updates the service.
resource "aws_ecs_service" "released" {
  count = var.release_owner == "tera" ? 1 : 0

  name            = var.name
  cluster         = var.cluster_name
  task_definition = var.task_definition_arn
  desired_count   = var.desired_count
  launch_type     = length(var.capacity_provider_strategy) == 0 ? "EC2" : null

  # A new task is healthy before an old one goes; a release that never gets healthy is rolled back by ECS.
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  health_check_grace_period_seconds  = var.health_check_grace_period
  availability_zone_rebalancing      = "ENABLED"
  enable_execute_command             = var.enable_execute_command
  enable_ecs_managed_tags            = true
  propagate_tags                     = "SERVICE"

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  load_balancer {
    target_group_arn = var.target_group_arn
    container_name   = var.container.name
    container_port   = var.container.port
  }

  dynamic "capacity_provider_strategy" {
    for_each = var.capacity_provider_strategy

    content {
      capacity_provider = capacity_provider_strategy.value.name
      base              = capacity_provider_strategy.value.base
      weight            = capacity_provider_strategy.value.weight
    }
  }

  dynamic "network_configuration" {
    for_each = var.network[*]

    content {
      subnets          = network_configuration.value.subnet_ids
      security_groups  = network_configuration.value.security_group_ids
      assign_public_ip = network_configuration.value.assign_public_ip
    }
  }

  dynamic "ordered_placement_strategy" {
    for_each = local.placement

    content {
      type  = "spread"
      field = ordered_placement_strategy.value
    }
  }

  dynamic "service_connect_configuration" {
    for_each = var.namespace_arn[*]

    content {
      enabled   = true
      namespace = service_connect_configuration.value

      service {
        port_name      = var.container.port_name
        discovery_name = var.name

        client_alias {
          dns_name = var.name
          port     = var.container.port
        }
      }
    }
  }

  lifecycle {
    ignore_changes = [desired_count, task_definition]
  }
}
