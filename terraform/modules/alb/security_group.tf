locals {
  ports = local.https ? [80, 443] : [80]

  ingress = {
    for pair in setproduct(local.ports, var.ingress_cidrs) : "${pair[0]}-${pair[1]}" => { port = pair[0], cidr = pair[1] }
  }
}

resource "aws_security_group" "this" {
  name_prefix = "${var.name}-alb-"
  description = "Load balancer ${var.name}"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-alb" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "client" {
  for_each = local.ingress

  security_group_id = aws_security_group.this.id
  description       = "Clients on port ${each.value.port}"
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  cidr_ipv4         = each.value.cidr
}

resource "aws_vpc_security_group_egress_rule" "target" {
  security_group_id            = aws_security_group.this.id
  description                  = "Requests and health checks to the targets"
  ip_protocol                  = "tcp"
  from_port                    = var.target_port_range == null ? var.target_port : var.target_port_range.from
  to_port                      = var.target_port_range == null ? var.target_port : var.target_port_range.to
  referenced_security_group_id = var.target_security_group_id

  lifecycle {
    # Written once. moto does not give it back for rules between groups, and every plan would write it again.
    ignore_changes = [description]
  }
}
