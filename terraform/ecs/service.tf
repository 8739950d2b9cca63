module "service" {
  source = "../modules/ecs_service"
  count  = var.create_service ? 1 : 0

  name                       = local.service_name
  cluster_name               = aws_ecs_cluster.this.name
  task_definition_arn        = aws_ecs_task_definition.app.arn
  release_owner              = var.release_owner
  desired_count              = var.desired_count
  capacity_provider_strategy = local.strategy
  spread                     = var.capacity != "fargate"
  enable_execute_command     = var.enable_execute_command
  container                  = { name = "webapp", port = local.app_port, port_name = "http" }
  alb_arn                    = module.alb.arn
  target_group_arn           = module.alb.target_group_arn
  autoscaling                = var.enable_autoscaling ? var.autoscaling : null

  network = local.bridge ? null : {
    subnet_ids         = local.task_subnet_ids
    security_group_ids = aws_security_group.task[*].id
    assign_public_ip   = var.assign_public_ip
  }

  # The proxy of Service Connect comes with ECS-optimized images and Fargate only.
  namespace_arn = local.bridge ? null : aws_service_discovery_http_namespace.this.arn

  # The target group must have its listener, the cluster its capacity, and the roles their policies.
  depends_on = [
    module.alb,
    aws_ecs_cluster_capacity_providers.this,
    aws_iam_role_policy.execution,
    aws_iam_role_policy.execute_command,
  ]
}
