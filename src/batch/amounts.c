#include "batch/amounts.h"

void amounts_add_number(struct buf *b, size_t n)
{
    if (n >= 1000) {
        amounts_add_number(b, n / 1000);
        buf_format(b, ",%03zu", n % 1000);
    } else {
        buf_format(b, "%zu", n);
    }
}

void amounts_add_count(struct buf *b, size_t count, const char *what)
{
    amounts_add_number(b, count);
    buf_format(b, " %s%s", what, count == 1 ? "" : "s");
}

void amounts_add_size(struct buf *b, size_t bytes)
{
    size_t tenths = (bytes + 99999) / 100000;
    if (bytes <= 999000)
        buf_format(b, "%zu KB", (bytes + 999) / 1000);
    else if (tenths < 10000)
        buf_format(b, "%zu.%zu MB", tenths / 10, tenths % 10);
    else
        buf_format(b, "%zu.%zu GB", tenths / 10000, tenths / 1000 % 10);
}

void amounts_add_duration(struct buf *b, long long seconds)
{
    if (seconds < 60)
        buf_format(b, "%lld s", seconds);
    else if (seconds < 3600)
        buf_format(b, "%lld min %lld s", seconds / 60, seconds % 60);
    else
        buf_format(b, "%lld h %lld min", seconds / 3600, seconds / 60 % 60);
}

void amounts_add_time(struct buf *b, long long ms)
{
    long long tenths = (ms + 50) / 100;
    if (ms < 1000)
        buf_format(b, "%lld ms", ms);
    else if (tenths < 600)
        buf_format(b, "%lld.%lld s", tenths / 10, tenths % 10);
    else
        amounts_add_duration(b, (ms + 500) / 1000);
}
