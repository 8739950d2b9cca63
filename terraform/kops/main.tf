locals {
  name = "${var.project}-${var.environment}.${var.domain}"

  zones         = [for letter in var.zones : "${var.aws_region}${letter}"]
  control_zones = slice(local.zones, 0, var.control_plane.zones)

  tags = {
    Project     = var.project
    Environment = var.environment
    Stack       = "kops"
    Repository  = var.repository
  }

  # Machines in private subnets; the utility subnets hold load balancers and NAT gateways.
  subnets = concat(
    [for number, zone in local.zones : { name = zone, type = "Private", zone = zone, cidr = cidrsubnet(var.vpc_cidr, 4, number + 8) }],
    [for number, zone in local.zones : { name = "utility-${zone}", type = "Utility", zone = zone, cidr = cidrsubnet(var.vpc_cidr, 4, number) }],
  )

  etcd_members = [for zone in local.control_zones : {
    name            = trimprefix(zone, var.aws_region)
    instanceGroup   = "control-plane-${zone}"
    encryptedVolume = true
  }]

  cluster = {
    apiVersion = "kops.k8s.io/v1alpha2"
    kind       = "Cluster"
    metadata   = { name = local.name }
    spec = {
      api                 = { loadBalancer = { class = "Network", type = "Public" } }
      authorization       = { rbac = {} }
      channel             = "stable"
      cloudLabels         = local.tags
      cloudProvider       = "aws"
      configBase          = "${var.state_store}/${local.name}"
      iam                 = { allowContainerRegistry = true, legacy = false }
      kubelet             = { anonymousAuth = false }
      kubernetesApiAccess = var.api_cidrs
      kubernetesVersion   = var.kubernetes_version
      networkCIDR         = var.vpc_cidr
      # Enforces network policies.
      networking        = { cilium = {} }
      nonMasqueradeCIDR = "100.64.0.0/10"
      sshAccess         = var.ssh_cidrs
      subnets           = local.subnets
      topology          = { dns = { type = var.dns } }

      etcdClusters = [
        { name = "main", cpuRequest = "200m", memoryRequest = "100Mi", etcdMembers = local.etcd_members },
        { name = "events", cpuRequest = "100m", memoryRequest = "100Mi", etcdMembers = local.etcd_members },
      ]
    }
  }

  # Alike in all groups.
  machines = { apiVersion = "kops.k8s.io/v1alpha2", kind = "InstanceGroup" }
  machine  = merge({ rootVolumeType = "gp3", rootVolumeEncryption = true }, { for key, value in { image = var.image } : key => value if value != null })

  # Controllers of the control plane run in pods, up to three hops from the metadata service.
  control_planes = [for zone in local.control_zones : merge(local.machines, {
    metadata = { name = "control-plane-${zone}", labels = { "kops.k8s.io/cluster" = local.name } }
    spec = merge(local.machine, {
      # The role's name in this version of the format.
      role             = "Master"
      machineType      = var.control_plane.instance_type
      minSize          = 1
      maxSize          = 1
      rootVolumeSize   = var.control_plane.root_volume_gib
      subnets          = [zone]
      instanceMetadata = { httpTokens = "required", httpPutResponseHopLimit = 3 }
    })
  })]

  nodes = merge(local.machines, {
    metadata = { name = "nodes", labels = { "kops.k8s.io/cluster" = local.name } }
    spec = merge(local.machine, {
      role             = "Node"
      machineType      = var.nodes.instance_type
      minSize          = var.nodes.min_size
      maxSize          = var.nodes.max_size
      rootVolumeSize   = var.nodes.root_volume_gib
      subnets          = local.zones
      instanceMetadata = { httpTokens = "required", httpPutResponseHopLimit = 1 }
    })
  })

  documents = concat([yamlencode(local.cluster)], [for group in local.control_planes : yamlencode(group)], [yamlencode(local.nodes)])
}
