mock_provider "aws" {
  source = "./tests"
}

variables {
  environment = "shared"
}

run "repositories_are_immutable_and_scanned" {
  command = plan

  assert {
    condition     = toset(keys(aws_ecr_repository.this)) == toset(["webapp", "redis"])
    error_message = "The default repositories are webapp and redis."
  }

  assert {
    condition     = alltrue([for repository in aws_ecr_repository.this : repository.image_tag_mutability == "IMMUTABLE"])
    error_message = "A tag must never change its image."
  }

  assert {
    condition     = alltrue([for repository in aws_ecr_repository.this : repository.image_scanning_configuration[0].scan_on_push])
    error_message = "Images are scanned when they are pushed."
  }

  assert {
    condition     = alltrue([for repository in aws_ecr_repository.this : !repository.force_delete])
    error_message = "Images are not deleted unless it is asked for."
  }
}

run "lifecycle_keeps_what_rollback_needs" {
  command = plan

  variables {
    keep_releases = 12
    repositories = {
      webapp = {}
      redis  = { keep_releases = 6, untagged_days = 3 }
      tried  = { release_tags = "release-*" }
    }
  }

  assert {
    condition     = [for rule in jsondecode(aws_ecr_lifecycle_policy.this["webapp"].policy).rules : rule.selection.countNumber] == [14, 12]
    error_message = "A repository without numbers of its own takes the common ones."
  }

  assert {
    condition     = [for rule in jsondecode(aws_ecr_lifecycle_policy.this["redis"].policy).rules : rule.selection.countNumber] == [3, 6]
    error_message = "A repository's own numbers come first."
  }

  assert {
    condition     = alltrue([for rule in jsondecode(aws_ecr_lifecycle_policy.this["webapp"].policy).rules : rule.selection.countType == "imageCountMoreThan" if rule.selection.tagStatus == "tagged"])
    error_message = "Releases are counted, never expired by age."
  }

  assert {
    condition = [for rule in jsondecode(aws_ecr_lifecycle_policy.this["tried"].policy).rules : "${join(",", try(rule.selection.tagPatternList, []))} ${rule.selection.countType} ${rule.selection.countNumber}"] == [
      " sinceImagePushed 14", "release-* imageCountMoreThan 12", "sha256-* imageCountMoreThan 120", "* sinceImagePushed 30",
    ]
    error_message = "Versions to try are not counted with releases: they go when they are old."
  }
}

run "nobody_may_push_without_subjects" {
  command = plan

  assert {
    condition     = length(aws_iam_role.push) == 0 && length(aws_iam_openid_connect_provider.github) == 0
    error_message = "Without github_subjects there is no role and no identity provider."
  }
}

run "github_pushes_with_a_role" {
  command = apply

  variables {
    github_subjects = ["repo:acme@1/webapp@2:ref:refs/tags/v*", "repo:acme/webapp:environment:production"]
    kms             = true
  }

  assert {
    condition     = output.push_role_arn == "arn:aws:iam::123456789012:role/mocked"
    error_message = "The role is an output."
  }

  assert {
    condition = {
      for condition in data.aws_iam_policy_document.push_trust[0].statement[0].condition : condition.variable => join(" ", [condition.test], condition.values)
      } == {
      "token.actions.githubusercontent.com:aud" = "StringEquals sts.amazonaws.com"
      "token.actions.githubusercontent.com:sub" = "StringLike repo:acme@1/webapp@2:ref:refs/tags/v* repo:acme/webapp:environment:production"
    }
    error_message = "Audience and subject are both conditions of the trust."
  }

  assert {
    condition = alltrue([
      for statement in data.aws_iam_policy_document.push[0].statement :
      !contains(statement.resources, "*") || statement.actions == toset(["ecr:GetAuthorizationToken"])
    ])
    error_message = "Everything but the token is allowed on the repositories only."
  }

  assert {
    condition = alltrue(flatten([
      for statement in concat(data.aws_iam_policy_document.push[0].statement, data.aws_iam_policy_document.pull.statement) :
      [for action in statement.actions : !can(regex("\\*|Delete|Policy", action))]
    ]))
    error_message = "Neither pushing nor pulling includes wildcards, deleting or changing policies."
  }

  assert {
    condition     = output.registry == "123456789012.dkr.ecr.us-west-2.amazonaws.com"
    error_message = "The registry's name is what comes before the first slash."
  }

  assert {
    condition     = alltrue([for repository in aws_ecr_repository.this : repository.encryption_configuration[0].encryption_type == "KMS"]) && aws_kms_key.images[0].enable_key_rotation
    error_message = "With kms images have a key that rotates."
  }
}

run "an_existing_identity_provider_is_used" {
  command = plan

  variables {
    github_subjects      = ["repo:acme/webapp:ref:refs/tags/v*"]
    create_oidc_provider = false
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0 && output.oidc_provider_arn == "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
    error_message = "There can be one provider for each account."
  }
}

run "the_registry_is_scanned_behind_a_flag" {
  command = plan

  variables {
    registry_scanning  = true
    registry_scan_type = "ENHANCED"
  }

  assert {
    condition     = one(aws_ecr_registry_scanning_configuration.this[0].rule).scan_frequency == "CONTINUOUS_SCAN"
    error_message = "Enhanced scans are continuous."
  }
}

run "a_subject_of_a_whole_organisation_is_refused" {
  command = plan

  variables {
    github_subjects = ["repo:acme/*"]
  }

  expect_failures = [var.github_subjects]
}

run "a_subject_with_any_ref_is_refused" {
  command = plan

  variables {
    github_subjects = ["repo:acme/webapp:*"]
  }

  expect_failures = [var.github_subjects]
}

run "a_subject_of_pull_requests_is_refused" {
  command = plan

  variables {
    github_subjects = ["repo:acme/webapp:pull_request"]
  }

  expect_failures = [var.github_subjects]
}

run "fewer_releases_than_hosts_keep_are_refused" {
  command = plan

  variables {
    keep_releases = 4
  }

  expect_failures = [var.keep_releases]
}

run "fewer_releases_of_one_repository_are_refused" {
  command = plan

  variables {
    repositories = { webapp = { keep_releases = 1 } }
  }

  expect_failures = [var.repositories]
}

run "a_repository_with_capitals_is_refused" {
  command = plan

  variables {
    repositories = { WebApp = {} }
  }

  expect_failures = [var.repositories]
}

run "an_unknown_scan_type_is_refused" {
  command = plan

  variables {
    registry_scan_type = "DEEP"
  }

  expect_failures = [var.registry_scan_type]
}

run "an_environment_with_a_hyphen_is_refused" {
  command = plan

  variables {
    environment = "pre-prod"
  }

  expect_failures = [var.environment]
}

run "a_zone_is_no_region" {
  command = plan

  variables {
    aws_region = "us-west-2a"
  }

  expect_failures = [var.aws_region]
}

run "a_project_with_capitals_is_refused" {
  command = plan

  variables {
    project = "Tera"
  }

  expect_failures = [var.project]
}

run "untagged_images_live_a_day_at_least" {
  command = plan

  variables {
    untagged_days = 0
  }

  expect_failures = [var.untagged_days]
}
