variable "aws_region" {
  description = "Region of the registry."
  type        = string
  default     = "us-west-2"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.aws_region))
    error_message = "aws_region must be a region's name, such as us-west-2."
  }
}

variable "candidate_days" {
  description = "Days that versions to try stay: images with a tag, but none of their repository's release_tags."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.candidate_days >= 1
    error_message = "candidate_days must be at least 1."
  }
}

variable "create_oidc_provider" {
  description = "Whether GitHub's identity provider is made here. There can be one for each account: false uses the one that exists."
  type        = bool
  default     = true
  nullable    = false
}

variable "environment" {
  description = "Part of every name but the repositories', and the tag Environment: \"shared\" where the environments of an account use one registry."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,11}$", var.environment))
    error_message = "environment must be 2 to 12 lower-case letters and digits, such as shared."
  }
}

variable "force_delete" {
  description = "Whether destroying a repository also deletes the images in it, those that environments run and roll back to included."
  type        = bool
  default     = false
  nullable    = false
}

variable "github_plan_subjects" {
  description = "Subjects of GitHub's tokens whose pull requests may plan, such as \"repo:ORG/REPO:pull_request\"; repositories made since 2026-07-15 say \"repo:ORG@ORG_ID/REPO@REPO_ID:pull_request\". The role reads what the roots consist of, and all states. Empty makes no role."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for subject in var.github_plan_subjects : can(regex("^repo:[A-Za-z0-9-]+(@[0-9]+)?/[A-Za-z0-9._-]+(@[0-9]+)?:pull_request$", subject))])
    error_message = "github_plan_subjects must name owner and repository, without wildcards, and end in pull_request: repo:ORG/REPO:pull_request."
  }
}

variable "github_subjects" {
  description = "Subjects of GitHub's tokens that may push, such as \"repo:ORG/REPO:ref:refs/tags/v*\"; repositories made since 2026-07-15 say \"repo:ORG@ORG_ID/REPO@REPO_ID:...\". A job with an environment says \":environment:NAME\" instead of the ref. Empty makes no role."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for subject in var.github_subjects : can(regex("^repo:[^*?/:]+/[^*?/:]+:(ref:refs/(heads|tags)/.+|environment:[^*?]+)$", subject))])
    error_message = "github_subjects must name owner, repository and a ref or an environment, with no wildcard before the ref: repo:ORG/REPO:ref:refs/tags/v*."
  }
}

variable "keep_releases" {
  description = "How many tagged images a repository keeps: at least as many as a rollback may go back to on any host."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.keep_releases >= 5 && floor(var.keep_releases) == var.keep_releases
    error_message = "keep_releases must be a whole number, at least 5: hosts keep five releases for rollback."
  }
}

variable "kms" {
  description = "Whether images are encrypted with a key of their own instead of ECR's (AES256). Changing it replaces the repositories."
  type        = bool
  default     = false
  nullable    = false
}

variable "project" {
  description = "Prefix of every name, and the tag Project."
  type        = string
  default     = "tera"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,15}$", var.project))
    error_message = "project must be 2 to 16 lower-case letters, digits and hyphens, starting with a letter."
  }
}

variable "registry_scan_type" {
  description = "\"BASIC\" or \"ENHANCED\" (Amazon Inspector: also packages of languages, scanned again when new faults are known). Only with registry_scanning."
  type        = string
  default     = "BASIC"
  nullable    = false

  validation {
    condition     = contains(["BASIC", "ENHANCED"], var.registry_scan_type)
    error_message = "registry_scan_type must be \"BASIC\" or \"ENHANCED\"."
  }
}

variable "registry_scanning" {
  description = "Whether this root owns the scanning rules of the whole registry: one set for each account and region."
  type        = bool
  default     = false
  nullable    = false
}

variable "repositories" {
  description = "Repositories by name; keep_releases, untagged_days and candidate_days may differ from the common ones. release_tags is the pattern of the tag that every release has, and nothing else: those images are counted, the others go by their age."
  type = map(object({
    candidate_days = optional(number)
    keep_releases  = optional(number)
    release_tags   = optional(string, "*")
    untagged_days  = optional(number)
  }))
  default = {
    webapp = { release_tags = "release-*" }
    redis  = {}
  }
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.repositories) : can(regex("^[a-z0-9]+([._/-][a-z0-9]+)*$", name))])
    error_message = "repositories must have lower-case names, such as webapp or mirror/redis."
  }

  validation {
    condition     = alltrue([for name, repository in var.repositories : coalesce(repository.keep_releases, 5) >= 5])
    error_message = "repositories: keep_releases must be at least 5: hosts keep five releases for rollback."
  }
}

variable "repository" {
  description = "Where this code lives, for the tag Repository."
  type        = string
  default     = "tera"
  nullable    = false
}

variable "state_bucket" {
  description = "Bucket of the states, which the role of github_plan_subjects reads: the output bucket of the root bootstrap."
  type        = string
  default     = null

  validation {
    condition     = var.state_bucket == null || can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.state_bucket))
    error_message = "state_bucket must be a bucket's name: 3 to 63 lower-case letters, digits, dots and hyphens."
  }

  validation {
    condition     = var.state_bucket != null || length(var.github_plan_subjects) == 0
    error_message = "state_bucket: who plans reads the states; name their bucket (terraform -chdir=terraform/bootstrap output bucket)."
  }
}

variable "state_kms_key_arn" {
  description = "KMS key that encrypts the states: the variable kms_key_arn of the root bootstrap. Null where S3's own keys do."
  type        = string
  default     = null

  validation {
    condition     = var.state_kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.state_kms_key_arn))
    error_message = "state_kms_key_arn must be the ARN of a key, not of an alias: arn:aws:kms:us-west-2:123456789012:key/..."
  }
}

variable "untagged_days" {
  description = "Days until images that have no tag, and are in no index that has one, expire."
  type        = number
  default     = 14
  nullable    = false

  validation {
    condition     = var.untagged_days >= 1
    error_message = "untagged_days must be at least 1."
  }
}
