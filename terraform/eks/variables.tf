variable "access_entries" {
  description = "Who may use the cluster: name => principal (a role; sessions are of their role), access policy, and the namespaces it holds for (none: all)."
  type = map(object({
    principal_arn = string
    policy        = optional(string, "AmazonEKSViewPolicy")
    namespaces    = optional(list(string), [])
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for entry in values(var.access_entries) : can(regex("^arn:[^:]+:iam::[0-9]{12}:(role|user)/", entry.principal_arn))])
    error_message = "access_entries: principal_arn must be the ARN of an IAM role or user, such as arn:aws:iam::123456789012:role/deployer."
  }

  validation {
    condition     = alltrue([for entry in values(var.access_entries) : contains(["AmazonEKSClusterAdminPolicy", "AmazonEKSAdminPolicy", "AmazonEKSEditPolicy", "AmazonEKSViewPolicy"], entry.policy)])
    error_message = "access_entries: policy must be AmazonEKSClusterAdminPolicy, AmazonEKSAdminPolicy, AmazonEKSEditPolicy or AmazonEKSViewPolicy."
  }
}

variable "addons" {
  description = "Whether the network, proxy and DNS add-ons are installed. Nodes need them; the emulator used in tests has none."
  type        = bool
  default     = true
  nullable    = false
}

variable "api_cidrs" {
  description = "IPv4 ranges that reach the API server from outside; empty leaves it reachable from the VPC only."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for cidr in var.api_cidrs : can(cidrnetmask(cidr))])
    error_message = "api_cidrs must be IPv4 ranges, such as 203.0.113.7/32."
  }

  validation {
    condition     = alltrue([for cidr in var.api_cidrs : try(tonumber(split("/", cidr)[1]) >= 8, true)])
    error_message = "api_cidrs opens the API server to (nearly) everyone: name the ranges that your people and pipelines come from."
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

variable "creator_is_admin" {
  description = "Whether whoever applies this becomes administrator of the cluster without an access entry. It cannot be changed later."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = var.creator_is_admin || anytrue([for entry in values(var.access_entries) : entry.policy == "AmazonEKSClusterAdminPolicy"])
    error_message = "Nobody could use the cluster: give someone AmazonEKSClusterAdminPolicy in access_entries, or set creator_is_admin."
  }
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

variable "kubernetes_version" {
  description = "Version of Kubernetes, such as \"1.35\"; raise it by one minor version at a time."
  type        = string
  default     = "1.35"
  nullable    = false

  validation {
    condition     = can(regex("^1\\.[0-9]{2}$", var.kubernetes_version))
    error_message = "kubernetes_version must be a minor version, such as \"1.35\"."
  }
}

variable "log_retention_days" {
  description = "Days that the control plane's logs are kept."
  type        = number
  default     = 365
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be a number that CloudWatch Logs knows, such as 7, 30, 90 or 365."
  }
}

variable "nat" {
  description = "NAT gateways of the VPC made here: \"single\" or \"per_az\". Nodes need a way to the AWS services."
  type        = string
  default     = "single"
  nullable    = false

  validation {
    condition     = contains(["single", "per_az"], var.nat)
    error_message = "nat must be \"single\" or \"per_az\": nodes without a way out never join."
  }
}

variable "network" {
  description = "A VPC that exists; its private subnets are in two zones or more and have a way to the AWS services. Null makes one."
  type = object({
    vpc_id             = string
    private_subnet_ids = list(string)
  })
  default = null

  validation {
    condition     = var.network == null || try(length(var.network.private_subnet_ids) >= 2, false)
    error_message = "network.private_subnet_ids must name subnets in at least two zones: EKS refuses less."
  }
}

variable "nodes" {
  description = "The nodes, Amazon Linux 2023."
  type = object({
    cpu_architecture = optional(string, "X86_64")
    instance_types   = optional(list(string), ["t3.medium"])
    max_size         = optional(number, 4)
    min_size         = optional(number, 2)
    root_volume_gib  = optional(number, 20)
    spot             = optional(bool, false)
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["X86_64", "ARM64"], var.nodes.cpu_architecture)
    error_message = "nodes.cpu_architecture must be \"X86_64\" or \"ARM64\"."
  }

  validation {
    condition     = var.nodes.min_size >= 1 && var.nodes.min_size <= var.nodes.max_size
    error_message = "nodes.min_size must be between 1 and nodes.max_size."
  }
}

variable "project" {
  description = "First part of every name."
  type        = string
  default     = "tera"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,14}$", var.project))
    error_message = "project must be 2 to 15 lower-case letters, digits and hyphens, starting with a letter."
  }
}

variable "repository" {
  description = "Where this configuration lives, for the tag Repository."
  type        = string
  default     = "tera"
  nullable    = false
}

variable "secrets_kms_key_arn" {
  description = "KMS key that Kubernetes secrets are encrypted with. Null makes one. It cannot be changed later."
  type        = string
  default     = null
}

variable "vpc_cidr" {
  description = "IPv4 range of the VPC made here."
  type        = string
  default     = "10.40.0.0/16"
  nullable    = false
}
