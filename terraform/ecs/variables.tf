variable "alb_deletion_protection" {
  description = "Whether the load balancer refuses to be deleted."
  type        = bool
  default     = false
  nullable    = false
}

variable "alb_ingress_cidrs" {
  description = "IPv4 ranges that may reach the load balancer."
  type        = list(string)
  default     = ["0.0.0.0/0"]
  nullable    = false
}

variable "app_environment" {
  description = "More environment variables of the app (webapp/README.md); nothing secret."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = !anytrue([for name in keys(var.app_environment) : can(regex("PASSWORD|SECRET|TOKEN", name))])
    error_message = "app_environment is readable for everyone who may describe the task: put passwords, secrets and tokens into Secrets Manager or SSM and name them in secrets."
  }
}

variable "assign_public_ip" {
  description = "Whether Fargate tasks live in the public subnets with addresses of their own: no NAT gateway to pay for. Their security group lets in the load balancer only."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.assign_public_ip || var.capacity == "fargate"
    error_message = "assign_public_ip works on Fargate only: tasks on EC2 with their own interface get no public address. Set nat instead."
  }
}

variable "autoscaling" {
  description = "Limits of the number of tasks, and the load of one task that is aimed at."
  type = object({
    min                 = optional(number, 2)
    max                 = optional(number, 6)
    cpu_percent         = optional(number, 60)
    requests_per_minute = optional(number, 3000)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.autoscaling.min >= 1 && var.autoscaling.min <= var.autoscaling.max
    error_message = "autoscaling.min must be between 1 and autoscaling.max."
  }
}

variable "aws_region" {
  description = "Region of the cluster."
  type        = string
  default     = "us-west-2"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.aws_region))
    error_message = "aws_region must be a region's name, such as us-west-2."
  }
}

variable "capacity" {
  description = "Where tasks run: \"fargate\", \"ec2\" (instances of an auto scaling group that ECS scales) or \"hosts\" (hosts of the root `deploy` that the role ecs_agent registered)."
  type        = string
  default     = "fargate"
  nullable    = false

  validation {
    condition     = contains(["fargate", "ec2", "hosts"], var.capacity)
    error_message = "capacity must be \"fargate\", \"ec2\" or \"hosts\"."
  }
}

variable "certificate_arn" {
  description = "ACM certificate of the load balancer. Null is plain HTTP."
  type        = string
  default     = null
}

variable "container_insights" {
  description = "Metrics of the cluster: \"enabled\", \"enhanced\" (also each container; costs more) or \"disabled\"."
  type        = string
  default     = "enabled"
  nullable    = false

  validation {
    condition     = contains(["enabled", "enhanced", "disabled"], var.container_insights)
    error_message = "container_insights must be \"enabled\", \"enhanced\" or \"disabled\"."
  }
}

variable "cpu" {
  description = "CPU units of a task; 1024 are one virtual CPU."
  type        = number
  default     = 256
  nullable    = false

  validation {
    condition     = contains([256, 512, 1024, 2048, 4096], var.cpu)
    error_message = "cpu must be 256, 512, 1024, 2048 or 4096."
  }
}

variable "cpu_architecture" {
  description = "\"X86_64\" or \"ARM64\": what the images are built for."
  type        = string
  default     = "X86_64"
  nullable    = false

  validation {
    condition     = contains(["X86_64", "ARM64"], var.cpu_architecture)
    error_message = "cpu_architecture must be \"X86_64\" or \"ARM64\"."
  }
}

variable "create_service" {
  description = "Whether the service exists. false makes cluster, roles, load balancer and task definition only: own hosts can register before anything is placed on them."
  type        = bool
  default     = true
  nullable    = false
}

variable "desired_count" {
  description = "Number of tasks when the service is created. Later it belongs to autoscaling, or to `aws ecs update-service --desired-count`."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.desired_count >= 0 && floor(var.desired_count) == var.desired_count
    error_message = "desired_count must be a whole number from 0 on."
  }
}

variable "domain" {
  description = "Name of the service and the public Route 53 zone that it is in, such as { name = \"hello.example.com\", zone = \"example.com\" }: makes a certificate, proven by DNS, and the record that leads to the load balancer. Null makes neither."
  type = object({
    name = string
    zone = string
  })
  default = null

  validation {
    condition     = var.domain == null || try(var.domain.name == var.domain.zone || endswith(var.domain.name, ".${var.domain.zone}"), false)
    error_message = "domain: name must be the zone or lie in it, such as hello.example.com in example.com."
  }

  validation {
    condition     = var.domain == null || var.certificate_arn == null
    error_message = "domain makes a certificate: give it or certificate_arn, not both."
  }
}

variable "ec2" {
  description = "Instances of capacity \"ec2\"; ami_id null is the newest ECS-optimized Amazon Linux 2023."
  type = object({
    ami_id          = optional(string)
    instance_type   = optional(string, "t3.medium")
    min_size        = optional(number, 1)
    max_size        = optional(number, 4)
    root_volume_gib = optional(number, 30)
    target_capacity = optional(number, 100)
  })
  default  = {}
  nullable = false
}

variable "elasticache" {
  description = "The cache of redis = \"elasticache\"."
  type = object({
    engine                  = optional(string, "valkey")
    engine_version          = optional(string)
    node_type               = optional(string, "cache.t4g.micro")
    nodes                   = optional(number, 2)
    snapshot_retention_days = optional(number, 0)
  })
  default  = {}
  nullable = false
}

variable "enable_autoscaling" {
  description = "Whether the number of tasks follows the load. The emulator used in tests lacks it."
  type        = bool
  default     = false
  nullable    = false
}

variable "enable_execute_command" {
  description = "Whether `aws ecs execute-command` may enter the containers. Their root file systems are then writable, which the command needs."
  type        = bool
  default     = false
  nullable    = false
}

variable "environment" {
  description = "Name of the environment, such as \"dev\" or \"prod\"."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,7}$", var.environment))
    error_message = "environment must be 2 to 8 lower-case letters and digits, starting with a letter."
  }
}

variable "fargate_spot_weight" {
  description = "Share of Fargate tasks on spot capacity, relative to 1 on regular capacity; 0 uses none."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.fargate_spot_weight >= 0 && var.fargate_spot_weight <= 1000
    error_message = "fargate_spot_weight must be 0 to 1000."
  }
}

variable "hosts_security_group_id" {
  description = "Security group of the registered hosts, for capacity \"hosts\": rules for the load balancer are added to it."
  type        = string
  default     = null

  validation {
    condition     = (var.capacity == "hosts") == (var.hosts_security_group_id != null)
    error_message = "hosts_security_group_id belongs to capacity \"hosts\": set both or neither. The root `deploy` has it as an output."
  }
}

variable "image" {
  description = "The app's image by digest, such as 123456789012.dkr.ecr.us-west-2.amazonaws.com/webapp@sha256:..."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[^@\\s]+@sha256:[0-9a-f]{64}$", var.image))
    error_message = "image must name a digest (NAME@sha256: and 64 hexadecimal digits): a tag may be another image tomorrow."
  }
}

variable "log_retention_days" {
  description = "Days that the containers' logs are kept."
  type        = number
  default     = 365
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be a number that CloudWatch Logs knows, such as 7, 30, 90 or 365."
  }
}

variable "memory" {
  description = "Memory of a task in MiB."
  type        = number
  default     = 512
  nullable    = false

  validation {
    condition     = var.memory >= 512
    error_message = "memory must be at least 512 MiB."
  }

  validation {
    condition = var.capacity != "fargate" || contains(lookup({
      "256"  = [512, 1024, 2048]
      "512"  = range(1024, 4097, 1024)
      "1024" = range(2048, 8193, 1024)
      "2048" = range(4096, 16385, 1024)
      "4096" = range(8192, 30721, 1024)
    }, tostring(var.cpu), []), var.memory)
    error_message = "Fargate has no task with this cpu and memory: 256 goes with 512 to 2048 MiB, 512 with 1024 to 4096, 1024 with 2048 to 8192."
  }
}

variable "nat" {
  description = "NAT gateways of the VPC made here: \"none\", \"single\" or \"per_az\"."
  type        = string
  default     = "single"
  nullable    = false

  validation {
    condition     = contains(["none", "single", "per_az"], var.nat)
    error_message = "nat must be \"none\", \"single\" or \"per_az\"."
  }

  validation {
    condition     = var.nat != "none" || var.network != null || var.assign_public_ip
    error_message = "With nat = \"none\" tasks could pull no image: set nat to \"single\", or assign_public_ip = true on Fargate."
  }
}

variable "network" {
  description = "A VPC that exists, such as that of the root `deploy`; its private subnets need a way to the AWS services. Null makes one."
  type = object({
    vpc_id             = string
    vpc_cidr           = string
    public_subnet_ids  = list(string)
    private_subnet_ids = list(string)
  })
  default = null

  validation {
    condition     = var.capacity != "hosts" || var.network != null
    error_message = "capacity \"hosts\" needs network: the VPC that the hosts are in."
  }
}

variable "project" {
  description = "First part of every name."
  type        = string
  default     = "tera"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,14}$", var.project)) && !can(regex("^(aws|ecs|fargate)", var.project))
    error_message = "project must be 2 to 15 lower-case letters, digits and hyphens, and not start with aws, ecs or fargate (names that ECS keeps for itself)."
  }
}

variable "redis" {
  description = "\"sidecar\": a Redis in the task, whose word lives as long as the task; \"elasticache\": a cache that all tasks share."
  type        = string
  default     = "sidecar"
  nullable    = false

  validation {
    condition     = contains(["sidecar", "elasticache"], var.redis)
    error_message = "redis must be \"sidecar\" or \"elasticache\"."
  }

  validation {
    condition     = var.redis != "sidecar" || (var.desired_count <= 1 && !var.enable_autoscaling)
    error_message = "With redis = \"sidecar\" each task has a word of its own: keep desired_count at 1 and enable_autoscaling off, or use \"elasticache\"."
  }
}

variable "redis_image" {
  description = "Image of the sidecar by digest; it needs a shell, redis-server, redis-cli and a user redis."
  type        = string
  default     = null

  validation {
    condition     = var.redis != "sidecar" || can(regex("^[^@\\s]+@sha256:[0-9a-f]{64}$", var.redis_image))
    error_message = "redis = \"sidecar\" needs redis_image by digest (NAME@sha256: and 64 hexadecimal digits)."
  }
}

variable "redis_password_secret_arn" {
  description = "Secret that holds Redis' password (README.md has the commands). Null asks for none: the sidecar is then reached from inside its task only, the cache by the tasks' security group only."
  type        = string
  default     = null

  validation {
    condition     = var.redis_password_secret_arn == null || can(regex("^arn:[^:]+:secretsmanager:[^:]+:[0-9]{12}:secret:", var.redis_password_secret_arn))
    error_message = "redis_password_secret_arn must be the ARN of a secret in Secrets Manager, never the password."
  }

  validation {
    condition     = var.redis_password_secret_arn != null || var.capacity != "hosts" || var.redis != "sidecar"
    error_message = "On own hosts all containers share Docker's bridge: the sidecar needs a password there. Make a secret (README.md) and set redis_password_secret_arn."
  }
}

variable "release_owner" {
  description = "Who decides what runs after the first release: \"tera\" (webapp_runtime ecs registers task definitions; Terraform leaves them alone) or \"terraform\" (the variable image)."
  type        = string
  default     = "tera"
  nullable    = false

  validation {
    condition     = contains(["tera", "terraform"], var.release_owner)
    error_message = "release_owner must be \"tera\" or \"terraform\"."
  }
}

variable "repository" {
  description = "Where this configuration lives, for the tag Repository."
  type        = string
  default     = "tera"
  nullable    = false
}

variable "secrets" {
  description = "Environment variables of the app that come from Secrets Manager or SSM: name => ARN."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for arn in values(var.secrets) : can(regex("^arn:[^:]+:(secretsmanager:[^:]+:[0-9]{12}:secret:|ssm:[^:]+:[0-9]{12}:parameter/)", arn))])
    error_message = "secrets must be ARNs of Secrets Manager secrets or SSM parameters, never values."
  }
}

variable "secrets_kms_key_arns" {
  description = "Own KMS keys that the secrets are encrypted with; AWS's default keys need no entry."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "vpc_cidr" {
  description = "IPv4 range of the VPC made here."
  type        = string
  default     = "10.30.0.0/16"
  nullable    = false
}
