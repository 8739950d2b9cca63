variable "access_logs_bucket" {
  description = "S3 bucket for access logs; it must allow the load balancer to write. Null logs nothing."
  type        = string
  default     = null
}

variable "certificate_arn" {
  description = "ACM certificate. With it port 80 redirects to 443; without it the service is plain HTTP on port 80."
  type        = string
  default     = null

  validation {
    condition     = var.certificate_arn == null || can(regex("^arn:[a-z-]+:acm:", var.certificate_arn))
    error_message = "certificate_arn must be the ARN of an ACM certificate, such as arn:aws:acm:us-west-2:123456789012:certificate/..."
  }
}

variable "deletion_protection" {
  description = "Whether the load balancer refuses to be deleted."
  type        = bool
  default     = false
  nullable    = false
}

variable "deregistration_delay" {
  description = "Seconds that a target which is taken out may finish its requests."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.deregistration_delay >= 0 && var.deregistration_delay <= 3600
    error_message = "deregistration_delay must be 0 to 3600 seconds."
  }
}

variable "health_path" {
  description = "Path that answers 200 when a target is ready for requests."
  type        = string
  default     = "/readyz"
  nullable    = false

  validation {
    condition     = startswith(var.health_path, "/")
    error_message = "health_path must start with a slash."
  }
}

variable "https" {
  description = "Whether there is a certificate. Null sees it by certificate_arn, which must be known when planning."
  type        = bool
  default     = null
}

variable "ingress_cidrs" {
  description = "IPv4 ranges that may reach the load balancer."
  type        = list(string)
  default     = ["0.0.0.0/0"]
  nullable    = false

  validation {
    condition     = alltrue([for cidr in var.ingress_cidrs : can(cidrnetmask(cidr))])
    error_message = "ingress_cidrs must be IPv4 ranges, such as 203.0.113.0/24."
  }
}

variable "name" {
  description = "Name of the load balancer, such as \"tera-dev\"."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,30}[a-z0-9]$", var.name))
    error_message = "name must be 2 to 32 lower-case letters, digits and hyphens, and not end with a hyphen."
  }
}

variable "subnet_ids" {
  description = "Public subnets in at least two zones."
  type        = list(string)
  nullable    = false
}

variable "target_port" {
  description = "Port that the targets listen on."
  type        = number
  default     = 8080
  nullable    = false

  validation {
    condition     = var.target_port >= 1 && var.target_port <= 65535
    error_message = "target_port must be 1 to 65535."
  }
}

variable "target_port_range" {
  description = "Ports that the load balancer may open connections to, where they are not just target_port: those that Docker gives."
  type        = object({ from = number, to = number })
  default     = null
}

variable "target_security_group_id" {
  description = "Group of the targets: the only ones that the load balancer may open connections to."
  type        = string
  nullable    = false
}

variable "target_type" {
  description = "\"instance\" for hosts, \"ip\" for tasks with network interfaces of their own."
  type        = string
  default     = "instance"
  nullable    = false

  validation {
    condition     = contains(["instance", "ip"], var.target_type)
    error_message = "target_type must be \"instance\" or \"ip\"."
  }
}

variable "vpc_id" {
  description = "The VPC of the targets."
  type        = string
  nullable    = false
}
