output "operating_systems" {
  description = "Operating system => family, group, user, connection, port, arch_words, ssm, owner, name, root_device, root_gib, instance_type (by architecture)."
  value       = tomap(local.operating_systems)
}
