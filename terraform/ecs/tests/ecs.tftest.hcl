# Offline: the provider is mocked. What a real API accepts is tested against an emulator elsewhere.
mock_provider "aws" {
  source = "./tests"
}

variables {
  environment = "dev"
  image       = "123456789012.dkr.ecr.us-west-2.amazonaws.com/webapp@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  redis_image = "123456789012.dkr.ecr.us-west-2.amazonaws.com/redis@sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
}

run "fargate_with_sidecar" {
  command = apply

  variables {
    assign_public_ip = true
    nat              = "none"
  }

  assert {
    condition     = aws_ecs_task_definition.app.network_mode == "awsvpc" && aws_ecs_task_definition.app.requires_compatibilities == toset(["FARGATE"])
    error_message = "Fargate tasks have network interfaces of their own."
  }

  assert {
    condition     = [for container in jsondecode(aws_ecs_task_definition.app.container_definitions) : container.name] == ["webapp", "redis"]
    error_message = "The task holds the app and its Redis."
  }

  assert {
    condition     = alltrue([for container in jsondecode(aws_ecs_task_definition.app.container_definitions) : container.readonlyRootFilesystem && !container.privileged])
    error_message = "Root file systems are read-only and nothing is privileged."
  }

  assert {
    condition     = { for pair in jsondecode(aws_ecs_task_definition.app.container_definitions)[0].environment : pair.name => pair.value }.REDIS_URL == "redis://127.0.0.1:6379/0"
    error_message = "The app finds its Redis inside the task."
  }

  assert {
    condition     = { for pair in jsondecode(aws_ecs_task_definition.app.container_definitions)[0].environment : pair.name => pair.value }.APP_DIGEST == split("@", var.image)[1]
    error_message = "/version must say the digest that was deployed."
  }

  assert {
    condition     = one(jsondecode(aws_ecs_task_definition.app.container_definitions)[0].dependsOn).condition == "HEALTHY"
    error_message = "The app starts after its Redis."
  }

  assert {
    condition     = !strcontains(aws_ecs_task_definition.app.container_definitions, "links")
    error_message = "ECS refuses links outside of bridge mode."
  }

  assert {
    condition     = output.service_name == "webapp" && output.task_family == "tera-dev-ecs" && output.namespace == "tera-dev-ecs"
    error_message = "The outputs name what a release needs."
  }
}

run "spot_beside_regular_capacity" {
  command = plan

  variables {
    fargate_spot_weight = 3
  }

  assert {
    condition     = local.strategy == [{ name = "FARGATE", base = 1, weight = 1 }, { name = "FARGATE_SPOT", base = 0, weight = 3 }]
    error_message = "The first task runs on regular capacity, three of four others on spot."
  }
}

run "ec2_with_elasticache" {
  command = apply

  variables {
    capacity           = "ec2"
    redis              = "elasticache"
    desired_count      = 2
    enable_autoscaling = true

    redis_password_secret_arn = "arn:aws:secretsmanager:us-west-2:123456789012:secret:redis-AbCdEf"
    secrets = {
      API_KEY = "arn:aws:secretsmanager:us-west-2:123456789012:secret:api-AbCdEf:key::"
      API_URL = "arn:aws:ssm:us-west-2:123456789012:parameter/api/url"
    }
  }

  assert {
    condition     = [for container in jsondecode(aws_ecs_task_definition.app.container_definitions) : container.name] == ["webapp"]
    error_message = "There is no Redis in the task."
  }

  assert {
    condition     = startswith({ for pair in jsondecode(aws_ecs_task_definition.app.container_definitions)[0].environment : pair.name => pair.value }.REDIS_URL, "rediss://")
    error_message = "The cache is reached over TLS."
  }

  assert {
    condition     = local.strategy[*].name == ["tera-dev-ecs-ec2"] && output.cluster_name == "tera-dev-ecs"
    error_message = "Tasks run on the capacity provider of the instances."
  }

  assert {
    condition     = toset(local.secret_arns) == toset([var.redis_password_secret_arn, "arn:aws:secretsmanager:us-west-2:123456789012:secret:api-AbCdEf"])
    error_message = "The execution role may read exactly the named secrets."
  }
}

run "hosts_of_another_root" {
  command = apply

  variables {
    capacity                = "hosts"
    hosts_security_group_id = "sg-0aaaaaaaaaaaaaaaa"

    redis_password_secret_arn = "arn:aws:secretsmanager:us-west-2:123456789012:secret:redis-AbCdEf"
    network = {
      vpc_id             = "vpc-0aaaaaaaaaaaaaaaa"
      vpc_cidr           = "10.20.0.0/16"
      public_subnet_ids  = ["subnet-0a", "subnet-0b"]
      private_subnet_ids = ["subnet-0c", "subnet-0d"]
    }
  }

  assert {
    condition     = length(module.network) == 0 && length(module.capacity) == 0 && length(aws_ecs_cluster_capacity_providers.this) == 0
    error_message = "The hosts and their network are another root's."
  }

  assert {
    condition     = aws_ecs_task_definition.app.network_mode == "bridge" && jsondecode(aws_ecs_task_definition.app.container_definitions)[0].portMappings[0].hostPort == 0
    error_message = "Own hosts have bridge mode, and a port that ECS chooses."
  }

  assert {
    condition     = jsondecode(aws_ecs_task_definition.app.container_definitions)[0].links == ["redis"]
    error_message = "In bridge mode the app finds its Redis by a link."
  }

  assert {
    condition     = alltrue([for container in jsondecode(aws_ecs_task_definition.app.container_definitions) : one(container.secrets).name == "REDIS_PASSWORD"])
    error_message = "On the hosts' shared bridge, Redis asks for its password."
  }

  assert {
    condition     = strcontains(jsondecode(aws_ecs_task_definition.app.container_definitions)[1].command[2], "requirepass \"$REDIS_PASSWORD\"")
    error_message = "The password comes from the container's environment."
  }
}

run "cluster_before_its_service" {
  command = plan

  variables {
    create_service = false
  }

  assert {
    condition     = length(module.service) == 0 && output.service_name == null && output.cluster_name == "tera-dev-ecs"
    error_message = "Hosts can register before the service is there."
  }
}

run "execute_command_opens_the_file_system" {
  command = plan

  variables {
    enable_execute_command = true
  }

  assert {
    condition     = length(aws_iam_role_policy.execute_command) == 1
    error_message = "The task role may open the channels of Session Manager."
  }
}

run "terraform_owns_releases" {
  command = plan

  variables {
    release_owner = "terraform"
  }

  assert {
    condition     = output.service_name == "webapp"
    error_message = "The service exists under either owner."
  }
}

run "tags_are_refused" {
  command = plan

  variables {
    image       = "webapp:latest"
    redis_image = "redis:8-alpine"
  }

  expect_failures = [var.image, var.redis_image]
}

run "sidecar_has_one_task" {
  command = plan

  variables {
    desired_count = 2
  }

  expect_failures = [var.redis]
}

run "sidecar_is_not_scaled" {
  command = plan

  variables {
    enable_autoscaling = true
  }

  expect_failures = [var.redis]
}

run "hosts_need_their_group_and_network" {
  command = plan

  variables {
    capacity = "hosts"
  }

  expect_failures = [var.hosts_security_group_id, var.network, var.redis_password_secret_arn]
}

run "no_way_out_is_refused" {
  command = plan

  variables {
    nat = "none"
  }

  expect_failures = [var.nat]
}

run "public_addresses_are_fargates" {
  command = plan

  variables {
    capacity         = "ec2"
    assign_public_ip = true
  }

  expect_failures = [var.assign_public_ip]
}

run "sizes_that_fargate_lacks" {
  command = plan

  variables {
    cpu    = 256
    memory = 4096
  }

  expect_failures = [var.memory]
}

run "secrets_are_arns" {
  command = plan

  variables {
    secrets                   = { API_KEY = "hunter2" }
    app_environment           = { DB_PASSWORD = "hunter2" }
    redis_password_secret_arn = "hunter2"
  }

  expect_failures = [var.secrets, var.app_environment, var.redis_password_secret_arn]
}

run "unknown_words" {
  command = plan

  variables {
    capacity            = "lambda"
    release_owner       = "nobody"
    container_insights  = "on"
    cpu_architecture    = "arm64"
    environment         = "Production"
    project             = "ecs-app"
    cpu                 = 100
    log_retention_days  = 31
    desired_count       = 1.5
    fargate_spot_weight = -1
    autoscaling         = { min = 3, max = 2 }
    aws_region          = "Oregon"
  }

  expect_failures = [
    var.capacity, var.release_owner, var.container_insights, var.cpu_architecture, var.environment, var.project,
    var.cpu, var.log_retention_days, var.desired_count, var.fargate_spot_weight, var.autoscaling, var.aws_region,
  ]
}

# Variables that are compared with others are checked only when those are right.
run "more_unknown_words" {
  command = plan

  variables {
    redis  = "memcached"
    nat    = "two"
    memory = 64
  }

  expect_failures = [var.redis, var.nat, var.memory]
}
