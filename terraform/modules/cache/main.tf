resource "aws_security_group" "this" {
  name_prefix = "${var.name}-cache-"
  description = "Cache ${var.name}"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-cache" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "app" {
  security_group_id            = aws_security_group.this.id
  description                  = "The app, and nobody else"
  ip_protocol                  = "tcp"
  from_port                    = 6379
  to_port                      = 6379
  referenced_security_group_id = var.source_security_group_id

  lifecycle {
    # Written once. moto does not give it back for rules between groups, and every plan would write it again.
    ignore_changes = [description]
  }
}

resource "aws_elasticache_subnet_group" "this" {
  name        = var.name
  description = "Private subnets of ${var.name}"
  subnet_ids  = var.subnet_ids
}

# The engine's default parameters evict only keys with an expiry: the word has none and stays.
resource "aws_elasticache_replication_group" "this" {
  replication_group_id       = var.name
  description                = "The word of ${var.name}"
  engine                     = var.engine
  engine_version             = coalesce(var.engine_version, { redis = "7.1", valkey = "8.0" }[var.engine])
  node_type                  = var.node_type
  num_cache_clusters         = var.nodes
  automatic_failover_enabled = var.nodes > 1
  multi_az_enabled           = var.nodes > 1
  port                       = 6379
  subnet_group_name          = aws_elasticache_subnet_group.this.name
  security_group_ids         = [aws_security_group.this.id]
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
  snapshot_retention_limit   = var.snapshot_retention_days
  apply_immediately          = true

  lifecycle {
    # A token written here would be in the state: it is set with the AWS CLI (README of the root).
    ignore_changes = [auth_token, auth_token_update_strategy]
  }
}
