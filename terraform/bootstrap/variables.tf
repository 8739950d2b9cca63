variable "aws_region" {
  description = "Region of the bucket."
  type        = string
  default     = "us-west-2"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.aws_region))
    error_message = "aws_region must be a region's name, such as us-west-2."
  }
}

variable "bucket" {
  description = "Name of the bucket, unique in all of AWS. Null makes it from the project and the account's number."
  type        = string
  default     = null

  validation {
    condition     = var.bucket == null || can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "bucket must be 3 to 63 lower-case letters, digits and hyphens."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the states. Null uses S3's own keys (AES256)."
  type        = string
  default     = null
}

variable "old_versions_days" {
  description = "Days that replaced versions of a state can be restored."
  type        = number
  default     = 365
  nullable    = false

  validation {
    condition     = var.old_versions_days >= 30
    error_message = "old_versions_days must be at least 30: an old state is the only way back from a wrong one."
  }
}

variable "project" {
  description = "Prefix of every name, and the tag Project."
  type        = string
  default     = "tera"
  nullable    = false
}

variable "repository" {
  description = "Where this code lives, for the tag Repository."
  type        = string
  default     = "tera"
  nullable    = false
}
