/* SPDX-License-Identifier: BSD-2-Clause */
/* test.h - cmocka, with the headers it wants before it */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
