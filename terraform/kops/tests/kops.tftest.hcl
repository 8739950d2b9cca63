variables {
  environment = "dev"
  state_store = "s3://tera-state/kops"
  api_cidrs   = ["203.0.113.7/32"]
}

run "one_control_plane" {
  command = apply

  assert {
    condition     = [for text in split("---\n", output.manifest) : "${yamldecode(text).kind} ${yamldecode(text).metadata.name}"] == ["Cluster tera-dev.k8s.internal", "InstanceGroup control-plane-us-west-2a", "InstanceGroup nodes"]
    error_message = "The manifest is one cluster, its control plane and its nodes."
  }

  assert {
    condition     = yamldecode(split("---\n", output.manifest)[0]).spec.configBase == "s3://tera-state/kops/tera-dev.k8s.internal"
    error_message = "The cluster's configuration lies in the state store."
  }

  assert {
    condition     = yamldecode(split("---\n", output.manifest)[0]).spec.kubernetesApiAccess == ["203.0.113.7/32"] && yamldecode(split("---\n", output.manifest)[0]).spec.sshAccess == []
    error_message = "Only the named ranges are let in, and nobody by SSH."
  }

  assert {
    condition     = alltrue([for text in slice(split("---\n", output.manifest), 1, 3) : yamldecode(text).spec.instanceMetadata.httpTokens == "required" && yamldecode(text).spec.rootVolumeEncryption])
    error_message = "Machines have IMDSv2 only and encrypted disks."
  }

  assert {
    condition     = alltrue([for text in slice(split("---\n", output.manifest), 1, 3) : !contains(keys(yamldecode(text).spec), "image")])
    error_message = "Without an image, kOps' channel chooses."
  }

  assert {
    condition     = alltrue([for cluster in yamldecode(split("---\n", output.manifest)[0]).spec.etcdClusters : alltrue([for member in cluster.etcdMembers : member.encryptedVolume])])
    error_message = "etcd's volumes are encrypted."
  }
}

run "three_control_planes" {
  command = plan

  variables {
    control_plane = { zones = 3 }
    image         = "ami-0123456789abcdef0"
  }

  assert {
    condition     = length(local.control_planes) == 3 && length(local.etcd_members) == 3 && alltrue([for member in local.etcd_members : contains(local.control_planes[*].metadata.name, member.instanceGroup)])
    error_message = "Each member of etcd is on a machine of the control plane."
  }

  assert {
    condition     = local.nodes.spec.image == "ami-0123456789abcdef0" && length(distinct(local.subnets[*].cidr)) == 6
    error_message = "An image is used everywhere; no two subnets overlap."
  }
}

run "two_members_are_no_quorum" {
  command = plan

  variables {
    control_plane = { zones = 2 }
  }

  expect_failures = [var.control_plane]
}

run "too_few_zones" {
  command = plan

  variables {
    control_plane = { zones = 3 }
    zones         = ["a", "b"]
  }

  expect_failures = [var.zones]
}

run "what_is_no_range_is_refused" {
  command = plan

  variables {
    api_cidrs = ["everybody"]
  }

  expect_failures = [var.api_cidrs]
}

run "nobody_reaches_the_api_server" {
  command = plan

  variables {
    api_cidrs = []
  }

  expect_failures = [var.api_cidrs]
}

run "wrong_words" {
  command = plan

  variables {
    api_cidrs          = ["0.0.0.0/0"]
    aws_region         = "Oregon"
    dns                = "Gossip"
    domain             = "local"
    environment        = "Production"
    kubernetes_version = "1.32"
    nodes              = { min_size = 3, max_size = 2 }
    project            = "Tera"
    ssh_cidrs          = ["0.0.0.0/0"]
    state_store        = "tera-state"
    vpc_cidr           = "10.0.0.0/28"
    zones              = ["us-west-2a"]
  }

  expect_failures = [
    var.api_cidrs, var.aws_region, var.dns, var.domain, var.environment, var.kubernetes_version, var.nodes, var.project,
    var.ssh_cidrs, var.state_store, var.vpc_cidr, var.zones,
  ]
}
