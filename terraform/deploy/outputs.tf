output "alb_dns_name" {
  description = "Name of the load balancer; null without one."
  value       = one(module.alb[*].dns_name)
}

output "aws_region" {
  description = "Region of everything."
  value       = var.aws_region
}

output "current_release_parameter" {
  description = "Where tera deploy notes what autoscaled hosts run; null unless they serve the release."
  value       = local.current_release_parameter
}

output "deploy_role_arn" {
  description = "Role of the workflow deploy: DEPLOY_ROLE_ARN of this environment on GitHub; null without github_deploy_subjects."
  value       = one(aws_iam_role.deploy[*].arn)
}

output "hosts_security_group_id" {
  description = "Group of all hosts: variable of the root ecs with capacity \"hosts\"."
  value       = aws_security_group.host.id
}

output "inventory" {
  description = "Host => address (public, or private without elastic_ips), private_ip, instance_id, os (as in hosts), os_family (redhat, debian, windows), user, connection (ssh or winrm), port, az, groups (list); of hosts of the group web also redis_url, load_balancer_url, target_group_arn and current_release_parameter, null where there is none."
  value = {
    for name, host in module.hosts.hosts : name => merge(host, {
      os         = local.entries[name].os
      os_family  = local.facts[name].family
      user       = local.facts[name].user
      connection = local.facts[name].connection
      port       = local.facts[name].port
      groups     = local.groups[name]

      # What is one for all hosts of the app, and what the playbooks want to know of it.
      redis_url         = contains(local.web_hosts, name) ? one(module.cache[*].url) : null
      load_balancer_url = contains(local.web_hosts, name) ? local.load_balancer_url : null
      target_group_arn  = contains(local.web_hosts, name) ? one(module.alb[*].target_group_arn) : null

      current_release_parameter = contains(local.web_hosts, name) ? local.current_release_parameter : null
    })
  }
}

output "load_balancer_url" {
  description = "Where the service answers for everybody; null without a load balancer."
  value       = local.load_balancer_url
}

output "network" {
  description = "The network as the roots ecs and eks take it (variable network)."
  value = {
    vpc_id             = module.network.vpc_id
    vpc_cidr           = module.network.vpc_cidr
    public_subnet_ids  = module.network.public_subnet_ids
    private_subnet_ids = module.network.private_subnet_ids
  }
}

output "private_subnet_ids" {
  description = "Private subnets, in the order of the zones."
  value       = module.network.private_subnet_ids
}

output "public_subnet_ids" {
  description = "Public subnets, in the order of the zones."
  value       = module.network.public_subnet_ids
}

output "redis_replication_group_id" {
  description = "The cache, whose password is set with the AWS CLI (README.md); null without one."
  value       = one(module.cache[*].replication_group_id)
}

output "redis_url" {
  description = "Address of the cache that all hosts share, without a password; null where a host has Redis."
  value       = one(module.cache[*].url)
}

output "target_group_arn" {
  description = "Where a host is taken out of the load balancer and put back; null without one."
  value       = one(module.alb[*].target_group_arn)
}

output "vpc_id" {
  description = "The VPC."
  value       = module.network.vpc_id
}
