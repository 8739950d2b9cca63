locals {
  # The network policies of manifests/ hold only where the network add-on enforces them.
  network_addons = {
    vpc-cni    = jsonencode({ enableNetworkPolicy = "true" })
    kube-proxy = null
  }
}

# Before the nodes: without these they never become ready.
resource "aws_eks_addon" "network" {
  for_each = var.addons ? local.network_addons : {}

  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = each.key
  configuration_values        = each.value
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"
}

# After the nodes: it is degraded until its pods run.
resource "aws_eks_addon" "dns" {
  count = var.addons ? 1 : 0

  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = "coredns"
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"

  depends_on = [aws_eks_node_group.this]
}
