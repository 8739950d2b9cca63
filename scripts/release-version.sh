#!/usr/bin/env bash
# Prints the version a tag stands for: v1.2.3 is 1.2.3, v1.2.3-rc.1 is 1.2.3-rc.1. Anything else is refused.
#
#   scripts/release-version.sh TAG
set -euo pipefail

tag=${1:-}
number='(0|[1-9][0-9]*)'
identifier='(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)'
# Build metadata (+...) is part of semver, but a registry's tag cannot carry it.
pattern="^v$number\.$number\.$number(-$identifier(\.$identifier)*)?$"
if [[ ! $tag =~ $pattern ]]; then
  echo "the tag '$tag' is no version: write vMAJOR.MINOR.PATCH, or vMAJOR.MINOR.PATCH-rc.1 for one to try" >&2
  exit 1
fi
echo "${tag#v}"
