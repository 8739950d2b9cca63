locals {
  # Only what makes a host reachable: everything else is the playbooks' work. Linux images are reachable as they are.
  windows_script = file("${path.module}/windows.ps1")
}

resource "aws_instance" "this" {
  for_each = var.hosts

  ami                     = each.value.ami_id
  instance_type           = each.value.instance_type
  subnet_id               = each.value.subnet_id
  vpc_security_group_ids  = each.value.security_group_ids
  key_name                = each.value.key_name
  iam_instance_profile    = var.instance_profile
  monitoring              = var.detailed_monitoring
  ebs_optimized           = true
  disable_api_termination = var.termination_protection
  user_data               = each.value.family == "windows" ? local.windows_script : null

  # associate_public_ip_address is left out on purpose: with an Elastic IP it reads back as true, and false
  # would replace the host at every apply. The subnets give no public addresses anyway.

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = var.metadata_hop_limit
  }

  root_block_device {
    volume_type = "gp3"
    volume_size = each.value.root_gib
    encrypted   = true

    tags = { Name = "${var.name}-${each.key}" }
  }

  tags = {
    Name   = each.key
    Os     = each.value.os
    Groups = join(" ", each.value.groups)
  }

  lifecycle {
    # "The newest image" changes every few weeks, and with it would every running host. A host gets the new one
    # when it is asked for: terraform apply -replace='module.hosts.aws_instance.this["web1"]'.
    # The script runs at the first boot only; a changed one is for new hosts.
    ignore_changes = [ami, user_data]
  }
}

resource "aws_eip" "this" {
  for_each = var.elastic_ips ? var.hosts : {}

  domain = "vpc"

  tags = { Name = "${var.name}-${each.key}" }
}

# Apart from the address, so that a replaced host gets the same one.
resource "aws_eip_association" "this" {
  for_each = var.elastic_ips ? var.hosts : {}

  allocation_id = aws_eip.this[each.key].id
  instance_id   = aws_instance.this[each.key].id
}
