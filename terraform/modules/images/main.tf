module "catalogue" {
  source = "../os_catalogue"
}

locals {
  catalogue = module.catalogue.operating_systems

  pinned = { for name, entry in var.entries : name => entry.ami_id if entry.ami_id != null }

  # What the vendor calls the architecture.
  words = { for name, entry in var.entries : name => local.catalogue[entry.os].arch_words[entry.arch] }

  # What the entry names comes before what the catalogue knows.
  parameters = {
    for name, entry in var.entries : name => replace(coalesce(entry.ami_ssm, local.catalogue[entry.os].ssm), "{arch}", local.words[name])
    if entry.ami_id == null && (entry.ami_ssm != null || (entry.ami_name == null && var.lookup == "ssm" && local.catalogue[entry.os].ssm != null))
  }

  searches = {
    for name, entry in var.entries : name => {
      owner = coalesce(entry.ami_owner, local.catalogue[entry.os].owner)
      name  = replace(coalesce(entry.ami_name, local.catalogue[entry.os].name), "{arch}", local.words[name])
      arch  = entry.arch
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
    name   = "architecture"
    values = [each.value.arch]
  }

  filter {
    name   = "virtualization-type"
    values = ["hvm"]
  }
}
