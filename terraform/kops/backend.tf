# Bucket and key come from env/*.s3.tfbackend and from the command line: a backend takes no variables.
terraform {
  backend "s3" {}
}
