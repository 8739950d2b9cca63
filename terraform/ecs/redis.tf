module "cache" {
  source = "../modules/cache"
  count  = local.sidecar ? 0 : 1

  name                     = local.name
  engine                   = var.elasticache.engine
  engine_version           = var.elasticache.engine_version
  node_type                = var.elasticache.node_type
  nodes                    = var.elasticache.nodes
  snapshot_retention_days  = var.elasticache.snapshot_retention_days
  vpc_id                   = local.network.vpc_id
  subnet_ids               = local.network.private_subnet_ids
  source_security_group_id = local.app_security_group_id
}

locals {
  redis_url = local.sidecar ? "redis://${local.bridge ? "redis" : "127.0.0.1"}:6379/0" : one(module.cache[*].url)

  # The password itself is never seen here: it would be in the state.
  redis_secrets = [for arn in var.redis_password_secret_arn[*] : { name = "REDIS_PASSWORD", valueFrom = arn }]

  # Without a password nobody but the task's own containers gets through: it listens on their loopback only. The
  # password goes in by stdin, so that it is in no list of processes. Nothing is kept: the word lives as long as the
  # task.
  redis_settings = compact([
    var.redis_password_secret_arn != null ? "requirepass \"$REDIS_PASSWORD\"" : "",
    local.bridge ? "bind 0.0.0.0" : "bind 127.0.0.1",
    "save \"\"",
    "appendonly no",
    "maxmemory 64mb",
    "maxmemory-policy noeviction",
  ])
  redis_command = "exec redis-server - <<END\n${join("\n", local.redis_settings)}\nEND\n"
  redis_ping    = "${var.redis_password_secret_arn != null ? "REDISCLI_AUTH=\"$REDIS_PASSWORD\" " : ""}redis-cli ping | grep -q PONG"
}
