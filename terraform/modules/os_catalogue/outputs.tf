output "operating_systems" {
  description = "Operating system => family, group, user, connection, port, ssm, owner, name, root_device, root_gib, instance_type."
  value       = tomap(local.operating_systems)
}
