variable "entries" {
  description = "What needs an image: an operating system of the catalogue, or an image named by ami_id, by ami_ssm (a parameter) or by ami_owner and ami_name (a pattern)."
  type = map(object({
    os        = string
    arch      = optional(string, "x86_64")
    ami_id    = optional(string)
    ami_ssm   = optional(string)
    ami_owner = optional(string)
    ami_name  = optional(string)
  }))
  nullable = false
}

variable "lookup" {
  description = "How the catalogue's images are found: \"ssm\" (the vendor's public parameter, where there is one) or \"search\" (owner and name)."
  type        = string
  default     = "ssm"
  nullable    = false

  validation {
    condition     = contains(["ssm", "search"], var.lookup)
    error_message = "lookup must be \"ssm\" or \"search\"."
  }
}
