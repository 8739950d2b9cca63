module "network" {
  source = "../modules/network"
  count  = var.network == null ? 1 : 0

  name      = local.name
  cidr      = var.vpc_cidr
  nat       = var.nat
  flow_logs = true
}
