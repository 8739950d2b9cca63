output "cluster_name" {
  description = "Name of the cluster, for `kops --name`."
  value       = local.name
}

output "manifest" {
  description = "Cluster and instance groups, as `kops create -f -` reads them."
  value       = join("---\n", local.documents)
}

output "state_store" {
  description = "Value of KOPS_STATE_STORE."
  value       = var.state_store
}
