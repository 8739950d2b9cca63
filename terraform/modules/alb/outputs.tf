output "arn" {
  description = "The load balancer."
  value       = aws_lb.this.arn
}

output "dns_name" {
  description = "Name that clients resolve."
  value       = aws_lb.this.dns_name
}

output "listener_arn" {
  description = "Listener that forwards to the targets: HTTPS where there is a certificate, HTTP otherwise."
  value       = local.https ? aws_lb_listener.https[0].arn : aws_lb_listener.http.arn
}

output "security_group_id" {
  description = "Group of the load balancer, for rules that let it reach the targets."
  value       = aws_security_group.this.id
}

output "target_group_arn" {
  description = "Where targets are registered."
  value       = aws_lb_target_group.this.arn
}

output "zone_id" {
  description = "Hosted zone of the load balancer's name, for alias records."
  value       = aws_lb.this.zone_id
}
