module "alb" {
  source = "../modules/alb"

  name        = local.name
  vpc_id      = local.network.vpc_id
  subnet_ids  = local.network.public_subnet_ids
  target_type = local.bridge ? "instance" : "ip"
  target_port = local.app_port
  health_path = "/readyz"

  target_security_group_id = local.app_security_group_id
  # Ports that Docker gives to tasks in bridge mode.
  target_port_range = local.bridge ? { from = 32768, to = 65535 } : null

  ingress_cidrs       = var.alb_ingress_cidrs
  certificate_arn     = var.domain == null ? var.certificate_arn : module.domain[0].certificate_arn
  https               = var.domain != null || var.certificate_arn != null
  deletion_protection = var.alb_deletion_protection
}

module "domain" {
  source = "../modules/domain"
  count  = var.domain == null ? 0 : 1

  name          = var.domain.name
  zone          = var.domain.zone
  alias_name    = module.alb.dns_name
  alias_zone_id = module.alb.zone_id
}
