output "ids" {
  description = "Entry => id of its image."
  value = tomap(merge(
    local.pinned,
    { for name, parameter in data.aws_ssm_parameter.image : name => parameter.insecure_value },
    { for name, image in data.aws_ami.image : name => image.id },
  ))
}

output "sources" {
  description = "Entry => where its image is looked for: a parameter, or a name pattern and an architecture."
  value = merge(
    local.parameters,
    { for name, search in local.searches : name => "${search.name} ${search.arch}" },
  )
}
