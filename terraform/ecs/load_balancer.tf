module "alb" {
  source = "../modules/alb"

  name                = local.name
  vpc_id              = local.network.vpc_id
  subnet_ids          = local.network.public_subnet_ids
  target_type         = local.bridge ? "instance" : "ip"
  target_port         = local.app_port
  health_path         = "/readyz"
  ingress_cidrs       = var.alb_ingress_cidrs
  certificate_arn     = var.certificate_arn
  deletion_protection = var.alb_deletion_protection
}
