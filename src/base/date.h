/*
 * date: calendar days and the quarters of an English public body's year, which runs from April to
 * March: Q1 is April to June; Q2 2020/21 is 1 July to 30 September 2020.
 */
#ifndef QUOIN_BASE_DATE_H
#define QUOIN_BASE_DATE_H

#include <stdbool.h>

#include "base/str.h"

struct date {
    int year, month, day; /* Gregorian; month 1..12 */
    int hour, minute;     /* -1 when no time was given */
};

/* A quarter of the financial year that begins on 1 April of `year`. */
struct quarter {
    int year;   /* 2020 stands for 2020/21 */
    int number; /* 1..4 */
};

/* "2020-11-25" or "2020-11-25T10:00" (a trailing Z or seconds are allowed). Real days only. */
bool date_parse(str s, struct date *out);
int date_cmp(struct date a, struct date b);
int date_weekday(struct date d); /* 0 = Monday */
/* Days since 1970-01-01; negative before. */
long date_days(struct date d);
/* The UTC moment of SOURCE_DATE_EPOCH and the like. */
struct date date_from_epoch(long long seconds);

/* "2020/21" or "2020/2021"; the second year must follow the first. 1900..2199. */
bool quarter_parse_year(str s, int *year);
struct date quarter_first_day(struct quarter q);
struct date quarter_last_day(struct quarter q);
/* n quarters later; earlier when negative. */
struct quarter quarter_step(struct quarter q, int n);
int quarter_cmp(struct quarter a, struct quarter b);

#endif
