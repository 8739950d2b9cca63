output "hosts" {
  description = "Host => address (public where it has one), private_ip, instance_id, az."
  value = {
    for name, instance in aws_instance.this : name => {
      address     = var.elastic_ips ? aws_eip.this[name].public_ip : instance.private_ip
      private_ip  = instance.private_ip
      instance_id = instance.id
      az          = instance.availability_zone
    }
  }

  # An address is of use when it leads to the host.
  depends_on = [aws_eip_association.this]
}

output "instance_types" {
  description = "Host => its instance type."
  value       = { for name, instance in aws_instance.this : name => instance.instance_type }
}

output "security_group_ids" {
  description = "Host => the groups it is in."
  value       = { for name, instance in aws_instance.this : name => instance.vpc_security_group_ids }
}
