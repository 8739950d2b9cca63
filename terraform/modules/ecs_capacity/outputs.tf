output "autoscaling_group_name" {
  description = "Group of the container instances."
  value       = aws_autoscaling_group.this.name
}

output "capacity_provider_name" {
  description = "What a service names in its capacity provider strategy."
  value       = aws_ecs_capacity_provider.this.name
}

output "instance_role_arn" {
  description = "Role of the container instances."
  value       = aws_iam_role.instance.arn
}
