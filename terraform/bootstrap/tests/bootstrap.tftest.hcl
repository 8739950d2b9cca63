mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }

  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::mocked" }
  }
}

# Plans only: what prevent_destroy protects, a test could not clear away either.

run "the_bucket_is_private_versioned_and_encrypted" {
  command = plan

  assert {
    condition     = aws_s3_bucket.state.bucket == "tera-terraform-state-123456789012"
    error_message = "The default name has the account's number."
  }

  assert {
    condition     = aws_s3_bucket_versioning.state.versioning_configuration[0].status == "Enabled"
    error_message = "Old states can be restored."
  }

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.state.block_public_acls,
      aws_s3_bucket_public_access_block.state.block_public_policy,
      aws_s3_bucket_public_access_block.state.ignore_public_acls,
      aws_s3_bucket_public_access_block.state.restrict_public_buckets,
    ])
    error_message = "Nothing in it is public."
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.state.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    error_message = "Without a key S3's own keys encrypt."
  }
}

run "a_key_of_ones_own_encrypts" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000000"
    bucket      = "my-states"
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.state.rule).apply_server_side_encryption_by_default).sse_algorithm == "aws:kms"
    error_message = "With a key KMS encrypts."
  }

  assert {
    condition     = aws_s3_bucket.state.bucket == "my-states"
    error_message = "A name that is given is taken."
  }
}

run "a_bucket_with_capitals_is_refused" {
  command = plan

  variables {
    bucket = "My_States"
  }

  expect_failures = [var.bucket]
}

run "old_versions_live_a_month_at_least" {
  command = plan

  variables {
    old_versions_days = 7
  }

  expect_failures = [var.old_versions_days]
}

run "a_zone_is_no_region" {
  command = plan

  variables {
    aws_region = "us-west-2a"
  }

  expect_failures = [var.aws_region]
}
