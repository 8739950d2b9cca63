# No provider: this root writes a manifest, kOps makes the cluster.
terraform {
  required_version = ">= 1.11"
}
