#define UNICODE_TABLES
#include "text/unicode.h"

#include <stddef.h>

/* Two steps: the block's number, then the record's number within the block. */
const struct uni_record *unicode_of(uint32_t c)
{
    if (c > 0x10FFFF)
        c = 0xFFFD;
    size_t block = uni_stage[c / UNI_BLOCK];
    return &uni_records[uni_blocks[block * UNI_BLOCK + c % UNI_BLOCK]];
}

static bool run_holds(const struct uni_lower *run, uint32_t c)
{
    return c >= run->first && c <= run->last && (c - run->first) % (uint32_t)run->step == 0;
}

/* Runs are sorted by their first; alternating ones may interlock, so a neighbour is looked at. */
uint32_t unicode_lower(uint32_t c)
{
    size_t low = 0, high = sizeof uni_lowers / sizeof *uni_lowers;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (uni_lowers[middle].first <= c)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t i = low; i > 0 && i + 2 > low; i--)
        if (run_holds(&uni_lowers[i - 1], c))
            return c + (uint32_t)uni_lowers[i - 1].delta;
    return c;
}
