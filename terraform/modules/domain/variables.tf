variable "alias_name" {
  description = "Name of the load balancer that the record leads to."
  type        = string
  nullable    = false
}

variable "alias_zone_id" {
  description = "Hosted zone of that name."
  type        = string
  nullable    = false
}

variable "name" {
  description = "Name of the service, such as \"hello.example.com\"."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?[.])+[a-z]{2,63}$", var.name))
    error_message = "name must be a DNS name in lower case, such as hello.example.com."
  }
}

variable "zone" {
  description = "Public zone of Route 53 that the name lies in, such as \"example.com\"."
  type        = string
  nullable    = false
}
