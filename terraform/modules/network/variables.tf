variable "az_count" {
  description = "Number of availability zones; each gets one public and one private subnet."
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = var.az_count >= 2 && var.az_count <= 6 && floor(var.az_count) == var.az_count
    error_message = "az_count must be 2 to 6: a load balancer needs two zones, and the address plan has room for six."
  }
}

variable "cidr" {
  description = "IPv4 range of the VPC, /16 to /24. It is cut into 16 subnets: the first eight public, the others private."
  type        = string
  default     = "10.20.0.0/16"
  nullable    = false

  validation {
    condition     = can(cidrnetmask(var.cidr)) && try(tonumber(split("/", var.cidr)[1]) >= 16 && tonumber(split("/", var.cidr)[1]) <= 24, false)
    error_message = "cidr must be an IPv4 range from /16 to /24, such as 10.20.0.0/16."
  }
}

variable "endpoints" {
  description = "AWS services reached without leaving the VPC, by short name: \"s3\" becomes a gateway endpoint, others (such as \"ecr.api\", \"ecr.dkr\", \"ssm\", \"logs\") interface endpoints, which cost by the hour and zone."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "flow_log_retention_days" {
  description = "Days that flow logs are kept."
  type        = number
  default     = 365
  nullable    = false
}

variable "flow_logs" {
  description = "Whether accepted and rejected connections are logged to CloudWatch Logs."
  type        = bool
  default     = true
  nullable    = false
}

variable "name" {
  description = "Prefix of every name, such as \"tera-dev\"."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "name must be 2 to 31 lower-case letters, digits and hyphens, starting with a letter."
  }
}

variable "nat" {
  description = "NAT gateways for the private subnets: \"none\", \"single\" (cheaper) or \"per_az\" (survives the loss of a zone)."
  type        = string
  default     = "none"
  nullable    = false

  validation {
    condition     = contains(["none", "single", "per_az"], var.nat)
    error_message = "nat must be \"none\", \"single\" or \"per_az\"."
  }
}
