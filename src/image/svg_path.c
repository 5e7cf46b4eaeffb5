/*
 * svg_path: path data (SVG 1.1, 8.3): commands of one letter, relative in lower case, each with as
 * many sets of numbers as follow it.
 */
#include "image/svg.h"

struct reader {
    struct outline *outline;
    str data;
    size_t at;
    char command;         /* the last; S and T look at it */
    struct point control; /* of the last curve */
};

/* Numbers that a set has; -1: no such command. */
static int set_size(char command)
{
    switch (command | 32) {
    case 'z': return 0;
    case 'h':
    case 'v': return 1;
    case 'm':
    case 'l':
    case 't': return 2;
    case 's':
    case 'q': return 4;
    case 'c': return 6;
    case 'a': return 7;
    default: return -1;
    }
}

/* An arc's flags may follow each other without a space: "a1 1 0 01.5.5". */
static bool read_flag(struct reader *r, fix *out)
{
    svg_skip(r->data, &r->at);
    if (r->at >= r->data.n || (r->data.p[r->at] != '0' && r->data.p[r->at] != '1'))
        return false;
    *out = r->data.p[r->at++] == '1' ? FIX_ONE : 0;
    return true;
}

static bool read_set(struct reader *r, int count, fix *v)
{
    for (int i = 0; i < count; i++) {
        bool is_flag = count == 7 && (i == 3 || i == 4);
        svg_skip(r->data, &r->at);
        if (!(is_flag ? read_flag(r, &v[i]) : fix_read(r->data, &r->at, &v[i])))
            return false;
    }
    return true;
}

/* The point at v, relative to the pen for a lower-case command. */
static struct point point_at(const struct reader *r, char command, const fix *v)
{
    struct point now = r->outline->now;
    return command & 32 ? (struct point){fix_add(now.x, v[0]), fix_add(now.y, v[1])}
                        : (struct point){v[0], v[1]};
}

/* The last control point mirrored in the pen, after a curve of the same family; else the pen. */
static struct point reflection(const struct reader *r, char first, char second)
{
    struct point now = r->outline->now;
    char last = r->command | 32;
    if (last != first && last != second)
        return now;
    return (struct point){fix_sub(fix_add(now.x, now.x), r->control.x),
                          fix_sub(fix_add(now.y, now.y), r->control.y)};
}

static void draw_cubic(struct reader *r, char command, const fix *v)
{
    bool is_smooth = (command | 32) == 's';
    struct point c1 = is_smooth ? reflection(r, 'c', 's') : point_at(r, command, v);
    const fix *rest = is_smooth ? v : v + 2;
    struct point c2 = point_at(r, command, rest), end = point_at(r, command, rest + 2);
    outline_curve(r->outline, c1, c2, end);
    r->control = c2;
}

static void draw_quadratic(struct reader *r, char command, const fix *v)
{
    bool is_smooth = (command | 32) == 't';
    struct point c = is_smooth ? reflection(r, 'q', 't') : point_at(r, command, v);
    outline_quadratic(r->outline, c, point_at(r, command, is_smooth ? v : v + 2));
    r->control = c;
}

static void draw_straight(struct reader *r, char command, const fix *v)
{
    struct point now = r->outline->now, p = point_at(r, command, (const fix[]){v[0], v[0]});
    outline_line(r->outline,
                 (command | 32) == 'h' ? (struct point){p.x, now.y} : (struct point){now.x, p.y});
}

static void draw(struct reader *r, char command, const fix *v)
{
    struct outline *o = r->outline;
    switch (command | 32) {
    case 'm': outline_move(o, point_at(r, command, v)); break;
    case 'l': outline_line(o, point_at(r, command, v)); break;
    case 'h':
    case 'v': draw_straight(r, command, v); break;
    case 'c':
    case 's': draw_cubic(r, command, v); break;
    case 'q':
    case 't': draw_quadratic(r, command, v); break;
    case 'a':
        outline_arc(o, v[0], v[1], v[2], v[3] != 0, v[4] != 0, point_at(r, command, v + 5));
        break;
    case 'z': outline_close(o); break;
    }
    r->command = command;
}

/* After "z" a drawing command goes on from the start, as a part of its own. */
static void reopen(struct reader *r, char command)
{
    if ((r->command | 32) == 'z' && (command | 32) != 'm' && (command | 32) != 'z')
        outline_move(r->outline, r->outline->start);
}

/* One command with all its sets; further pairs after "m" are lines. */
static bool read_command(struct reader *r)
{
    char command = r->data.p[r->at];
    int count = set_size(command);
    fix v[7] = {0};
    if (count < 0 || (r->command == 0 && (command | 32) != 'm'))
        return false;
    r->at++;
    reopen(r, command);
    for (bool is_first = true;; is_first = false) {
        size_t start = r->at;
        if (!read_set(r, count, v)) {
            r->at = is_first ? r->at : start;
            return !is_first;
        }
        if (r->outline->count > SVG_SEGMENTS_MAX)
            return false;
        draw(r, command, v);
        if (count == 0)
            return true;
        command = command == 'm' ? 'l' : command == 'M' ? 'L' : command;
    }
}

bool svg_path_read(struct outline *o, str data, size_t *at)
{
    struct reader r = {.outline = o, .data = data, .at = *at};
    bool is_good = true;
    for (svg_skip(data, &r.at); is_good && r.at < data.n; svg_skip(data, &r.at))
        is_good = read_command(&r);
    *at = r.at;
    return is_good;
}
