#include "pack/moment.h"

#include <string.h>

/* Cuts so many digits off the front; false: they are not there. */
static bool take_number(str *s, size_t digits, int *out)
{
    int value = 0;
    for (size_t i = 0; i < digits; i++) {
        if (i >= s->n || s->p[i] < '0' || s->p[i] > '9')
            return false;
        value = value * 10 + (s->p[i] - '0');
    }
    *out = value;
    *s = str_sub(*s, digits, s->n);
    return true;
}

static void skip_any(str *s, const char *bytes)
{
    if (s->n > 0 && s->p[0] && strchr(bytes, s->p[0]))
        *s = str_sub(*s, 1, s->n);
}

static void take_zone(str s, struct moment *m)
{
    if (s.n > 0 && s.p[0] && strchr("+-Z", s.p[0]))
        m->zone = s.p[0];
    if (m->zone != '+' && m->zone != '-')
        return;
    s = str_sub(s, 1, s.n);
    if (!take_number(&s, 2, &m->zone_hour))
        m->zone = 0;
    skip_any(&s, "':");
    take_number(&s, 2, &m->zone_minute);
}

static bool is_moment(const struct moment *m)
{
    return m->year > 0 && m->month >= 1 && m->month <= 12 && m->day >= 1 && m->day <= 31 &&
           m->hour <= 23 && m->minute <= 59 && m->second <= 59 && m->zone_hour <= 23 &&
           m->zone_minute <= 59;
}

struct moment moment_read(str s)
{
    struct moment m = {.month = 1, .day = 1};
    int *const fields[] = {&m.month, &m.day, &m.hour, &m.minute, &m.second};
    if (str_starts(s, STR("D:")))
        s = str_sub(s, 2, s.n);
    if (!take_number(&s, 4, &m.year))
        return (struct moment){0};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        str rest = s;
        skip_any(&rest, i < 2 ? "-" : i == 2 ? "T" : ":");
        if (!take_number(&rest, 2, fields[i]))
            break;
        s = rest;
    }
    if (s.n > 0 && s.p[0] == '.')
        do
            s = str_sub(s, 1, s.n);
        while (s.n > 0 && s.p[0] >= '0' && s.p[0] <= '9');
    take_zone(s, &m);
    return is_moment(&m) ? m : (struct moment){0};
}

str moment_write(struct arena *a, const struct moment *m, enum moment_form form)
{
    struct buf out = {.arena = a};
    bool is_xmp = form == MOMENT_XMP;
    if (m->year == 0)
        return STR("");
    buf_format(&out, is_xmp ? "%04d-%02d-%02dT%02d:%02d:%02d" : "D:%04d%02d%02d%02d%02d%02d",
               m->year, m->month, m->day, m->hour, m->minute, m->second);
    if (m->zone == 'Z')
        buf_byte(&out, 'Z');
    else if (m->zone)
        buf_format(&out, is_xmp ? "%c%02d:%02d" : "%c%02d'%02d'", m->zone, m->zone_hour,
                   m->zone_minute);
    return str_copy(a, buf_str(&out));
}
