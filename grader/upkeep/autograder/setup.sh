#!/usr/bin/env bash
# Gradescope runs this once, as root, when it makes the image in which submissions are graded.
set -euo pipefail

# Where pip finds torch for the CPU: the address that pytorch.org's "Get started" page names for
# Linux, Pip, CPU. Without it stage 7 is not graded, and 100 points are the most there are, not
# 110; torch's plain package would bring gigabytes that this machine has no use for. (`make
# gradescope INDEX=<that address>` writes it here.)
INDEX=

AUTOGRADER=${AUTOGRADER:-/autograder} # another folder in the kata's own tests
cd "$AUTOGRADER/source"

missing=()
command -v make >/dev/null || missing+=(make)
python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
if [ ${#missing[@]} -gt 0 ]; then
  apt-get update -q
  DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
fi

export PIP_NO_CACHE_DIR=1
make .venv/.light
if [ -n "$INDEX" ]; then
  make torch INDEX="$INDEX"
fi
