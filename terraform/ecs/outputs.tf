output "alb_dns_name" {
  description = "Name of the load balancer."
  value       = module.alb.dns_name
}

output "aws_region" {
  description = "Region of the cluster."
  value       = var.aws_region
}

output "cluster_name" {
  description = "The cluster: what ecs_agent's ecs_cluster and a deployment name."
  value       = aws_ecs_cluster.this.name
}

output "deploy_policy_json" {
  description = "Policy of a deployer: exactly what a release of this service needs."
  value       = data.aws_iam_policy_document.deploy.json
}

output "execution_role_arn" {
  description = "Role with which ECS starts the tasks."
  value       = aws_iam_role.execution.arn
}

output "log_group" {
  description = "CloudWatch log group of all containers."
  value       = aws_cloudwatch_log_group.app.name
}

output "namespace" {
  description = "Service Connect namespace."
  value       = aws_service_discovery_http_namespace.this.name
}

output "service_name" {
  description = "The service; null without create_service."
  value       = one(module.service[*].name)
}

output "target_group_arn" {
  description = "Target group of the tasks."
  value       = module.alb.target_group_arn
}

output "task_family" {
  description = "Family of the task definitions: a release is a new revision of it."
  value       = aws_ecs_task_definition.app.family
}

output "task_role_arn" {
  description = "Role of the app's containers."
  value       = aws_iam_role.task.arn
}

output "url" {
  description = "Where clients reach the app; with a certificate, by the certificate's own name."
  value       = "${var.certificate_arn == null ? "http" : "https"}://${module.alb.dns_name}"
}

output "vpc_id" {
  description = "The VPC of load balancer and tasks."
  value       = local.network.vpc_id
}
