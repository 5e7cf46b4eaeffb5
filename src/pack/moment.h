/*
 * moment: when a document was made or changed, as PDF says it (D:20201125100000+01'00', ISO
 * 32000-1, 7.9.4) and as XMP does (2020-11-25T10:00:00+01:00).
 */
#ifndef QUOIN_PACK_MOMENT_H
#define QUOIN_PACK_MOMENT_H

#include "base/str.h"

/* To the second. */
struct moment {
    int year, month, day, hour, minute, second; /* year 0: unknown */
    char zone; /* '+' or '-': of so many hours and minutes; 'Z'; 0: not said */
    int zone_hour, zone_minute;
};

enum moment_form { MOMENT_PDF, MOMENT_XMP };

/* Either form; what is not said from the month on is the first, or 0. Unknown if it is neither. */
struct moment moment_read(str text);
/* Empty for one that is unknown. */
str moment_write(struct arena *a, const struct moment *m, enum moment_form form);

#endif
