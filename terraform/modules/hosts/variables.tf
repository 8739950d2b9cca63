variable "detailed_monitoring" {
  description = "Whether CloudWatch gets the hosts' numbers every minute instead of every five; costs a little."
  type        = bool
  default     = true
  nullable    = false
}

variable "elastic_ips" {
  description = "Whether each host has an Elastic IP, the address it keeps when it is stopped."
  type        = bool
  default     = true
  nullable    = false
}

variable "hosts" {
  description = "Hosts by name: image, size (root volume in GiB), place, and \"family\", \"windows\" or any other: Windows hosts get a script that opens WinRM over HTTPS."
  type = map(object({
    ami_id             = string
    family             = string
    groups             = list(string)
    instance_type      = string
    key_name           = string
    os                 = string
    root_gib           = number
    security_group_ids = list(string)
    subnet_id          = string
  }))
  nullable = false
}

variable "instance_profile" {
  description = "Name of the instance profile: what the hosts may do."
  type        = string
  nullable    = false
}

variable "metadata_hop_limit" {
  description = "How many hops the metadata service answers over: 1 for the host only, 2 also for its containers."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = contains([1, 2], var.metadata_hop_limit)
    error_message = "metadata_hop_limit must be 1 (the host only) or 2 (also its containers)."
  }
}

variable "name" {
  description = "Prefix of every name, such as \"tera-dev\"."
  type        = string
  nullable    = false
}

variable "termination_protection" {
  description = "Whether the hosts refuse to be terminated."
  type        = bool
  default     = false
  nullable    = false
}
