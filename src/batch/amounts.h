/* amounts: how many, how large, how long, as people read them on a terminal and on a page. */
#ifndef QUOIN_BATCH_AMOUNTS_H
#define QUOIN_BATCH_AMOUNTS_H

#include "base/str.h"

/* 12,345 */
void amounts_add_number(struct buf *b, size_t n);
/* "1 page", "12 pages" */
void amounts_add_count(struct buf *b, size_t count, const char *what);
/* Bytes as people know them from lists of files: thousands, rounded up; "61 KB", "2.4 MB". */
void amounts_add_size(struct buf *b, size_t bytes);
/* "5 s", "2 min 3 s", "1 h 4 min" */
void amounts_add_duration(struct buf *b, long long seconds);
/* "175 ms", "5.1 s", "2 min 3 s" */
void amounts_add_time(struct buf *b, long long ms);

#endif
