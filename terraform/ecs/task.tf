resource "aws_cloudwatch_log_group" "app" {
  name              = "/ecs/${local.name}"
  retention_in_days = var.log_retention_days
}

locals {
  redis_memory = local.sidecar ? 128 : 0
  # What AWS recommends for the proxy of Service Connect.
  proxy_memory = local.bridge ? 0 : 64

  # Alike in all containers. Keys that ECS would fill in are given, or each plan would show them.
  container_defaults = {
    essential              = true
    cpu                    = 0
    readonlyRootFilesystem = !var.enable_execute_command
    privileged             = false
    stopTimeout            = 30
    mountPoints            = []
    volumesFrom            = []
    systemControls         = []
    linuxParameters        = { initProcessEnabled = true, capabilities = { add = [], drop = ["ALL"] } }
    # Fargate has no such option, and gives no new privileges anyway.
    dockerSecurityOptions = var.capacity == "fargate" ? null : ["no-new-privileges"]
  }

  log_options = {
    awslogs-group  = aws_cloudwatch_log_group.app.name
    awslogs-region = var.aws_region
    # A slow log service must not stop the app.
    mode            = "non-blocking"
    max-buffer-size = "4m"
  }

  environment = merge({
    REDIS_URL   = local.redis_url
    APP_DIGEST  = split("@", var.image)[1]
    TRUST_PROXY = "1"
  }, var.app_environment)

  app_container = merge(local.container_defaults, {
    name         = "webapp"
    image        = var.image
    user         = "65532:65532"
    memory       = var.memory - local.redis_memory - local.proxy_memory
    portMappings = [{ name = "http", containerPort = local.app_port, hostPort = local.bridge ? 0 : local.app_port, protocol = "tcp", appProtocol = "http" }]
    environment  = [for name, value in local.environment : { name = name, value = value }]
    secrets      = concat(local.redis_secrets, [for name, arn in var.secrets : { name = name, valueFrom = arn }])
    links        = local.bridge && local.sidecar ? ["redis"] : null
    dependsOn    = local.sidecar ? [{ containerName = "redis", condition = "HEALTHY" }] : []

    # ECS does not read the image's own.
    healthCheck      = { command = ["CMD", "node", "healthcheck.mjs"], interval = 10, timeout = 3, retries = 3, startPeriod = 10 }
    logConfiguration = { logDriver = "awslogs", options = merge(local.log_options, { awslogs-stream-prefix = "webapp" }) }
  })

  redis_container = merge(local.container_defaults, {
    name         = "redis"
    image        = var.redis_image
    user         = "redis"
    memory       = local.redis_memory
    command      = ["sh", "-c", local.redis_command]
    portMappings = []
    environment  = []
    secrets      = local.redis_secrets

    healthCheck      = { command = ["CMD-SHELL", local.redis_ping], interval = 5, timeout = 3, retries = 3, startPeriod = 10 }
    logConfiguration = { logDriver = "awslogs", options = merge(local.log_options, { awslogs-stream-prefix = "redis" }) }
  })

  containers = concat([local.app_container], local.sidecar ? [local.redis_container] : [])
}

resource "aws_ecs_task_definition" "app" {
  family                   = local.name
  network_mode             = local.bridge ? "bridge" : "awsvpc"
  requires_compatibilities = [var.capacity == "fargate" ? "FARGATE" : "EC2"]
  cpu                      = var.cpu
  memory                   = var.memory
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn

  # A revision that a rollback may need must stay registered.
  skip_destroy = true

  # ECS refuses keys without a value.
  container_definitions = jsonencode([
    for container in local.containers : { for key, value in container : key => value if value != null }
  ])

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = var.cpu_architecture
  }
}
