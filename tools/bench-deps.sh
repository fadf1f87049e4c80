#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# bench-deps.sh - Install what make bench compares with, beside what make deps
# does
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get update -q </dev/null
apt-get install -q -y --no-install-recommends mininet bridge-utils </dev/null
