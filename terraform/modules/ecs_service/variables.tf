variable "alb_arn" {
  description = "Load balancer in front of the service, for autoscaling by requests."
  type        = string
  nullable    = false
}

variable "autoscaling" {
  description = "Limits and targets of the number of tasks; null leaves the number alone."
  type = object({
    min                 = number
    max                 = number
    cpu_percent         = number
    requests_per_minute = number
  })
  default = null

  validation {
    condition     = var.autoscaling == null || try(var.autoscaling.min >= 1 && var.autoscaling.min <= var.autoscaling.max, false)
    error_message = "autoscaling.min must be between 1 and autoscaling.max."
  }
}

variable "capacity_provider_strategy" {
  description = "Where tasks run, by capacity provider; empty runs them on the cluster's registered instances (launch type EC2)."
  type = list(object({
    name   = string
    base   = optional(number, 0)
    weight = number
  }))
  default  = []
  nullable = false
}

variable "cluster_name" {
  description = "Cluster of the service."
  type        = string
  nullable    = false
}

variable "container" {
  description = "Container and port that the load balancer sends requests to; port_name is the task definition's name of that port."
  type        = object({ name = string, port = number, port_name = string })
  nullable    = false
}

variable "desired_count" {
  description = "Number of tasks when the service is created. Later it belongs to autoscaling, or to `aws ecs update-service`."
  type        = number
  default     = 1
  nullable    = false
}

variable "enable_execute_command" {
  description = "Whether `aws ecs execute-command` may enter the containers."
  type        = bool
  default     = false
  nullable    = false
}

variable "health_check_grace_period" {
  description = "Seconds after a task's start in which a failing health check of the load balancer does not count."
  type        = number
  default     = 30
  nullable    = false
}

variable "name" {
  description = "Name of the service."
  type        = string
  nullable    = false
}

variable "namespace_arn" {
  description = "Service Connect namespace in which other services find this one; null leaves Service Connect out."
  type        = string
  default     = null
}

variable "network" {
  description = "Where the tasks' own network interfaces are; null for tasks that share the network of their host."
  type        = object({ subnet_ids = list(string), security_group_ids = list(string), assign_public_ip = bool })
  default     = null
}

variable "release_owner" {
  description = "Who says which task definition runs: \"terraform\", or \"tera\", whose releases Terraform then leaves alone."
  type        = string
  default     = "tera"
  nullable    = false

  validation {
    condition     = contains(["terraform", "tera"], var.release_owner)
    error_message = "release_owner must be \"terraform\" or \"tera\"."
  }
}

variable "spread" {
  description = "Whether tasks are spread over zones and instances; for tasks on EC2."
  type        = bool
  default     = false
  nullable    = false
}

variable "target_group_arn" {
  description = "Target group that tasks are registered in."
  type        = string
  nullable    = false
}

variable "task_definition_arn" {
  description = "Task definition with its revision: what runs, or (release_owner \"tera\") what runs first."
  type        = string
  nullable    = false
}
