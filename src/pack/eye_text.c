#include "pack/eye.h"

#include <stdlib.h>

static void begin_line(struct reader *r, long long x, long long y)
{
    struct matrix move = {MATRIX_UNIT, 0, 0, MATRIX_UNIT, x, y};
    r->line = matrix_then(&move, &r->line);
    r->text = r->line;
}

static void go_on(struct reader *r, long long x)
{
    struct matrix move = {MATRIX_UNIT, 0, 0, MATRIX_UNIT, x, 0};
    r->text = matrix_then(&move, &r->text);
}

static const struct advance *find_font(struct reader *r, qpdf_oh font)
{
    struct eye *e = r->eye;
    uint64_t id = handle_id(e->q, font);
    for (size_t i = 0; i < e->font_count && id; i++)
        if (e->fonts[i].id == id)
            return e->fonts[i].advance;
    struct advance *advance = ARENA_NEW(e->arena, struct advance);
    advance_read(e->arena, e->q, font, advance);
    eye_spend(e, EYE_FORM_EFFORT + EYE_WIDTH_EFFORT * advance->range_count, 0);
    if (id && e->font_count < EYE_FONTS_KEPT)
        e->fonts[e->font_count++] = (struct known_font){id, advance};
    return advance;
}

static void do_font(struct reader *r)
{
    qpdf_oh mark = handle_mark(r->eye->q);
    r->state->font = find_font(r, eye_resource(r, "/Font", 1));
    r->state->size = eye_number(r, 0, 1);
    handle_rewind(r->eye->q, mark);
}

/* Not where it is invisible (9.3.6), or filled in white alone. */
static bool is_text_visible(const struct state *s)
{
    return s->mode != 3 && s->mode != 7 && !(s->mode == 0 && s->fill.is_white);
}

/* The box of the glyphs between two places on the line; what is vertical may go down as far. */
static void see_glyphs(struct reader *r, long long from, long long to)
{
    const struct state *s = r->state;
    struct extent box =
        extent_between(from, matrix_sum(matrix_scale(s->size, s->font->bottom), s->rise), to,
                       matrix_sum(matrix_scale(s->size, s->font->top), s->rise));
    if (s->font->is_vertical)
        extent_add(&box, &(struct extent){from - llabs(s->size), from - to, to, llabs(s->size)});
    struct matrix there = matrix_then(&r->text, &s->ctm);
    box = extent_moved(&there, &box);
    if (is_text_visible(s))
        eye_see(r, &box);
}

/* Blanks show nothing: what shows goes from the first glyph that is none to the last. */
static void show_text(struct reader *r, struct token token)
{
    const struct state *s = r->state;
    if (token.kind != TOKEN_STRING || !s->font)
        return;
    str text = token_bytes(r->eye->arena, token);
    long long x = 0, from = 0, to = -1;
    bool is_blank;
    for (size_t at = 0; at < text.n;) {
        long long width = matrix_scale(s->size, advance_next(s->font, text, &at, &is_blank));
        width = matrix_sum(width, matrix_sum(s->char_space, is_blank ? s->word_space : 0));
        if (!is_blank && to < 0)
            from = x;
        x = matrix_sum(x, matrix_scale(width, s->stretch));
        if (!is_blank)
            to = x < from ? from : x;
    }
    if (to >= 0)
        see_glyphs(r, from, to);
    go_on(r, x);
}

static void do_show(struct reader *r)
{
    for (size_t i = 0; i < r->count; i++) {
        struct token token = r->operands[i];
        long long back = matrix_scale(matrix_scale(token.value, r->state->size), r->state->stretch);
        if (token.kind == TOKEN_NUMBER)
            go_on(r, -back / 1000);
        show_text(r, token);
    }
}

static void next_line(struct reader *r)
{
    begin_line(r, 0, -r->state->leading);
}

/* Only the last operand is a text: before it stand the spaces of the operator ". */
static void show_last(struct reader *r)
{
    next_line(r);
    if (r->count)
        show_text(r, r->operands[r->count - 1]);
}

bool eye_text_run(struct reader *r, unsigned code)
{
    struct state *s = r->state;
    switch (code) {
    case OP2('B', 'T'): r->line = r->text = MATRIX_IDENTITY; break;
    case OP2('T', 'f'): do_font(r); break;
    case OP2('T', 'L'): s->leading = eye_number(r, 0, 1); break;
    case OP2('T', 's'): s->rise = eye_number(r, 0, 1); break;
    case OP2('T', 'z'): s->stretch = eye_number(r, 0, 1) / 100; break;
    case OP2('T', 'c'): s->char_space = eye_number(r, 0, 1); break;
    case OP2('T', 'w'): s->word_space = eye_number(r, 0, 1); break;
    case OP2('T', 'r'): s->mode = (int)(eye_number(r, 0, 1) / MATRIX_UNIT); break;
    case OP2('T', 'D'): s->leading = -eye_number(r, 1, 2); /* fall through */
    case OP2('T', 'd'): begin_line(r, eye_number(r, 0, 2), eye_number(r, 1, 2)); break;
    case OP2('T', 'm'): r->line = r->text = eye_matrix(r); break;
    case OP2('T', '*'): next_line(r); break;
    case OP2('T', 'j'):
    case OP2('T', 'J'): do_show(r); break;
    case OP1('"'):
        s->word_space = eye_number(r, 0, 3);
        s->char_space = eye_number(r, 1, 3); /* fall through */
    case OP1('\''): show_last(r); break;
    default: return false;
    }
    return true;
}
