data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

data "aws_partition" "this" {}

resource "aws_iam_role" "instance" {
  name_prefix        = substr("${var.name}-instance-", 0, 38)
  description        = "Container instances of ${var.name}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

# The agent's own calls, and Session Manager instead of an open SSH port.
resource "aws_iam_role_policy_attachment" "instance" {
  for_each = toset(["service-role/AmazonEC2ContainerServiceforEC2Role", "AmazonSSMManagedInstanceCore"])

  role       = aws_iam_role.instance.name
  policy_arn = "arn:${data.aws_partition.this.partition}:iam::aws:policy/${each.value}"
}

resource "aws_iam_instance_profile" "instance" {
  name_prefix = "${var.name}-instance-"
  role        = aws_iam_role.instance.name

  # An instance without its policies would register nowhere.
  depends_on = [aws_iam_role_policy_attachment.instance]
}
