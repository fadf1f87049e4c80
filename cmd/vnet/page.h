/* SPDX-License-Identifier: BSD-2-Clause */
/* page.h - A picture as a page that needs nothing else */
#pragma once

/* page_make() - The page around an SVG as graphviz writes it; @title and
 * @summary are plain text.  Caller frees; NULL: out of memory */
char *page_make(const char *title, const char *summary, const char *svg);

extern const char page_html[]; /* page.html, where @WORDS@ stand for these */
