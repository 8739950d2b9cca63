# Hosts that come and go with the load. They are in no output: whoever needs their addresses asks EC2 for the tags.

locals {
  scaled       = var.autoscaling == null ? {} : { hosts = var.autoscaling }
  scaled_facts = { for key, scaled in local.scaled : key => module.catalogue.operating_systems[scaled.os] }

  # Terraform does not make it: `tera deploy` writes it with each good release, and a host waits until it is there.
  current_release_parameter = try(var.autoscaling.serves_release, false) ? "/${var.project}/${var.environment}/webapp/current-release" : null

  scaled_arch = can(regex("^(a1|[a-z]+[0-9]+[a-z]*g[a-z]*)[.]", try(coalesce(var.autoscaling.instance_type), "none."))) ? "arm64" : "x86_64"

  # A load balancer needs no public addresses; a host without NAT needs one to fetch packages.
  scaled_public = var.nat == "none"
}

resource "aws_launch_template" "scaled" {
  for_each = local.scaled

  name_prefix            = "${local.name}-scaled-"
  image_id               = module.images.ids["scaled hosts"]
  instance_type          = coalesce(each.value.instance_type, local.scaled_facts[each.key].instance_type.x86_64)
  key_name               = aws_key_pair.admin.key_name
  ebs_optimized          = true
  update_default_version = true

  user_data = !each.value.serves_release ? null : base64encode(templatefile("${path.module}/scaled.sh.tftpl", {
    region             = var.aws_region
    parameter          = local.current_release_parameter
    password_parameter = each.value.redis_password_parameter
    port               = var.app_port
    redis_url          = one(module.cache[*].url)
  }))

  iam_instance_profile {
    arn = aws_iam_instance_profile.host.arn
  }

  monitoring {
    enabled = var.detailed_monitoring
  }

  network_interfaces {
    associate_public_ip_address = local.scaled_public
    security_groups             = [aws_security_group.host.id, aws_security_group.app.id, aws_security_group.admin["ssh"].id]
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = var.metadata_hop_limit
  }

  block_device_mappings {
    device_name = local.scaled_facts[each.key].root_device

    ebs {
      volume_type = "gp3"
      volume_size = local.scaled_facts[each.key].root_gib
      encrypted   = true
    }
  }

  # The group tags its hosts, but not their volumes.
  tag_specifications {
    resource_type = "volume"
    tags          = merge(data.aws_default_tags.current.tags, { Name = "${local.name}-scaled" })
  }

  lifecycle {
    # As for hosts: the newest image is for the next change of the template.
    ignore_changes = [image_id]

    precondition {
      condition     = !each.value.serves_release || var.redis == "elasticache"
      error_message = "autoscaling: serves_release needs redis = \"elasticache\": a host that is born has nobody to ask for another host's password."
    }
  }
}

resource "aws_autoscaling_group" "scaled" {
  for_each = local.scaled

  name_prefix               = "${local.name}-scaled-"
  min_size                  = each.value.min
  max_size                  = each.value.max
  vpc_zone_identifier       = local.scaled_public ? module.network.public_subnet_ids : module.network.private_subnet_ids
  target_group_arns         = [module.alb[0].target_group_arn]
  health_check_type         = each.value.ami_id == null && !each.value.serves_release ? "EC2" : "ELB"
  health_check_grace_period = 300

  launch_template {
    id      = aws_launch_template.scaled[each.key].id
    version = aws_launch_template.scaled[each.key].latest_version
  }

  instance_refresh {
    strategy = "Rolling"

    preferences {
      min_healthy_percentage = 100
      max_healthy_percentage = 200
    }
  }

  # The provider's default tags do not reach what a group starts.
  dynamic "tag" {
    for_each = merge(data.aws_default_tags.current.tags, {
      Name   = "${local.name}-scaled"
      Os     = each.value.os
      Groups = join(" ", sort(setunion([local.scaled_facts[each.key].group], each.value.groups)))
    })

    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }

  lifecycle {
    # Scaling changes it.
    ignore_changes = [desired_capacity]
  }
}

data "aws_default_tags" "current" {}

resource "aws_autoscaling_policy" "cpu" {
  for_each = local.scaled

  name                   = "cpu"
  autoscaling_group_name = aws_autoscaling_group.scaled[each.key].name
  policy_type            = "TargetTrackingScaling"

  target_tracking_configuration {
    target_value = each.value.cpu_percent

    predefined_metric_specification {
      predefined_metric_type = "ASGAverageCPUUtilization"
    }
  }
}
