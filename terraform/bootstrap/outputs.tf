output "bucket" {
  description = "Name for -backend-config=bucket=... of the other roots."
  value       = aws_s3_bucket.state.id
}
