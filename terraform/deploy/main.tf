module "network" {
  source = "../modules/network"

  name      = local.name
  cidr      = var.vpc_cidr
  az_count  = var.az_count
  nat       = var.nat
  flow_logs = var.flow_logs
  endpoints = var.endpoints

  flow_log_retention_days = var.flow_log_retention_days
}

module "images" {
  source = "../modules/images"

  lookup = var.ami_lookup
  entries = merge(
    { for name, host in var.hosts : name => { os = host.os, arch = local.archs[name], ami_id = host.ami_id, ami_ssm = host.ami_ssm, ami_owner = host.ami_owner, ami_name = host.ami_name } },
    # No host has a name with a space.
    var.autoscaling == null ? {} : { "scaled hosts" = { os = var.autoscaling.os, arch = local.scaled_arch, ami_id = var.autoscaling.ami_id, ami_ssm = null, ami_owner = null, ami_name = null } },
  )
}

resource "aws_key_pair" "admin" {
  key_name_prefix = "${local.name}-"
  public_key      = trimspace(var.public_key)
}

resource "aws_key_pair" "windows" {
  count = var.windows_public_key == null ? 0 : 1

  key_name_prefix = "${local.name}-windows-"
  public_key      = trimspace(var.windows_public_key)
}

module "hosts" {
  source = "../modules/hosts"

  name                   = local.name
  instance_profile       = aws_iam_instance_profile.host.name
  detailed_monitoring    = var.detailed_monitoring
  elastic_ips            = var.elastic_ips
  metadata_hop_limit     = var.metadata_hop_limit
  termination_protection = var.deletion_protection

  hosts = {
    for name, host in local.entries : name => {
      ami_id        = module.images.ids[host.entry]
      family        = local.facts[name].family
      groups        = local.groups[name]
      instance_type = coalesce(host.instance_type, local.facts[name].instance_type[local.archs[host.entry]])
      key_name      = local.facts[name].family == "windows" ? one(concat(aws_key_pair.windows[*].key_name, var.windows_public_key == null ? [aws_key_pair.admin.key_name] : [])) : aws_key_pair.admin.key_name
      os            = host.os
      root_gib      = coalesce(host.root_gib, local.facts[name].root_gib)
      subnet_id     = (var.elastic_ips ? module.network.public_subnet_ids : module.network.private_subnet_ids)[local.zones[name]]
      security_group_ids = concat(
        [aws_security_group.host.id, aws_security_group.admin[local.facts[name].connection].id],
        contains(local.web_hosts, name) ? [aws_security_group.app.id] : [],
        contains(local.redis_hosts, name) ? [aws_security_group.redis[0].id] : [],
      )
    }
  }
}

module "alb" {
  source = "../modules/alb"
  count  = var.load_balancer ? 1 : 0

  name                = local.name
  vpc_id              = module.network.vpc_id
  subnet_ids          = module.network.public_subnet_ids
  target_type         = "instance"
  target_port         = var.app_port
  ingress_cidrs       = var.client_cidrs
  certificate_arn     = var.domain == null ? var.certificate_arn : module.domain[0].certificate_arn
  https               = var.domain != null || var.certificate_arn != null
  deletion_protection = var.deletion_protection

  target_security_group_id = aws_security_group.app.id
}

module "domain" {
  source = "../modules/domain"
  count  = var.domain == null ? 0 : 1

  name          = var.domain.name
  zone          = var.domain.zone
  alias_name    = module.alb[0].dns_name
  alias_zone_id = module.alb[0].zone_id
}

resource "aws_lb_target_group_attachment" "web" {
  for_each = var.load_balancer ? local.web_hosts : []

  target_group_arn = module.alb[0].target_group_arn
  target_id        = module.hosts.hosts[each.key].instance_id
  port             = var.app_port
}
