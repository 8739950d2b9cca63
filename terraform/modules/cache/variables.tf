variable "engine" {
  description = "\"valkey\" or \"redis\"."
  type        = string
  default     = "valkey"
  nullable    = false

  validation {
    condition     = contains(["valkey", "redis"], var.engine)
    error_message = "engine must be \"valkey\" or \"redis\"."
  }
}

variable "engine_version" {
  description = "Version of the engine; null takes the newest that is known here."
  type        = string
  default     = null
}

variable "name" {
  description = "Id of the replication group: at most 40 characters."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,38}[a-z0-9]$", var.name))
    error_message = "name must be 2 to 40 lower-case letters, digits and hyphens, and not end with a hyphen."
  }
}

variable "node_type" {
  description = "Type of the nodes."
  type        = string
  default     = "cache.t4g.micro"
  nullable    = false
}

variable "nodes" {
  description = "Number of nodes; from two on, one in another zone takes over when the primary fails."
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = var.nodes >= 1 && var.nodes <= 6
    error_message = "nodes must be 1 to 6."
  }
}

variable "snapshot_retention_days" {
  description = "Days that daily snapshots are kept; 0 takes none."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.snapshot_retention_days >= 0 && var.snapshot_retention_days <= 35
    error_message = "snapshot_retention_days must be 0 to 35."
  }
}

variable "source_security_group_id" {
  description = "The only group that may connect."
  type        = string
  nullable    = false
}

variable "subnet_ids" {
  description = "Private subnets of the nodes."
  type        = list(string)
  nullable    = false
}

variable "vpc_id" {
  description = "The VPC of the subnets."
  type        = string
  nullable    = false
}
