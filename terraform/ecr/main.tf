locals {
  name = "${var.project}-${var.environment}"
}

resource "aws_ecr_repository" "this" {
  for_each = var.repositories

  name                 = each.key
  image_tag_mutability = "IMMUTABLE"
  force_delete         = var.force_delete

  encryption_configuration {
    encryption_type = var.kms ? "KMS" : "AES256"
    kms_key         = var.kms ? aws_kms_key.images[0].arn : null
  }

  image_scanning_configuration {
    scan_on_push = true
  }
}

resource "aws_ecr_lifecycle_policy" "this" {
  for_each = var.repositories

  repository = aws_ecr_repository.this[each.key].name

  # Rules count and wait; they do not know what runs. Hence the lower limit of keep_releases.
  # A rule counts every image of its tags, also those that another rule takes away: were versions to try counted with the
  # releases, thirty of them would push out what prod runs. So releases have a second tag, and the others an age.
  policy = jsonencode({
    rules = concat([
      {
        rulePriority = 1
        description  = "Leftovers of pushes"
        selection = {
          tagStatus   = "untagged"
          countType   = "sinceImagePushed"
          countUnit   = "days"
          countNumber = coalesce(each.value.untagged_days, var.untagged_days)
        }
        action = { type = "expire" }
      },
      {
        rulePriority = 2
        description  = "The newest releases stay for rollback"
        selection = {
          tagStatus      = "tagged"
          tagPatternList = [each.value.release_tags]
          countType      = "imageCountMoreThan"
          countNumber    = coalesce(each.value.keep_releases, var.keep_releases)
        }
        action = { type = "expire" }
      },
      ], [for rule in [
        {
          rulePriority = 3
          description  = "Signatures and attestations of releases stay with them"
          selection = {
            tagStatus      = "tagged"
            tagPatternList = ["sha256-*"]
            countType      = "imageCountMoreThan"
            countNumber    = 10 * coalesce(each.value.keep_releases, var.keep_releases)
          }
          action = { type = "expire" }
        },
        {
          rulePriority = 4
          description  = "Versions to try go when they are old"
          selection = {
            tagStatus      = "tagged"
            tagPatternList = ["*"]
            countType      = "sinceImagePushed"
            countUnit      = "days"
            countNumber    = coalesce(each.value.candidate_days, var.candidate_days)
          }
          action = { type = "expire" }
        },
    ] : rule if each.value.release_tags != "*"])
  })
}

resource "aws_ecr_registry_scanning_configuration" "this" {
  count = var.registry_scanning ? 1 : 0

  scan_type = var.registry_scan_type

  rule {
    scan_frequency = var.registry_scan_type == "ENHANCED" ? "CONTINUOUS_SCAN" : "SCAN_ON_PUSH"

    repository_filter {
      filter      = "*"
      filter_type = "WILDCARD"
    }
  }
}

resource "aws_kms_key" "images" {
  count = var.kms ? 1 : 0

  description             = "Images of ${local.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}

resource "aws_kms_alias" "images" {
  count = var.kms ? 1 : 0

  name          = "alias/${local.name}-images"
  target_key_id = aws_kms_key.images[0].key_id
}
