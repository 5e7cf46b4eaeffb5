#include "pack/eye.h"

void eye_state_begin(struct eye *e)
{
    e->states = ARENA_ARRAY(e->arena, EYE_STATES_MAX, struct state);
    e->states[0] = (struct state){.ctm = MATRIX_IDENTITY,
                                  .clip = {-TOKEN_MOST, -TOKEN_MOST, TOKEN_MOST, TOKEN_MOST},
                                  .fill.is_additive = true,
                                  .stroke.is_additive = true,
                                  .line_width = MATRIX_UNIT,
                                  .stretch = MATRIX_UNIT};
}

void eye_state_save(struct reader *r)
{
    struct eye *e = r->eye;
    if (e->depth + 1 == EYE_STATES_MAX) {
        e->has_seen = true;
        return;
    }
    e->states[e->depth + 1] = e->states[e->depth];
    r->state = &e->states[++e->depth];
}

void eye_state_restore(struct reader *r, size_t depth)
{
    r->eye->depth = depth;
    r->state = &r->eye->states[depth];
}

static void do_matrix(struct reader *r)
{
    struct matrix m = eye_matrix(r);
    r->state->ctm = matrix_then(&m, &r->state->ctm);
}

static bool are_all(const struct reader *r, size_t n, long long value)
{
    bool is_so = r->count >= n && n > 0;
    for (size_t i = 0; i < n; i++)
        is_so = is_so && r->operands[r->count - n + i].kind == TOKEN_NUMBER &&
                eye_number(r, i, n) == value;
    return is_so;
}

/* Colour spaces in which all ones are white: grey and RGB, device's or an ICC profile's. */
static bool is_additive(struct reader *r)
{
    static const char *const names[] = {"/DeviceGray", "/DeviceRGB", "/CalGray",
                                        "/CalRGB",     "/G",         "/RGB"};
    qpdf_data q = r->eye->q;
    qpdf_oh space = eye_resource(r, "/ColorSpace", 0), family = handle_at(q, space, 0);
    long long n = 0;
    str written = r->count ? r->operands[r->count - 1].text : STR("");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(written, names[i]) || handle_is_name(q, family, names[i]))
            return true;
    return handle_is_name(q, family, "/ICCBased") &&
           handle_integer(q, handle_get(q, handle_at(q, space, 1), "/N"), &n) && (n == 1 || n == 3);
}

static void set_device(struct reader *r, struct paint *paint, size_t n)
{
    paint->is_additive = n < 4;
    paint->is_white = are_all(r, n, n < 4 ? MATRIX_UNIT : 0);
}

static void set_space(struct reader *r, struct paint *paint)
{
    qpdf_oh mark = handle_mark(r->eye->q);
    paint->is_additive = is_additive(r);
    handle_rewind(r->eye->q, mark);
    paint->is_white = false;
}

static void set_colour(struct reader *r, struct paint *paint)
{
    paint->is_white = paint->is_additive && are_all(r, r->count, MATRIX_UNIT);
}

bool eye_state_run(struct reader *r, unsigned code)
{
    struct state *s = r->state;
    switch (code) {
    case OP1('q'): eye_state_save(r); break;
    case OP1('Q'):
        if (r->eye->depth > r->base)
            eye_state_restore(r, r->eye->depth - 1);
        break;
    case OP2('c', 'm'): do_matrix(r); break;
    case OP1('w'): s->line_width = eye_number(r, 0, 1); break;
    case OP1('g'): set_device(r, &s->fill, 1); break;
    case OP1('G'): set_device(r, &s->stroke, 1); break;
    case OP2('r', 'g'): set_device(r, &s->fill, 3); break;
    case OP2('R', 'G'): set_device(r, &s->stroke, 3); break;
    case OP1('k'): set_device(r, &s->fill, 4); break;
    case OP1('K'): set_device(r, &s->stroke, 4); break;
    case OP2('c', 's'): set_space(r, &s->fill); break;
    case OP2('C', 'S'): set_space(r, &s->stroke); break;
    case OP2('s', 'c'):
    case OP3('s', 'c', 'n'): set_colour(r, &s->fill); break;
    case OP2('S', 'C'):
    case OP3('S', 'C', 'N'): set_colour(r, &s->stroke); break;
    default: return false;
    }
    return true;
}
