module "catalogue" {
  source = "../os_catalogue"
}

locals {
  catalogue = module.catalogue.operating_systems

  pinned = { for name, entry in var.entries : name => entry.ami_id if entry.ami_id != null }

  # What the entry names comes before what the catalogue knows.
  parameters = {
    for name, entry in var.entries : name => coalesce(entry.ami_ssm, local.catalogue[entry.os].ssm)
    if entry.ami_id == null && (entry.ami_ssm != null || (entry.ami_name == null && var.lookup == "ssm" && local.catalogue[entry.os].ssm != null))
  }

  searches = {
    for name, entry in var.entries : name => {
      owner = coalesce(entry.ami_owner, local.catalogue[entry.os].owner)
      name  = coalesce(entry.ami_name, local.catalogue[entry.os].name)
    }
    if !contains(keys(local.pinned), name) && !contains(keys(local.parameters), name)
  }
}

data "aws_ssm_parameter" "image" {
  for_each = local.parameters

  name = each.value
}

data "aws_ami" "image" {
  for_each = local.searches

  most_recent = true
  owners      = [each.value.owner]

  filter {
    name   = "name"
    values = [each.value.name]
  }

  filter {
    name   = "virtualization-type"
    values = ["hvm"]
  }
}
