mock_provider "aws" {
  source = "./tests"
}

variables {
  environment  = "dev"
  public_key   = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ admin@example"
  state_bucket = "tera-states"
  hosts        = {}
}

run "nobody_deploys_without_subjects" {
  command = plan

  assert {
    condition     = length(aws_iam_role.deploy) == 0 && length(data.aws_iam_openid_connect_provider.github) == 0 && output.deploy_role_arn == null
    error_message = "Without github_deploy_subjects there is no role, and nobody looks for an identity provider."
  }
}

run "github_deploys_with_a_role" {
  command = apply

  variables {
    github_deploy_subjects = ["repo:acme/webapp:environment:dev", "repo:acme@1/webapp@2:environment:dev"]
  }

  assert {
    condition     = output.deploy_role_arn == "arn:aws:iam::123456789012:role/mocked"
    error_message = "The role is an output."
  }

  assert {
    condition     = one(data.aws_iam_policy_document.deploy_trust[0].statement[0].principals).identifiers == toset(["arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"])
    error_message = "The identity provider is the account's."
  }

  assert {
    condition = {
      for condition in data.aws_iam_policy_document.deploy_trust[0].statement[0].condition : condition.variable => join(" ", concat([condition.test], condition.values))
      } == {
      "token.actions.githubusercontent.com:aud" = "StringEquals sts.amazonaws.com"
      "token.actions.githubusercontent.com:sub" = "StringEquals repo:acme/webapp:environment:dev repo:acme@1/webapp@2:environment:dev"
    }
    error_message = "Audience and subject are both conditions of the trust, letter by letter."
  }

  assert {
    condition = { for statement in data.aws_iam_policy_document.deploy[0].statement : statement.sid => join(" ", sort(statement.resources)) } == {
      Token       = "*"
      Images      = "arn:aws:ecr:us-west-2:123456789012:repository/redis arn:aws:ecr:us-west-2:123456789012:repository/webapp"
      ListStates  = "arn:aws:s3:::tera-states"
      ReadState   = "arn:aws:s3:::tera-states/tera/dev/deploy.tfstate"
      Inventory   = "*"
      Sessions    = "arn:aws:ec2:us-west-2:123456789012:instance/*"
      OnlySsh     = "arn:aws:ssm:us-west-2::document/AWS-StartSSHSession"
      OwnChannels = "arn:aws:ssm:us-west-2:123456789012:session/$${aws:userid}-*"
      OwnSessions = "arn:aws:ssm:us-west-2:123456789012:session/*"
    }
    error_message = "Each right is for what it is needed for."
  }

  assert {
    condition = alltrue(flatten([
      for statement in data.aws_iam_policy_document.deploy[0].statement : [for action in statement.actions : can(regex("^(ec2:Describe|ecr:(BatchCheck|BatchGet|Describe|Get)|s3:(Get|List)|ssm:(Start|Terminate)Session$|ssmmessages:OpenDataChannel$)[A-Za-z]*$", action))]
    ]))
    error_message = "Reading, and sessions: it cannot push, nor change the state or what Terraform made."
  }

  assert {
    condition = { for statement in data.aws_iam_policy_document.deploy[0].statement : statement.sid => { for condition in statement.condition : condition.variable => "${condition.test} ${one(condition.values)}" } if length(statement.condition) > 0 } == {
      Sessions = {
        "ssm:resourceTag/Project"        = "StringEquals tera"
        "ssm:resourceTag/Environment"    = "StringEquals dev"
        "ssm:SessionDocumentAccessCheck" = "BoolIfExists true"
      }
      OwnSessions = { "ssm:resourceTag/aws:ssmmessages:session-id" = "StringEquals $${aws:userid}" }
    }
    error_message = "Sessions are for the hosts of this environment; those of others are not ended."
  }
}

run "states_with_a_key_of_their_own_are_decrypted" {
  command = plan

  variables {
    github_deploy_subjects = ["repo:acme/webapp:environment:dev"]
    state_kms_key_arn      = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000000"
  }

  assert {
    condition = one([
      for statement in data.aws_iam_policy_document.deploy[0].statement : { for condition in statement.condition : condition.variable => one(condition.values) } if statement.actions == toset(["kms:Decrypt"]) && statement.resources == toset([var.state_kms_key_arn])
    ]) == { "kms:ViaService" = "s3.us-west-2.amazonaws.com" }
    error_message = "With that key, and only what S3 keeps."
  }
}

run "the_identity_provider_can_be_named" {
  command = plan

  variables {
    github_deploy_subjects = ["repo:acme/webapp:environment:dev"]
    oidc_provider_arn      = "arn:aws:iam::210987654321:oidc-provider/token.actions.githubusercontent.com"
  }

  assert {
    condition     = length(data.aws_iam_openid_connect_provider.github) == 0 && one(data.aws_iam_policy_document.deploy_trust[0].statement[0].principals).identifiers == toset([var.oidc_provider_arn])
    error_message = "Nobody looks for one that is named."
  }
}

run "who_deploys_reads_the_state" {
  command = plan

  variables {
    github_deploy_subjects = ["repo:acme/webapp:environment:dev"]
    state_bucket           = null
  }

  expect_failures = [var.state_bucket]
}

run "another_environment_does_not_deploy_here" {
  command = plan

  variables {
    github_deploy_subjects = ["repo:acme/webapp:environment:dev", "repo:acme/webapp:environment:prod"]
  }

  expect_failures = [var.github_deploy_subjects]
}

run "an_environment_whose_name_goes_on_is_another" {
  command = plan

  variables {
    github_deploy_subjects = ["repo:acme/webapp:environment:dev2"]
  }

  expect_failures = [var.github_deploy_subjects]
}

run "any_environment_is_refused" {
  command = plan

  variables {
    github_deploy_subjects = ["repo:acme/webapp:environment:*"]
  }

  expect_failures = [var.github_deploy_subjects]
}

run "a_whole_organisation_is_refused" {
  command = plan

  variables {
    github_deploy_subjects = ["repo:acme/*:environment:dev"]
  }

  expect_failures = [var.github_deploy_subjects]
}

run "a_branch_does_not_deploy" {
  command = plan

  variables {
    github_deploy_subjects = ["repo:acme/webapp:ref:refs/heads/main"]
  }

  expect_failures = [var.github_deploy_subjects]
}

run "pull_requests_do_not_deploy" {
  command = plan

  variables {
    github_deploy_subjects = ["repo:acme/webapp:pull_request"]
  }

  expect_failures = [var.github_deploy_subjects]
}

run "images_of_any_repository_are_refused" {
  command = plan

  variables {
    deploy_repositories = ["*"]
  }

  expect_failures = [var.deploy_repositories]
}

run "another_identity_provider_is_refused" {
  command = plan

  variables {
    oidc_provider_arn = "arn:aws:iam::123456789012:oidc-provider/oidc.example.com"
  }

  expect_failures = [var.oidc_provider_arn]
}

run "a_bucket_with_a_wildcard_is_refused" {
  command = plan

  variables {
    state_bucket = "tera-*"
  }

  expect_failures = [var.state_bucket]
}

run "an_alias_is_no_key" {
  command = plan

  variables {
    state_kms_key_arn = "arn:aws:kms:us-west-2:123456789012:alias/states"
  }

  expect_failures = [var.state_kms_key_arn]
}
