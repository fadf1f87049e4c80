#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# c-string.sh NAME FILE - A text as a C string of that name, line by line
echo "extern const char $1[];"
echo "const char $1[] ="
sed 's/[\\"]/\\&/g; s/.*/"&\\n"/' "$2"
echo ";"
