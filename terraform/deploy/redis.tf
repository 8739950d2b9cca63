# One Redis for all hosts of the environment, which only those with the app reach.

resource "aws_security_group" "redis" {
  count = length(local.redis_hosts) > 0 ? 1 : 0

  name_prefix = "${local.name}-redis-"
  description = "The host of ${local.name} with Redis"
  vpc_id      = module.network.vpc_id

  tags = { Name = "${local.name}-redis" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "redis" {
  count = length(local.redis_hosts) > 0 ? 1 : 0

  security_group_id            = aws_security_group.redis[0].id
  description                  = "The app, and nobody else"
  ip_protocol                  = "tcp"
  from_port                    = 6379
  to_port                      = 6379
  referenced_security_group_id = aws_security_group.app.id

  lifecycle {
    # Written once. moto does not give it back for rules between groups, and every plan would write it again.
    ignore_changes = [description]
  }
}

module "cache" {
  source = "../modules/cache"
  count  = var.redis == "elasticache" ? 1 : 0

  name                     = local.name
  engine                   = var.elasticache.engine
  engine_version           = var.elasticache.engine_version
  node_type                = var.elasticache.node_type
  nodes                    = var.elasticache.nodes
  snapshot_retention_days  = var.elasticache.snapshot_retention_days
  vpc_id                   = module.network.vpc_id
  subnet_ids               = module.network.private_subnet_ids
  source_security_group_id = aws_security_group.app.id
}
