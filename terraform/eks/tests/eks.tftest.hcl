# Offline: the provider is mocked. What a real API accepts is tested against an emulator elsewhere.
mock_provider "aws" {
  source = "./tests"
}

variables {
  environment = "dev"
  access_entries = {
    admin = { principal_arn = "arn:aws:iam::123456789012:role/admin", policy = "AmazonEKSClusterAdminPolicy" }
  }
}

run "closed_by_default" {
  command = apply

  assert {
    condition     = !aws_eks_cluster.this.vpc_config[0].endpoint_public_access && aws_eks_cluster.this.vpc_config[0].endpoint_private_access
    error_message = "The API server is reached from the VPC only."
  }

  assert {
    condition     = aws_eks_cluster.this.encryption_config[0].resources == toset(["secrets"])
    error_message = "Kubernetes secrets are encrypted with a key of their own."
  }

  assert {
    condition     = aws_eks_cluster.this.access_config[0].authentication_mode == "API" && !aws_eks_cluster.this.access_config[0].bootstrap_cluster_creator_admin_permissions
    error_message = "Who may do what is said by access entries alone."
  }

  assert {
    condition     = aws_eks_cluster.this.enabled_cluster_log_types == toset(["api", "audit", "authenticator", "controllerManager", "scheduler"])
    error_message = "All logs of the control plane are kept."
  }

  assert {
    condition     = aws_launch_template.node.metadata_options[0].http_tokens == "required" && tobool(aws_launch_template.node.block_device_mappings[0].ebs[0].encrypted)
    error_message = "Nodes have IMDSv2 only and encrypted disks."
  }

  assert {
    condition     = jsondecode(aws_eks_addon.network["vpc-cni"].configuration_values).enableNetworkPolicy == "true"
    error_message = "Network policies are enforced."
  }

  assert {
    condition     = output.kubeconfig_command == "aws eks update-kubeconfig --region us-west-2 --name tera-dev-eks"
    error_message = "The output is a command that works as it stands."
  }
}

run "access_by_namespace" {
  command = plan

  variables {
    access_entries = {
      admin    = { principal_arn = "arn:aws:iam::123456789012:role/admin", policy = "AmazonEKSClusterAdminPolicy" }
      deployer = { principal_arn = "arn:aws:iam::123456789012:role/deployer", policy = "AmazonEKSEditPolicy", namespaces = ["webapp"] }
    }
  }

  assert {
    condition     = aws_eks_access_policy_association.this["deployer"].access_scope[0].type == "namespace" && aws_eks_access_policy_association.this["deployer"].access_scope[0].namespaces == toset(["webapp"])
    error_message = "A deployer changes its own namespace only."
  }

  assert {
    condition     = aws_eks_access_policy_association.this["admin"].access_scope[0].type == "cluster"
    error_message = "Without namespaces a policy holds for the cluster."
  }
}

run "named_ranges_reach_the_api_server" {
  command = plan

  variables {
    api_cidrs = ["203.0.113.7/32"]
  }

  assert {
    condition     = aws_eks_cluster.this.vpc_config[0].endpoint_public_access && aws_eks_cluster.this.vpc_config[0].public_access_cidrs == toset(["203.0.113.7/32"])
    error_message = "Only the named ranges are let in."
  }
}

run "a_network_that_exists" {
  command = plan

  variables {
    network = { vpc_id = "vpc-0aaaaaaaaaaaaaaaa", private_subnet_ids = ["subnet-0c", "subnet-0d"] }
    nodes   = { cpu_architecture = "ARM64", instance_types = ["t4g.medium"] }
  }

  assert {
    condition     = length(module.network) == 0 && aws_eks_node_group.this.ami_type == "AL2023_ARM_64_STANDARD"
    error_message = "No second VPC is made, and the image fits the nodes."
  }
}

run "open_to_everyone_is_refused" {
  command = plan

  variables {
    api_cidrs = ["0.0.0.0/0"]
  }

  expect_failures = [var.api_cidrs]
}

run "what_is_no_range_is_refused" {
  command = plan

  variables {
    api_cidrs = ["everybody"]
  }

  expect_failures = [var.api_cidrs]
}

run "a_policy_that_there_is_not" {
  command = plan

  variables {
    access_entries   = { admin = { principal_arn = "arn:aws:iam::123456789012:role/admin", policy = "Admin" } }
    creator_is_admin = true
  }

  expect_failures = [var.access_entries]
}

run "a_principal_that_is_no_role" {
  command = plan

  variables {
    access_entries = { admin = { principal_arn = "arn:aws:iam::123456789012:group/admins", policy = "AmazonEKSClusterAdminPolicy" } }
  }

  expect_failures = [var.access_entries]
}

run "more_nodes_at_least_than_at_most" {
  command = plan

  variables {
    nodes = { min_size = 3, max_size = 2 }
  }

  expect_failures = [var.nodes]
}

run "an_architecture_that_there_is_not" {
  command = plan

  variables {
    nodes = { cpu_architecture = "arm" }
  }

  expect_failures = [var.nodes]
}

run "nobody_could_use_it" {
  command = plan

  variables {
    access_entries = {}
  }

  expect_failures = [var.creator_is_admin]
}

run "wrong_words" {
  command = plan

  variables {
    access_entries     = { admin = { principal_arn = "admin", policy = "Admin" } }
    aws_region         = "Oregon"
    creator_is_admin   = true
    environment        = "Production"
    kubernetes_version = "v1.33"
    log_retention_days = 31
    nat                = "none"
    network            = { vpc_id = "vpc-0aaaaaaaaaaaaaaaa", private_subnet_ids = ["subnet-0c"] }
    nodes              = { cpu_architecture = "arm", min_size = 3, max_size = 2 }
    project            = "Tera"
  }

  expect_failures = [
    var.access_entries, var.aws_region, var.environment, var.kubernetes_version, var.log_retention_days, var.nat,
    var.network, var.nodes, var.project,
  ]
}
