variable "api_cidrs" {
  description = "IPv4 ranges that reach the API server."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.api_cidrs) > 0 && alltrue([for cidr in var.api_cidrs : can(cidrnetmask(cidr))])
    error_message = "api_cidrs must name the IPv4 ranges that your people and pipelines come from, such as 203.0.113.7/32."
  }

  validation {
    condition     = alltrue([for cidr in var.api_cidrs : try(tonumber(split("/", cidr)[1]) >= 8, true)])
    error_message = "api_cidrs opens the API server to (nearly) everyone: name smaller ranges."
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

variable "control_plane" {
  description = "The machines of the control plane: one in each of 1 or 3 zones (etcd needs an odd number)."
  type = object({
    instance_type   = optional(string, "t3.medium")
    root_volume_gib = optional(number, 64)
    zones           = optional(number, 1)
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains([1, 3], var.control_plane.zones)
    error_message = "control_plane.zones must be 1 or 3: etcd survives the loss of a zone with three members, and not with two."
  }
}

variable "dns" {
  description = "\"None\" (kubectl uses the load balancer's name), or a Route 53 zone of the cluster's domain: \"Private\" or \"Public\"."
  type        = string
  default     = "None"
  nullable    = false

  validation {
    condition     = contains(["None", "Private", "Public"], var.dns)
    error_message = "dns must be \"None\", \"Private\" or \"Public\"."
  }
}

variable "domain" {
  description = "Last part of the cluster's name; with dns \"Private\" or \"Public\" a Route 53 zone of yours."
  type        = string
  default     = "k8s.internal"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9-]+(\\.[a-z0-9-]+)+$", var.domain))
    error_message = "domain must be a DNS domain of at least two labels, such as k8s.example.com."
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

variable "image" {
  description = "Image of all machines, by name or ID; null is the one that kOps' channel recommends."
  type        = string
  default     = null
}

variable "kubernetes_version" {
  description = "Version of Kubernetes, such as \"1.35.9\": not newer than your kOps."
  type        = string
  default     = "1.35.9"
  nullable    = false

  validation {
    condition     = can(regex("^1\\.[0-9]{2}\\.[0-9]+$", var.kubernetes_version))
    error_message = "kubernetes_version must be a full version, such as \"1.35.9\"."
  }
}

variable "nodes" {
  description = "The nodes, in all zones."
  type = object({
    instance_type   = optional(string, "t3.medium")
    max_size        = optional(number, 4)
    min_size        = optional(number, 2)
    root_volume_gib = optional(number, 64)
  })
  default  = {}
  nullable = false

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
  description = "Where this code lives, for the tag Repository."
  type        = string
  default     = "tera"
  nullable    = false
}

variable "ssh_cidrs" {
  description = "IPv4 ranges that may connect by SSH; empty lets nobody."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for cidr in var.ssh_cidrs : can(cidrnetmask(cidr)) && try(tonumber(split("/", cidr)[1]) >= 8, false)])
    error_message = "ssh_cidrs must be IPv4 ranges of /8 or smaller, such as 203.0.113.7/32."
  }
}

variable "state_store" {
  description = "Where kOps keeps its state: a bucket and a folder in it, such as \"s3://my-terraform-state/kops\". The bucket of the root `bootstrap` will do."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._/-]*[A-Za-z0-9._-])?$", var.state_store))
    error_message = "state_store must be an S3 address without a slash at its end, such as s3://my-terraform-state/kops."
  }
}

variable "vpc_cidr" {
  description = "IPv4 range of the VPC that kOps makes, /16 to /20."
  type        = string
  default     = "10.50.0.0/16"
  nullable    = false

  validation {
    condition     = can(cidrnetmask(var.vpc_cidr)) && try(tonumber(split("/", var.vpc_cidr)[1]) >= 16 && tonumber(split("/", var.vpc_cidr)[1]) <= 20, false)
    error_message = "vpc_cidr must be an IPv4 range from /16 to /20, such as 10.50.0.0/16."
  }
}

variable "zones" {
  description = "Letters of the region's zones."
  type        = list(string)
  default     = ["a", "b", "c"]
  nullable    = false

  validation {
    condition     = alltrue([for zone in var.zones : can(regex("^[a-z]$", zone))]) && length(distinct(var.zones)) == length(var.zones)
    error_message = "zones must be different single letters, such as [\"a\", \"b\", \"c\"]."
  }

  validation {
    condition     = length(var.zones) >= var.control_plane.zones && length(var.zones) <= 8
    error_message = "zones must be at least as many as control_plane.zones, and eight at most."
  }
}
