variable "ami_id" {
  description = "Image of the instances. Null is the newest ECS-optimized Amazon Linux 2023."
  type        = string
  default     = null
}

variable "cluster_name" {
  description = "Cluster that the instances join."
  type        = string
  nullable    = false
}

variable "cpu_architecture" {
  description = "\"X86_64\" or \"ARM64\"; instance_type must fit."
  type        = string
  default     = "X86_64"
  nullable    = false

  validation {
    condition     = contains(["X86_64", "ARM64"], var.cpu_architecture)
    error_message = "cpu_architecture must be \"X86_64\" or \"ARM64\"."
  }
}

variable "instance_type" {
  description = "EC2 instance type. Each task has a network interface of its own: the type's limit is also a limit of tasks."
  type        = string
  default     = "t3.medium"
  nullable    = false
}

variable "max_size" {
  description = "Largest number of instances."
  type        = number
  default     = 4
  nullable    = false
}

variable "min_size" {
  description = "Smallest number of instances."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.min_size >= 0 && var.min_size <= var.max_size
    error_message = "min_size must be between 0 and max_size."
  }
}

variable "name" {
  description = "Prefix of every name. ECS refuses capacity providers that start with \"aws\", \"ecs\" or \"fargate\"."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name)) && !can(regex("^(aws|ecs|fargate)", var.name))
    error_message = "name must be 2 to 31 lower-case letters, digits and hyphens, and not start with aws, ecs or fargate."
  }
}

variable "root_volume_gib" {
  description = "Size of the instances' encrypted gp3 volume in GiB; the image needs 30."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.root_volume_gib >= 30
    error_message = "root_volume_gib must be at least 30, the size of the ECS-optimized image."
  }
}

variable "subnet_ids" {
  description = "Private subnets with a way to the AWS services: NAT or interface endpoints."
  type        = list(string)
  nullable    = false
}

variable "tags" {
  description = "Tags of what the auto scaling group launches: the provider's default tags do not reach it."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "target_capacity" {
  description = "Percentage of the instances that tasks should fill; under 100 keeps room for the next task."
  type        = number
  default     = 100
  nullable    = false

  validation {
    condition     = var.target_capacity >= 1 && var.target_capacity <= 100
    error_message = "target_capacity must be 1 to 100."
  }
}

variable "vpc_id" {
  description = "The VPC of the subnets."
  type        = string
  nullable    = false
}
