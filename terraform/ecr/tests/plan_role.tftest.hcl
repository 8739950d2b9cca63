mock_provider "aws" {
  source = "./tests"
}

variables {
  environment  = "shared"
  state_bucket = "tera-states"
}

run "nobody_may_plan_without_subjects" {
  command = plan

  assert {
    condition     = length(aws_iam_role.plan) == 0 && length(aws_iam_openid_connect_provider.github) == 0 && output.plan_role_arn == null
    error_message = "Without github_plan_subjects there is no role and no identity provider."
  }
}

run "pull_requests_read" {
  command = apply

  variables {
    github_plan_subjects = ["repo:acme/webapp:pull_request", "repo:acme@1/webapp@2:pull_request"]
  }

  assert {
    condition     = output.plan_role_arn == "arn:aws:iam::123456789012:role/mocked" && output.push_role_arn == null && length(aws_iam_openid_connect_provider.github) == 1
    error_message = "The role is an output; nobody pushes because others plan."
  }

  assert {
    condition = {
      for condition in data.aws_iam_policy_document.plan_trust[0].statement[0].condition : condition.variable => join(" ", concat([condition.test], condition.values))
      } == {
      "token.actions.githubusercontent.com:aud" = "StringEquals sts.amazonaws.com"
      "token.actions.githubusercontent.com:sub" = "StringEquals repo:acme/webapp:pull_request repo:acme@1/webapp@2:pull_request"
    }
    error_message = "Audience and subject are both conditions of the trust, letter by letter."
  }

  assert {
    condition     = aws_iam_role_policy_attachment.plan[0].policy_arn == "arn:aws:iam::aws:policy/ReadOnlyAccess"
    error_message = "No policy but AWS's own for reading is attached."
  }

  assert {
    condition = {
      for statement in data.aws_iam_policy_document.plan[0].statement : one(statement.actions) => one(statement.resources) if coalesce(statement.effect, "Allow") == "Allow"
      } == {
      "s3:ListBucket" = "arn:aws:s3:::tera-states"
      "s3:GetObject"  = "arn:aws:s3:::tera-states/*.tfstate"
    }
    error_message = "All that is allowed beside it is reading the states."
  }

  assert {
    condition     = one([for statement in data.aws_iam_policy_document.plan[0].statement : statement.not_resources if statement.sid == "NoOtherBuckets" && statement.effect == "Deny" && statement.actions == toset(["s3:*"])]) == toset(["arn:aws:s3:::tera-states", "arn:aws:s3:::tera-states/*.tfstate"])
    error_message = "No other bucket is read."
  }

  assert {
    condition = length(setsubtract(
      ["ec2:GetPasswordData", "ecr:GetAuthorizationToken", "secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue", "ssm:GetParametersByPath"],
      one([for statement in data.aws_iam_policy_document.plan[0].statement : statement.actions if statement.sid == "NoSecrets" && statement.effect == "Deny"]),
    )) == 0
    error_message = "Passwords, tokens and secrets are denied by name."
  }

  assert {
    condition = one([
      for statement in data.aws_iam_policy_document.plan[0].statement : { for condition in statement.condition : "${condition.test} ${condition.variable}" => one(condition.values) } if statement.effect == "Deny" && statement.actions == toset(["kms:Decrypt"])
    ]) == { "StringNotEquals kms:ViaService" = "s3.us-west-2.amazonaws.com" }
    error_message = "Nothing but states is decrypted, encrypted parameters neither."
  }

  assert {
    condition = alltrue([
      for action in one([for statement in data.aws_iam_policy_document.plan[0].statement : statement.not_actions if statement.sid == "NothingElse" && statement.effect == "Deny"]) :
      can(regex(":(Describe|Get|List)", action)) || action == "kms:Decrypt"
    ])
    error_message = "What is left of ReadOnlyAccess is reading."
  }
}

run "states_with_a_key_of_their_own_are_decrypted" {
  command = plan

  variables {
    github_plan_subjects = ["repo:acme/webapp:pull_request"]
    state_kms_key_arn    = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000000"
  }

  assert {
    condition     = one([for statement in data.aws_iam_policy_document.plan[0].statement : statement.resources if statement.sid == "DecryptStates"]) == toset([var.state_kms_key_arn])
    error_message = "That key, and no other."
  }
}

run "a_push_role_and_a_plan_role_share_the_identity_provider" {
  command = plan

  variables {
    github_subjects      = ["repo:acme/webapp:ref:refs/tags/v*"]
    github_plan_subjects = ["repo:acme/webapp:pull_request"]
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 1 && length(aws_iam_role.push) == 1 && length(aws_iam_role.plan) == 1
    error_message = "There can be one provider for each account."
  }
}

run "who_plans_reads_states" {
  command = plan

  variables {
    github_plan_subjects = ["repo:acme/webapp:pull_request"]
    state_bucket         = null
  }

  expect_failures = [var.state_bucket]
}

run "pull_requests_of_a_whole_organisation_are_refused" {
  command = plan

  variables {
    github_plan_subjects = ["repo:acme/*:pull_request"]
  }

  expect_failures = [var.github_plan_subjects]
}

run "pull_requests_of_any_owner_are_refused" {
  command = plan

  variables {
    github_plan_subjects = ["repo:*/webapp:pull_request"]
  }

  expect_failures = [var.github_plan_subjects]
}

run "more_than_pull_requests_is_refused" {
  command = plan

  variables {
    github_plan_subjects = ["repo:acme/webapp:pull_request*"]
  }

  expect_failures = [var.github_plan_subjects]
}

run "a_branch_does_not_plan" {
  command = plan

  variables {
    github_plan_subjects = ["repo:acme/webapp:pull_request", "repo:acme/webapp:ref:refs/heads/main"]
  }

  expect_failures = [var.github_plan_subjects]
}

run "a_subject_with_a_variable_of_iam_is_refused" {
  command = plan

  variables {
    github_plan_subjects = ["repo:$${aws:username}/webapp:pull_request"]
  }

  expect_failures = [var.github_plan_subjects]
}

run "an_arn_is_no_bucket" {
  command = plan

  variables {
    state_bucket = "arn:aws:s3:::tera-states"
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
