locals {
  # Connection => ports that administrators use.
  admin_ports = {
    ssh   = { ssh = 22 }
    winrm = { winrm = 5986, rdp = 3389 }
  }

  admin_rules = merge([
    for connection, ports in local.admin_ports : merge([
      for service, port in ports : {
        for cidr in var.admin_cidrs : "${service} ${cidr}" => { connection = connection, service = service, port = port, cidr = cidr }
      }
    ]...)
  ]...)
}

resource "aws_security_group" "host" {
  name_prefix = "${local.name}-host-"
  description = "All hosts of ${local.name}"
  vpc_id      = module.network.vpc_id

  tags = { Name = "${local.name}-host" }

  lifecycle {
    create_before_destroy = true
  }
}

# Packages, images and AWS itself have no fixed addresses.
resource "aws_vpc_security_group_egress_rule" "anywhere" {
  security_group_id = aws_security_group.host.id
  description       = "Packages, images and the services of AWS"
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

# The hosts that requests go to: nobody else is let near the app's port, or near Redis.
resource "aws_security_group" "app" {
  name_prefix = "${local.name}-app-"
  description = "Hosts of ${local.name} with the app"
  vpc_id      = module.network.vpc_id

  tags = { Name = "${local.name}-app" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "load_balancer" {
  count = var.load_balancer ? 1 : 0

  security_group_id            = aws_security_group.app.id
  description                  = "Requests and health checks of the load balancer"
  ip_protocol                  = "tcp"
  from_port                    = var.app_port
  to_port                      = var.app_port
  referenced_security_group_id = module.alb[0].security_group_id

  lifecycle {
    # Written once. moto does not give it back for rules between groups, and every plan would write it again.
    ignore_changes = [description]
  }
}

resource "aws_vpc_security_group_ingress_rule" "app" {
  for_each = var.app_cidrs

  security_group_id = aws_security_group.app.id
  description       = "The app without the load balancer"
  ip_protocol       = "tcp"
  from_port         = var.app_port
  to_port           = var.app_port
  cidr_ipv4         = each.value
}

resource "aws_security_group" "admin" {
  for_each = local.admin_ports

  name_prefix = "${local.name}-${each.key}-"
  description = "Logins by ${join(" and ", keys(each.value))}"
  vpc_id      = module.network.vpc_id

  tags = { Name = "${local.name}-${each.key}" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "admin" {
  for_each = local.admin_rules

  security_group_id = aws_security_group.admin[each.value.connection].id
  description       = "Administrators by ${each.value.service}"
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  cidr_ipv4         = strcontains(each.value.cidr, ":") ? null : each.value.cidr
  cidr_ipv6         = strcontains(each.value.cidr, ":") ? each.value.cidr : null
}
