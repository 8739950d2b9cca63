variable "admin_cidrs" {
  description = "Ranges that may log in: SSH (22), WinRM over HTTPS (5986) and RDP (3389). Empty opens none of them: Session Manager still works."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for cidr in var.admin_cidrs : can(cidrhost(cidr, 0))])
    error_message = "admin_cidrs must be ranges, such as 203.0.113.7/32."
  }

  # Halves of the world are the world as well: hence a shortest prefix instead of a list of two names.
  validation {
    condition = var.allow_admin_from_anywhere_i_know_the_risk || alltrue([
      for cidr in var.admin_cidrs : try(tonumber(split("/", cidr)[1]) >= (strcontains(cidr, ":") ? 16 : 8), true)
    ])
    error_message = "admin_cidrs opens SSH, WinRM and RDP to the whole internet or a large part of it. Name the ranges that you log in from, such as 203.0.113.7/32 (at least /8, IPv6 /16), or set allow_admin_from_anywhere_i_know_the_risk = true."
  }
}

variable "allow_admin_from_anywhere_i_know_the_risk" {
  description = "Whether admin_cidrs may hold 0.0.0.0/0 and ::/0. Hosts whose logins the whole internet can reach are attacked within minutes."
  type        = bool
  default     = false
  nullable    = false
}

variable "ami_lookup" {
  description = "How the newest images are found: \"ssm\" (the vendors' public parameters, where there are some) or \"search\" (owner and name)."
  type        = string
  default     = "ssm"
  nullable    = false

  validation {
    condition     = contains(["ssm", "search"], var.ami_lookup)
    error_message = "ami_lookup must be \"ssm\" or \"search\"."
  }
}

variable "app_cidrs" {
  description = "IPv4 ranges that may reach the app on the hosts without the load balancer, such as the machine that runs the smoke checks."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for cidr in var.app_cidrs : can(cidrnetmask(cidr))])
    error_message = "app_cidrs must be IPv4 ranges, such as 203.0.113.7/32."
  }
}

variable "app_port" {
  description = "Port of the app on the hosts."
  type        = number
  default     = 8080
  nullable    = false

  validation {
    condition     = var.app_port >= 1 && var.app_port <= 65535
    error_message = "app_port must be 1 to 65535."
  }
}

variable "autoscaling" {
  description = "Further app hosts behind the load balancer, as many as their CPU asks for. With ami_id, an image that has the app in it, or serves_release, by which a new host runs the release that tera deploy has noted last, a host that does not answer is replaced; without them new hosts wait for a provisioning run. redis_password_parameter is the name of an encrypted SSM parameter of the project with the cache's password. Null makes none."
  type = object({
    os            = string
    min           = number
    max           = number
    ami_id        = optional(string)
    cpu_percent   = optional(number, 60)
    groups        = optional(set(string), ["web"])
    instance_type = optional(string)

    serves_release           = optional(bool, false)
    redis_password_parameter = optional(string)
  })
  default = null

  validation {
    condition     = !try(var.autoscaling.serves_release, false) || try(var.autoscaling.os == "amazonlinux2023" && var.autoscaling.ami_id == null, false)
    error_message = "autoscaling: serves_release needs os = \"amazonlinux2023\" (its images have the AWS CLI), and no ami_id of an image with the app."
  }

  validation {
    condition     = try(var.autoscaling.redis_password_parameter, null) == null || try(var.autoscaling.serves_release && startswith(var.autoscaling.redis_password_parameter, "/${var.project}/${var.environment}/"), false)
    error_message = "autoscaling: redis_password_parameter is for serves_release, and must be below /PROJECT/ENVIRONMENT/: the hosts may read no other."
  }

  validation {
    condition     = var.autoscaling == null || var.load_balancer
    error_message = "autoscaling needs load_balancer = true: nothing else would send requests to the hosts."
  }

  validation {
    condition     = var.autoscaling == null || try(var.autoscaling.min >= 0 && var.autoscaling.max >= var.autoscaling.min && var.autoscaling.max > 0, false)
    error_message = "autoscaling: max must be at least 1 and not below min."
  }

  validation {
    condition     = var.autoscaling == null || try(module.catalogue.operating_systems[var.autoscaling.os].connection == "ssh", false)
    error_message = "autoscaling: os must be a Linux of the catalogue (modules/os_catalogue), such as amazonlinux2023."
  }
}

variable "aws_region" {
  description = "Region of everything."
  type        = string
  default     = "us-west-2"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.aws_region))
    error_message = "aws_region must be a region's name, such as us-west-2."
  }
}

variable "az_count" {
  description = "Number of availability zones. Changing it moves hosts, that is, replaces them; see zone in hosts."
  type        = number
  default     = 2
  nullable    = false
}

variable "certificate_arn" {
  description = "ACM certificate of the load balancer. Null is plain HTTP."
  type        = string
  default     = null
}

variable "client_cidrs" {
  description = "IPv4 ranges that may reach the load balancer."
  type        = list(string)
  default     = ["0.0.0.0/0"]
  nullable    = false
}

variable "deletion_protection" {
  description = "Whether hosts and load balancer refuse to be deleted. Set it to false and apply before a destroy."
  type        = bool
  default     = false
  nullable    = false
}

variable "deploy_repositories" {
  description = "Repositories of the registry in aws_region whose images the role of github_deploy_subjects looks at and pulls."
  type        = set(string)
  default     = ["redis", "webapp"]
  nullable    = false

  validation {
    condition     = length(var.deploy_repositories) > 0 && alltrue([for name in var.deploy_repositories : can(regex("^[a-z0-9]+([._/-][a-z0-9]+)*$", name))])
    error_message = "deploy_repositories must name at least one repository, as the root ecr names it and without wildcards, such as webapp or mirror/redis."
  }
}

variable "detailed_monitoring" {
  description = "Whether CloudWatch gets the hosts' numbers every minute instead of every five; costs a little."
  type        = bool
  default     = true
  nullable    = false
}

variable "domain" {
  description = "Name of the service and the public Route 53 zone that it is in, such as { name = \"hello.example.com\", zone = \"example.com\" }: makes a certificate, proven by DNS, and the record that leads to the load balancer. Null makes neither."
  type = object({
    name = string
    zone = string
  })
  default = null

  validation {
    condition     = var.domain == null || try(var.domain.name == var.domain.zone || endswith(var.domain.name, ".${var.domain.zone}"), false)
    error_message = "domain: name must be the zone or lie in it, such as hello.example.com in example.com."
  }

  validation {
    condition     = var.domain == null || var.certificate_arn == null
    error_message = "domain makes a certificate: give it or certificate_arn, not both."
  }

  validation {
    condition     = var.domain == null || var.load_balancer
    error_message = "domain needs load_balancer = true: without one, Caddy gets the certificate (docs/releases.md, listen)."
  }
}

variable "ecs_agent" {
  description = "Whether the hosts may register with an ECS cluster (role ecs_agent)."
  type        = bool
  default     = false
  nullable    = false
}

variable "elastic_ips" {
  description = "Whether the hosts are in public subnets with an Elastic IP each. Otherwise they are in private subnets, and whoever provisions them must reach those."
  type        = bool
  default     = true
  nullable    = false
}

variable "elasticache" {
  description = "The cache of redis = \"elasticache\"."
  type = object({
    engine                  = optional(string, "valkey")
    engine_version          = optional(string)
    node_type               = optional(string, "cache.t4g.micro")
    nodes                   = optional(number, 2)
    snapshot_retention_days = optional(number, 0)
  })
  default  = {}
  nullable = false
}

variable "endpoints" {
  description = "AWS services reached without leaving the VPC, such as \"s3\", \"ecr.api\", \"ecr.dkr\", \"ssm\", \"ssmmessages\", \"logs\". All but s3 cost by the hour."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "environment" {
  description = "Name of the environment, such as \"dev\"."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,11}$", var.environment))
    error_message = "environment must be 2 to 12 lower-case letters and digits, such as dev."
  }
}

variable "flow_log_retention_days" {
  description = "Days that flow logs are kept."
  type        = number
  default     = 90
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.flow_log_retention_days)
    error_message = "flow_log_retention_days must be a number that CloudWatch Logs knows, such as 7, 30, 90 or 365."
  }
}

variable "flow_logs" {
  description = "Whether accepted and rejected connections of the VPC are logged."
  type        = bool
  default     = true
  nullable    = false
}

variable "github_deploy_subjects" {
  description = "Subjects of GitHub's tokens that may deploy to this environment, such as \"repo:ORG/REPO:environment:dev\"; repositories made since 2026-07-15 say \"repo:ORG@ORG_ID/REPO@REPO_ID:environment:dev\". Empty makes no role."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for subject in var.github_deploy_subjects : can(regex("^repo:[A-Za-z0-9-]+(@[0-9]+)?/[A-Za-z0-9._-]+(@[0-9]+)?:environment:${var.environment}$", subject))])
    error_message = "github_deploy_subjects must name owner and repository, without wildcards, and end in the name of this environment: repo:ORG/REPO:environment:${var.environment}."
  }
}

variable "hosts" {
  description = "Hosts by name. os is an entry of modules/os_catalogue; count = 3 makes web1 to web3 of an entry web. groups are added to the one of the operating system; those in \"web\" are behind the load balancer, and the one in \"redis\" keeps the word for all. arch is \"x86_64\" or \"arm64\"; unless said that of instance_type. An image: ami_id, or ami_ssm (a parameter), or ami_owner with ami_name (a pattern). root_gib is the root volume; zone the number of the availability zone, from 0."
  type = map(object({
    os            = string
    count         = optional(number)
    groups        = optional(set(string), [])
    instance_type = optional(string)
    arch          = optional(string)
    ami_id        = optional(string)
    ami_ssm       = optional(string)
    ami_owner     = optional(string)
    ami_name      = optional(string)
    root_gib      = optional(number)
    zone          = optional(number)
  }))
  default = {
    amazonlinux1 = { os = "amazonlinux2023", groups = ["redis", "web"] }
    ubuntu1      = { os = "ubuntu2404", groups = ["web"] }
    rhel1        = { os = "rhel9", groups = ["web"] }
    windows1     = { os = "windows2022" }
  }
  nullable = false

  validation {
    condition     = alltrue([for host in var.hosts : contains(keys(module.catalogue.operating_systems), host.os)])
    error_message = "hosts: os must be one of ${join(", ", keys(module.catalogue.operating_systems))}."
  }

  # Graviton's instance types have a g behind the number (locals.tf; a validation may not look there). EC2 says so only when
  # the host is made.
  validation {
    condition = alltrue([
      for host in var.hosts : host.arch == null || host.instance_type == null || (host.arch == "arm64") == can(regex("^(a1|[a-z]+[0-9]+[a-z]*g[a-z]*)[.]", coalesce(host.instance_type, "none.")))
    ])
    error_message = "hosts: arch is not that of instance_type: leave arch out, or name a type of that architecture, such as t4g.small for arm64."
  }

  validation {
    condition = alltrue([
      for host in var.hosts : try(contains(keys(module.catalogue.operating_systems[host.os].arch_words), coalesce(host.arch, can(regex("^(a1|[a-z]+[0-9]+[a-z]*g[a-z]*)[.]", coalesce(host.instance_type, "none."))) ? "arm64" : "x86_64")), true)
    ])
    error_message = "hosts: arch must be one that the operating system is made for: \"x86_64\", or of Linux \"arm64\"."
  }

  validation {
    condition     = alltrue([for name in keys(var.hosts) : can(regex("^[a-z][a-z0-9-]{0,31}$", name))])
    error_message = "hosts must have names of at most 32 lower-case letters, digits and hyphens, starting with a letter."
  }

  validation {
    condition = alltrue([
      for host in var.hosts : length(compact([host.ami_id, host.ami_ssm, host.ami_name])) <= 1 && (host.ami_owner == null) == (host.ami_name == null)
    ])
    error_message = "hosts: an image is named by ami_id, or by ami_ssm, or by ami_owner and ami_name together; give one of the three, or none for the newest one of the catalogue."
  }

  validation {
    condition     = alltrue([for host in var.hosts : coalesce(host.count, 1) >= 0 && floor(coalesce(host.count, 1)) == coalesce(host.count, 1)])
    error_message = "hosts: count must be a whole number."
  }

  validation {
    condition     = alltrue([for host in var.hosts : coalesce(host.zone, 0) >= 0 && coalesce(host.zone, 0) < var.az_count])
    error_message = "hosts: zone must be 0 to az_count - 1."
  }

  validation {
    condition = sum(concat([0], [for host in var.hosts : coalesce(host.count, 1)])) == length(toset(flatten([
      for entry, host in var.hosts : host.count == null ? [entry] : [for number in range(host.count) : "${entry}${number + 1}"]
    ])))
    error_message = "hosts: two entries make a host of the same name, such as web with count = 1 and web1."
  }
}

variable "load_balancer" {
  description = "Whether there is an application load balancer before the hosts of the group web."
  type        = bool
  default     = false
  nullable    = false
}

variable "metadata_hop_limit" {
  description = "How many hops the metadata service answers over: 1 for the hosts only, 2 also for their containers."
  type        = number
  default     = 1
  nullable    = false
}

variable "nat" {
  description = "NAT gateways for the private subnets: \"none\", \"single\" (cheaper) or \"per_az\" (survives the loss of a zone)."
  type        = string
  default     = "none"
  nullable    = false

  validation {
    condition     = var.elastic_ips || var.nat != "none" || length(var.endpoints) > 0
    error_message = "nat: without elastic_ips hosts are in private subnets and reach neither packages nor the registry; set nat to \"single\" or \"per_az\", or name endpoints."
  }
}

variable "oidc_provider_arn" {
  description = "GitHub's identity provider: the output of this name of the root ecr. Null looks for it in the account."
  type        = string
  default     = null

  validation {
    condition     = var.oidc_provider_arn == null || can(regex("^arn:[a-z-]+:iam::[0-9]{12}:oidc-provider/token[.]actions[.]githubusercontent[.]com$", var.oidc_provider_arn))
    error_message = "oidc_provider_arn must be the ARN of GitHub's identity provider: arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com."
  }
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

variable "public_key" {
  description = "Public SSH key of whoever provisions: the line of an id_*.pub file. Windows takes RSA only; see windows_public_key."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^ssh-(rsa|ed25519) [A-Za-z0-9+/]+=*( .*)?$", trimspace(var.public_key)))
    error_message = "public_key must be one line that starts with ssh-ed25519 or ssh-rsa, such as the content of ~/.ssh/id_ed25519.pub; AWS takes no other kinds."
  }
}

variable "pull_policy_arn" {
  description = "Policy that lets the hosts pull: the output pull_policy_arn of the root ecr. Null allows pulling from every repository of the account."
  type        = string
  default     = null
}

variable "redis" {
  description = "Which Redis keeps the word: \"hosts\", the one host of the group redis for all, or without such a host one on each; \"elasticache\", a cache that all share."
  type        = string
  default     = "hosts"
  nullable    = false

  validation {
    condition     = contains(["hosts", "elasticache"], var.redis)
    error_message = "redis must be \"hosts\" or \"elasticache\"."
  }

  validation {
    condition     = length(local.redis_hosts) == (var.redis == "elasticache" ? 0 : min(1, length(local.redis_hosts)))
    error_message = "redis: one Redis keeps the word. The group redis has ${length(local.redis_hosts)} hosts (${join(", ", local.redis_hosts)}); leave one in it, and none with \"elasticache\"."
  }

  validation {
    condition     = !var.load_balancer || var.redis == "elasticache" || length(local.redis_hosts) > 0 || (length(local.web_hosts) <= 1 && var.autoscaling == null)
    error_message = "load_balancer = true over hosts with a Redis each: a word that is posted on one is not read on the next. Put one host into the group redis, or set redis = \"elasticache\"."
  }
}

variable "repository" {
  description = "Where this code lives, for the tag Repository."
  type        = string
  default     = "tera"
  nullable    = false
}

variable "state_bucket" {
  description = "Bucket of the states: the output bucket of the root bootstrap. The role of github_deploy_subjects reads PROJECT/ENVIRONMENT/deploy.tfstate in it."
  type        = string
  default     = null

  validation {
    condition     = var.state_bucket == null || can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.state_bucket))
    error_message = "state_bucket must be a bucket's name: 3 to 63 lower-case letters, digits, dots and hyphens."
  }

  validation {
    condition     = var.state_bucket != null || length(var.github_deploy_subjects) == 0
    error_message = "state_bucket: who deploys reads the inventory in the state; name its bucket (terraform -chdir=terraform/bootstrap output bucket)."
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

variable "vpc_cidr" {
  description = "IPv4 range of the VPC, /16 to /24."
  type        = string
  default     = "10.20.0.0/16"
  nullable    = false
}

variable "windows_public_key" {
  description = "Public RSA key that the passwords of Windows hosts are encrypted with. Null takes public_key."
  type        = string
  default     = null

  validation {
    condition     = !local.any_windows || startswith(coalesce(var.windows_public_key, var.public_key), "ssh-rsa ")
    error_message = "windows_public_key: Windows hosts need an RSA key, because their passwords are encrypted with it. Give one (ssh-keygen -t rsa -b 4096), or leave Windows out of hosts."
  }
}
