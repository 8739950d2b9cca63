# A name for the service: its certificate, which a record in the zone proves, and the record that leads to it.

data "aws_route53_zone" "this" {
  name         = var.zone
  private_zone = false
}

resource "aws_acm_certificate" "this" {
  domain_name       = var.name
  validation_method = "DNS"

  lifecycle {
    # A listener has one at every moment.
    create_before_destroy = true
  }
}

locals {
  # One name, one proof.
  proof = one(aws_acm_certificate.this.domain_validation_options)
}

resource "aws_route53_record" "proof" {
  zone_id = data.aws_route53_zone.this.zone_id
  name    = local.proof.resource_record_name
  type    = local.proof.resource_record_type
  records = [local.proof.resource_record_value]
  ttl     = 300

  # The same proof as that of an earlier certificate of this name.
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn         = aws_acm_certificate.this.arn
  validation_record_fqdns = [aws_route53_record.proof.fqdn]
}

resource "aws_route53_record" "alias" {
  zone_id = data.aws_route53_zone.this.zone_id
  name    = var.name
  type    = "A"

  alias {
    name                   = var.alias_name
    zone_id                = var.alias_zone_id
    evaluate_target_health = true
  }
}
