#!/usr/bin/env bash
# Format, validity and tests of everything below terraform/. Needs no account: backends are left out, tests use mocks.
set -euo pipefail
cd "$(dirname "$0")/../terraform"

terraform fmt -check -diff -recursive
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/plugins"
export TF_PLUGIN_CACHE_DIR=${TF_PLUGIN_CACHE_DIR:-$scratch/plugins} TF_IN_AUTOMATION=true

for file in */terraform.tf; do
  root=$(dirname "$file")
  echo "== $root"
  # What somebody initialised in the folder stays as it is.
  export TF_DATA_DIR=$scratch/$root
  terraform -chdir="$root" init -backend=false -input=false -lockfile=readonly -no-color >/dev/null
  terraform -chdir="$root" validate -no-color
  [ ! -d "$root/tests" ] || terraform -chdir="$root" test -no-color
done
