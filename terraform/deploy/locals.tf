module "catalogue" {
  source = "../modules/os_catalogue"
}

locals {
  name = "${var.project}-${var.environment}"

  # Host => what its entry says. An entry without count is one host of its name; with count = 2 it is NAME1 and NAME2.
  entries = merge([
    for entry, host in var.hosts : {
      for number in range(coalesce(host.count, 1)) : (host.count == null ? entry : "${entry}${number + 1}") => merge(host, { entry = entry, number = number })
    }
  ]...)

  # Entry => the processor of its instance type: Graviton's have a g behind the number, as in t4g, c7gn, im4gn.
  types = { for entry, host in var.hosts : entry => can(regex("^(a1|[a-z]+[0-9]+[a-z]*g[a-z]*)[.]", coalesce(host.instance_type, "none."))) ? "arm64" : "x86_64" }
  archs = { for entry, host in var.hosts : entry => coalesce(host.arch, local.types[entry]) }

  # Host => what its operating system says.
  facts = { for name, host in local.entries : name => module.catalogue.operating_systems[host.os] }

  groups = { for name, host in local.entries : name => sort(setunion([local.facts[name].group], host.groups)) }

  web_hosts = toset([for name, groups in local.groups : name if contains(groups, "web")])

  # The one that keeps the word for all.
  redis_hosts = toset([for name, groups in local.groups : name if contains(groups, "redis")])

  # The name of its domain, where it has one: a certificate is for a name.
  load_balancer_url = !var.load_balancer ? null : (
    var.domain != null ? "https://${var.domain.name}" : "${var.certificate_arn != null ? "https" : "http"}://${module.alb[0].dns_name}"
  )

  any_windows = anytrue([for host in var.hosts : try(module.catalogue.operating_systems[host.os].family == "windows", false)])

  # Hosts are spread over the zones by their names: another host in the map moves none of those that are there.
  zones = {
    for name, host in local.entries : name => coalesce(host.zone, (parseint(substr(md5(host.entry), 0, 6), 16) + host.number) % var.az_count)
  }
}
