module "network" {
  source = "../modules/network"
  count  = var.network == null ? 1 : 0

  name      = local.name
  cidr      = var.vpc_cidr
  nat       = var.nat
  flow_logs = true
}

resource "aws_security_group" "task" {
  count = local.bridge ? 0 : 1

  name_prefix = "${local.name}-tasks-"
  description = "Tasks of ${local.name}"
  vpc_id      = local.network.vpc_id

  tags = { Name = "${local.name}-tasks" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "task" {
  count = local.bridge ? 0 : 1

  security_group_id            = aws_security_group.task[0].id
  description                  = "Requests and health checks of the load balancer"
  ip_protocol                  = "tcp"
  from_port                    = local.app_port
  to_port                      = local.app_port
  referenced_security_group_id = module.alb.security_group_id

  lifecycle {
    # Written once. moto does not give it back for rules between groups, and every plan would write it again.
    ignore_changes = [description]
  }
}

resource "aws_vpc_security_group_egress_rule" "task_https" {
  count = local.bridge ? 0 : 1

  security_group_id = aws_security_group.task[0].id
  description       = "HTTPS to ECR, CloudWatch Logs, Secrets Manager"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_egress_rule" "task_cache" {
  count = !local.bridge && !local.sidecar ? 1 : 0

  security_group_id = aws_security_group.task[0].id
  description       = "The cache"
  ip_protocol       = "tcp"
  from_port         = 6379
  to_port           = 6379
  cidr_ipv4         = local.network.vpc_cidr
}

# Ports that Docker gives to tasks in bridge mode.
resource "aws_vpc_security_group_ingress_rule" "host" {
  count = local.bridge ? 1 : 0

  security_group_id            = var.hosts_security_group_id
  description                  = "Load balancer of ${local.name} to the tasks' ports"
  ip_protocol                  = "tcp"
  from_port                    = 32768
  to_port                      = 65535
  referenced_security_group_id = module.alb.security_group_id

  lifecycle {
    # Written once. moto does not give it back for rules between groups, and every plan would write it again.
    ignore_changes = [description]
  }
}
