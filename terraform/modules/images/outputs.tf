output "ids" {
  description = "Entry => id of its image."
  value = tomap(merge(
    local.pinned,
    { for name, parameter in data.aws_ssm_parameter.image : name => parameter.insecure_value },
    { for name, image in data.aws_ami.image : name => image.id },
  ))
}
