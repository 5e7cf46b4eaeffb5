#include "base/date.h"

#define YEAR_MAX 9999

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

/* Exactly `count` digits at *at; false, and *at stays, when they are not there. */
static bool number(str s, size_t *at, size_t count, int *out)
{
    int value = 0;
    if (s.n - *at < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        char c = s.p[*at + i];
        if (c < '0' || c > '9')
            return false;
        value = value * 10 + (c - '0');
    }
    *at += count;
    *out = value;
    return true;
}

/* Steps over c if it comes next. */
static bool skip(str s, size_t *at, char c)
{
    if (*at >= s.n || s.p[*at] != c)
        return false;
    ++*at;
    return true;
}

/* Thh:mm[:ss][Z] */
static bool parse_time(str s, size_t *at, struct date *d)
{
    int second = 0;
    if (!skip(s, at, 'T') || !number(s, at, 2, &d->hour) || !skip(s, at, ':') ||
        !number(s, at, 2, &d->minute))
        return false;
    if (skip(s, at, ':') && !number(s, at, 2, &second))
        return false;
    skip(s, at, 'Z');
    return d->hour < 24 && d->minute < 60 && second < 60;
}

bool date_parse(str s, struct date *out)
{
    struct date d = {.hour = -1, .minute = -1};
    size_t at = 0;
    if (!number(s, &at, 4, &d.year) || !skip(s, &at, '-') || !number(s, &at, 2, &d.month) ||
        !skip(s, &at, '-') || !number(s, &at, 2, &d.day))
        return false;
    if (d.year < 1 || d.month < 1 || d.month > 12 || d.day < 1 ||
        d.day > month_days(d.year, d.month))
        return false;
    if (at < s.n && !parse_time(s, &at, &d))
        return false;
    if (at != s.n)
        return false;
    *out = d;
    return true;
}

int date_cmp(struct date a, struct date b)
{
    const int x[] = {a.year, a.month, a.day, a.hour, a.minute};
    const int y[] = {b.year, b.month, b.day, b.hour, b.minute};
    for (int i = 0; i < 5; i++)
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    return 0;
}

/* Days from 0001-01-01 to the first day of a year >= 1. */
static long days_before_year(int year)
{
    long y = year - 1;
    return 365 * y + y / 4 - y / 100 + y / 400;
}

long date_days(struct date d)
{
    long days = days_before_year(d.year) - days_before_year(1970);
    for (int month = 1; month < d.month; month++)
        days += month_days(d.year, month);
    return days + d.day - 1;
}

int date_weekday(struct date d)
{
    long day = (date_days(d) + 3) % 7; /* 1970-01-01 was a Thursday */
    return (int)(day < 0 ? day + 7 : day);
}

/* The last second of year 9999 and the first of year 1 stand for all beyond. */
static long long clamp_epoch(long long seconds)
{
    const long long lowest = date_days((struct date){.year = 1, .month = 1, .day = 1}) * 86400LL;
    const long long highest =
        date_days((struct date){.year = YEAR_MAX, .month = 12, .day = 31}) * 86400LL + 86399;
    return seconds < lowest ? lowest : seconds > highest ? highest : seconds;
}

struct date date_from_epoch(long long seconds)
{
    seconds = clamp_epoch(seconds);
    long long rest = seconds % 86400;
    if (rest < 0)
        rest += 86400;
    long days = (long)((seconds - rest) / 86400) + days_before_year(1970);
    int year = (int)(days / 366) + 1; /* never too late */
    while (days_before_year(year + 1) <= days)
        year++;
    days -= days_before_year(year);
    int month = 1;
    for (; days >= month_days(year, month); month++)
        days -= month_days(year, month);
    return (struct date){year, month, (int)days + 1, (int)(rest / 3600), (int)(rest / 60 % 60)};
}

bool quarter_parse_year(str s, int *year)
{
    size_t at = 0;
    int first, second;
    if (!number(s, &at, 4, &first) || !skip(s, &at, '/'))
        return false;
    bool is_long = s.n - at == 4;
    if (!number(s, &at, is_long ? 4 : 2, &second) || at != s.n)
        return false;
    if (second != (is_long ? first + 1 : (first + 1) % 100) || first < 1900 || first > 2199)
        return false;
    *year = first;
    return true;
}

struct date quarter_first_day(struct quarter q)
{
    bool is_last = q.number == 4; /* January to March: the next calendar year */
    return (struct date){q.year + is_last, is_last ? 1 : 3 * q.number + 1, 1, -1, -1};
}

struct date quarter_last_day(struct quarter q)
{
    struct date d = quarter_first_day(q);
    d.month += 2;
    d.day = month_days(d.year, d.month);
    return d;
}

/* Quarters since Q1 0000/01. */
static int ordinal(struct quarter q)
{
    return 4 * q.year + q.number - 1;
}

struct quarter quarter_step(struct quarter q, int n)
{
    int to = ordinal(q) + n;
    int number = to % 4 < 0 ? to % 4 + 4 : to % 4;
    return (struct quarter){(to - number) / 4, number + 1};
}

int quarter_cmp(struct quarter a, struct quarter b)
{
    return (ordinal(a) > ordinal(b)) - (ordinal(a) < ordinal(b));
}
