data "aws_iam_policy_document" "node_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "node" {
  name_prefix        = substr("${local.name}-node-", 0, 38)
  description        = "Nodes of ${local.name}"
  assume_role_policy = data.aws_iam_policy_document.node_trust.json
}

resource "aws_iam_role_policy_attachment" "node" {
  for_each = toset(["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryPullOnly"])

  role       = aws_iam_role.node.name
  policy_arn = "arn:${data.aws_partition.this.partition}:iam::aws:policy/${each.value}"
}

resource "aws_launch_template" "node" {
  name_prefix            = "${local.name}-"
  description            = "Nodes of ${local.name}"
  update_default_version = true

  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
    # Pods have their own network, one hop away: they cannot take the node's credentials.
    http_put_response_hop_limit = 1
  }

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      volume_type           = "gp3"
      volume_size           = var.nodes.root_volume_gib
      encrypted             = true
      delete_on_termination = true
    }
  }

  # The provider's default tags do not reach what a launch template makes.
  dynamic "tag_specifications" {
    for_each = toset(["instance", "volume"])

    content {
      resource_type = tag_specifications.value
      tags          = merge(local.tags, { Name = local.name })
    }
  }
}

resource "aws_eks_node_group" "this" {
  cluster_name           = aws_eks_cluster.this.name
  node_group_name_prefix = "${local.name}-"
  node_role_arn          = aws_iam_role.node.arn
  # Nodes follow the control plane's upgrades.
  version        = aws_eks_cluster.this.version
  subnet_ids     = local.network.private_subnet_ids
  ami_type       = var.nodes.cpu_architecture == "ARM64" ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD"
  instance_types = var.nodes.instance_types
  capacity_type  = var.nodes.spot ? "SPOT" : "ON_DEMAND"

  launch_template {
    id      = aws_launch_template.node.id
    version = aws_launch_template.node.latest_version
  }

  scaling_config {
    min_size     = var.nodes.min_size
    max_size     = var.nodes.max_size
    desired_size = var.nodes.min_size
  }

  update_config {
    max_unavailable = 1
  }

  lifecycle {
    create_before_destroy = true
    # A cluster autoscaler sets it.
    ignore_changes = [scaling_config[0].desired_size]
  }

  # Nodes that come up without their policies or their network stay NotReady.
  depends_on = [aws_iam_role_policy_attachment.node, aws_eks_addon.network]
}
