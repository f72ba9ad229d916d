#!/usr/bin/env bash
# The libraries of lists in .shipping/lock, and the clone itself: bash .shipping/install_locked.sh PYTHON LIST…
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1
shift
"$python" -m pip install --disable-pip-version-check --require-hashes --only-binary=:all: \
  $(printf -- '--requirement=.shipping/lock/%s.txt ' "$@")
"$python" -m pip install --disable-pip-version-check --no-deps --no-build-isolation --editable .
