output "arn" {
  description = "The service."
  value       = local.service.id
}

output "name" {
  description = "Name of the service."
  value       = local.service.name
}
