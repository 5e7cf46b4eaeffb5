/*
 * show: other people's words (paths, titles, names), shown so that they can do no harm. Control
 * characters, what reorders text (bidi), and malformed bytes would drive a terminal or make a line
 * read as what it is not: people see them as \xNN, one for each byte; JSON has its own escapes.
 *
 * Widths are columns of a terminal: letters of the far east take two, combining marks none.
 */
#ifndef QUOIN_BASE_SHOW_H
#define QUOIN_BASE_SHOW_H

#include <stdio.h>

#include "base/str.h"

/* Controls, line separators and everything that reorders text. */
bool show_is_unsafe(uint32_t c);

/* Shows the code point at *at and steps over it; returns the columns it takes. */
int show_rune(FILE *out, str s, size_t *at);
void show_print(FILE *out, str s);

void show_add(struct buf *b, str s);
/* In at most so many columns (1 or more): what is too long is cut in the middle, "nor…-q2.pdf". */
void show_add_cut(struct buf *b, str s, size_t columns);
size_t show_width(str s); /* as it is shown */

/* A JSON string (RFC 8259) with its quotes; malformed bytes are U+FFFD. Never a line feed. */
void show_print_json(FILE *out, str s);
void show_add_json(struct buf *b, str s);

#endif
