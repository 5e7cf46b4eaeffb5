#include "pack/band.h"

#include <stdlib.h>

#include "pack/advance.h"
#include "pack/matrix.h"
#include "pack/page_parts.h"
#include "pack/token.h"

/* What no page needs: beyond, it counts as content. */
#define FORM_DEPTH    10
#define STATE_DEPTH   256
#define TOKENS_MOST   5000000
#define CONTENT_MOST  ((size_t)256 << 20)
#define OPERANDS_MOST 100000
#define FONTS_KEPT    32

struct paint {
    bool is_white;
    bool is_additive; /* all ones are white in its colour space */
};

/* The graphics state (8.4.1), as far as it matters here. */
struct state {
    struct matrix ctm;
    struct extent clip; /* of the page's space, as all extents */
    struct paint fill, stroke;
    long long line_width;
    const struct advance *font;
    long long size, leading, rise, stretch, char_space, word_space;
    int mode;
};

struct known_font {
    uint64_t id;
    const struct advance *advance;
};

/* Looking at a page. */
struct eye {
    struct arena *arena;
    qpdf_data q;
    struct extent band;
    struct state *states; /* the last one counts */
    size_t depth;
    struct known_font fonts[FONTS_KEPT];
    size_t font_count;
    size_t token_count, content_size;
    bool has_seen;
};

/* Reading one stream for it. */
struct reader {
    struct eye *eye;
    struct state *state;
    qpdf_oh resources;
    struct tokens tokens;
    struct token *operands;
    size_t count, capacity;
    int form_depth;
    size_t base;                    /* the state it began with: Q does not go back beyond */
    struct matrix line, text;       /* the text line matrix, the text matrix */
    long long x, y, from_x, from_y; /* the current point, and where its subpath began */
    struct extent path;
    bool is_crossed; /* a segment of the path lies in the band */
    bool is_clip;    /* the path will be one */
};

/* ---- what shows ---------------------------------------------------------------------------- */

static bool is_in_band(const struct reader *r, const struct extent *x)
{
    struct extent shown = extent_common(x, &r->state->clip);
    return extent_touches(&shown, &r->eye->band);
}

static void see(struct reader *r, const struct extent *x)
{
    if (is_in_band(r, x))
        r->eye->has_seen = true;
}

static void see_square(struct reader *r)
{
    struct extent unit = {0, 0, MATRIX_UNIT, MATRIX_UNIT};
    struct extent there = extent_moved(&r->state->ctm, &unit);
    see(r, &there);
}

/* ---- operands ------------------------------------------------------------------------------ */

/* Number i of the last n operands; 0 where there is none. */
static long long number(const struct reader *r, size_t i, size_t n)
{
    if (r->count < n)
        return 0;
    const struct token *token = &r->operands[r->count - n + i];
    return token->kind == TOKEN_NUMBER ? token->value : 0;
}

/* The resource of a kind that the operand before the last `skip` ones names. */
static qpdf_oh named_resource(struct reader *r, const char *kind, size_t skip)
{
    qpdf_data q = r->eye->q;
    if (r->count <= skip || r->operands[r->count - 1 - skip].kind != TOKEN_NAME)
        return qpdf_oh_new_null(q);
    str name = token_bytes(r->eye->arena, r->operands[r->count - 1 - skip]);
    qpdf_oh all = handle_get(q, r->resources, kind);
    qpdf_oh one = handle_get(q, all, str_format(r->eye->arena, "/%.*s", STR_ARG(name)).p);
    qpdf_oh_release(q, all);
    return one;
}

static struct matrix matrix(const struct reader *r)
{
    return (struct matrix){number(r, 0, 6), number(r, 1, 6), number(r, 2, 6),
                           number(r, 3, 6), number(r, 4, 6), number(r, 5, 6)};
}

/* ---- graphics state ------------------------------------------------------------------------ */

static void do_save(struct reader *r)
{
    struct eye *e = r->eye;
    if (e->depth + 1 == STATE_DEPTH) {
        e->has_seen = true;
        return;
    }
    e->states[e->depth + 1] = e->states[e->depth];
    r->state = &e->states[++e->depth];
}

static void restore_to(struct reader *r, size_t depth)
{
    r->eye->depth = depth;
    r->state = &r->eye->states[depth];
}

static void do_matrix(struct reader *r)
{
    struct matrix m = matrix(r);
    r->state->ctm = matrix_then(&m, &r->state->ctm);
}

static bool are_all(const struct reader *r, size_t n, long long value)
{
    bool is_so = r->count >= n && n > 0;
    for (size_t i = 0; i < n; i++)
        is_so =
            is_so && r->operands[r->count - n + i].kind == TOKEN_NUMBER && number(r, i, n) == value;
    return is_so;
}

/* Colour spaces in which all ones are white: grey and RGB, device's or an ICC profile's. */
static bool is_additive(struct reader *r)
{
    static const char *const names[] = {"/DeviceGray", "/DeviceRGB", "/CalGray",
                                        "/CalRGB",     "/G",         "/RGB"};
    qpdf_data q = r->eye->q;
    qpdf_oh space = named_resource(r, "/ColorSpace", 0), family = handle_at(q, space, 0);
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
    paint->is_additive = is_additive(r);
    paint->is_white = false;
}

static void set_colour(struct reader *r, struct paint *paint)
{
    paint->is_white = paint->is_additive && are_all(r, r->count, MATRIX_UNIT);
}

/* ---- paths --------------------------------------------------------------------------------- */

/* How far a stroke reaches to both sides of its line, at most. */
static void widen_stroke(const struct reader *r, struct extent *x)
{
    const struct matrix *m = &r->state->ctm;
    long long half = r->state->line_width / 2;
    extent_widen(x, matrix_scale(half, llabs(m->a) + llabs(m->c)),
                 matrix_scale(half, llabs(m->b) + llabs(m->d)));
}

static void add_segment(struct reader *r, struct extent box)
{
    struct extent there = extent_moved(&r->state->ctm, &box);
    extent_add(&r->path, &there);
    widen_stroke(r, &there);
    r->is_crossed = r->is_crossed || is_in_band(r, &there);
}

static void move_to(struct reader *r, long long x, long long y)
{
    r->x = r->from_x = x;
    r->y = r->from_y = y;
}

static struct extent box_of(long long x, long long y, long long to_x, long long to_y)
{
    struct extent box = {x, y, x, y};
    extent_add(&box, &(struct extent){to_x, to_y, to_x, to_y});
    return box;
}

static void line_to(struct reader *r, long long x, long long y)
{
    add_segment(r, box_of(r->x, r->y, x, y));
    r->x = x;
    r->y = y;
}

/* A curve stays within the box of its ends and its `n` - 1 control points. */
static void do_curve(struct reader *r, size_t n)
{
    struct extent box = {r->x, r->y, r->x, r->y};
    for (size_t i = 0; i < n; i++) {
        r->x = number(r, 2 * i, 2 * n);
        r->y = number(r, 2 * i + 1, 2 * n);
        extent_add(&box, &(struct extent){r->x, r->y, r->x, r->y});
    }
    add_segment(r, box);
}

static void do_rectangle(struct reader *r)
{
    long long x = number(r, 0, 4), y = number(r, 1, 4);
    long long right = matrix_sum(x, number(r, 2, 4)), top = matrix_sum(y, number(r, 3, 4));
    move_to(r, x, y);
    line_to(r, right, y);
    line_to(r, right, top);
    line_to(r, x, top);
    line_to(r, x, y);
}

static void end_path(struct reader *r)
{
    if (r->is_clip && !extent_is_none(&r->path))
        r->state->clip = extent_common(&r->state->clip, &r->path);
    r->path = EXTENT_NONE;
    r->is_crossed = r->is_clip = false;
}

static void paint_path(struct reader *r, bool is_filled, bool is_stroked)
{
    if (is_filled && !r->state->fill.is_white)
        see(r, &r->path);
    if (is_stroked && !r->state->stroke.is_white && r->is_crossed)
        r->eye->has_seen = true;
    end_path(r);
}

/* ---- text ---------------------------------------------------------------------------------- */

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
    if (id && e->font_count < FONTS_KEPT)
        e->fonts[e->font_count++] = (struct known_font){id, advance};
    return advance;
}

static void do_font(struct reader *r)
{
    qpdf_oh font = named_resource(r, "/Font", 1);
    r->state->font = find_font(r, font);
    r->state->size = number(r, 0, 1);
    qpdf_oh_release(r->eye->q, font);
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
    struct extent box = box_of(from, matrix_sum(matrix_scale(s->size, s->font->bottom), s->rise),
                               to, matrix_sum(matrix_scale(s->size, s->font->top), s->rise));
    if (s->font->is_vertical)
        extent_add(&box, &(struct extent){from - llabs(s->size), from - to, to, llabs(s->size)});
    struct matrix there = matrix_then(&r->text, &s->ctm);
    box = extent_moved(&there, &box);
    if (is_text_visible(s))
        see(r, &box);
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

/* ---- pictures and forms -------------------------------------------------------------------- */

static void read_stream(struct eye *e, str content, qpdf_oh resources, int form_depth);

static bool read_numbers(qpdf_data q, qpdf_oh array, long long *out, int n)
{
    bool is_right = handle_count(q, array) == n;
    for (int i = 0; i < n && is_right; i++) {
        qpdf_oh item = handle_at(q, array, i);
        struct tokens text = {.text = str_z(qpdf_oh_unparse_resolved(q, item))};
        struct token token = token_next(&text);
        is_right = token.kind == TOKEN_NUMBER;
        out[i] = token.value;
        qpdf_oh_release(q, item);
    }
    return is_right;
}

/* The form's own space (8.10.1), and its box as a clip. False: nothing of it can show there. */
static bool enter_form(struct reader *r, qpdf_oh form)
{
    qpdf_data q = r->eye->q;
    long long m[6], b[4];
    if (read_numbers(q, handle_get(q, form, "/Matrix"), m, 6)) {
        struct matrix own = {m[0], m[1], m[2], m[3], m[4], m[5]};
        r->state->ctm = matrix_then(&own, &r->state->ctm);
    }
    if (read_numbers(q, handle_get(q, form, "/BBox"), b, 4)) {
        struct extent box = box_of(b[0], b[1], b[2], b[3]);
        box = extent_moved(&r->state->ctm, &box);
        r->state->clip = extent_common(&r->state->clip, &box);
    }
    return is_in_band(r, &r->state->clip);
}

/* One that cannot be read, or too deep, counts as filled. */
static void read_form(struct reader *r, qpdf_oh form)
{
    struct eye *e = r->eye;
    struct arena_mark mark = arena_mark(e->arena);
    size_t fonts = e->font_count, depth = e->depth;
    str content;
    do_save(r);
    if (!e->has_seen && enter_form(r, form)) {
        qpdf_oh resources = handle_get(e->q, form, "/Resources");
        bool has_own = qpdf_oh_is_dictionary(e->q, resources);
        if (r->form_depth == FORM_DEPTH || !handle_decoded(e->arena, e->q, form, &content))
            e->has_seen = true;
        else
            read_stream(e, content, has_own ? resources : r->resources, r->form_depth + 1);
    }
    restore_to(r, depth);
    e->font_count = fonts; /* those met in the form go with its memory */
    arena_rewind(e->arena, mark);
}

static void do_object(struct reader *r)
{
    qpdf_data q = r->eye->q;
    qpdf_oh object = named_resource(r, "/XObject", 0), kind = handle_get(q, object, "/Subtype");
    if (handle_is_name(q, kind, "/Image"))
        see_square(r);
    else if (handle_is_name(q, kind, "/Form"))
        read_form(r, object);
    qpdf_oh_release(q, object);
}

static void do_inline_image(struct reader *r)
{
    see_square(r);
    if (!token_skip_image(&r->tokens))
        r->eye->has_seen = true;
}

/* ---- operators ----------------------------------------------------------------------------- */

/* An operator's letters in a number. */
#define OP1(a)       ((unsigned)(a))
#define OP2(a, b)    (OP1(a) | (unsigned)(b) << 8)
#define OP3(a, b, c) (OP2(a, b) | (unsigned)(c) << 16)

static unsigned code_of(str s)
{
    unsigned code = 0;
    for (size_t i = 0; i < s.n && s.n <= 3; i++)
        code |= (unsigned)(unsigned char)s.p[i] << 8 * i;
    return code;
}

static bool run_state(struct reader *r, unsigned code)
{
    struct state *s = r->state;
    switch (code) {
    case OP1('q'): do_save(r); break;
    case OP1('Q'):
        if (r->eye->depth > r->base)
            restore_to(r, r->eye->depth - 1);
        break;
    case OP2('c', 'm'): do_matrix(r); break;
    case OP1('w'): s->line_width = number(r, 0, 1); break;
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

static bool run_path(struct reader *r, unsigned code)
{
    switch (code) {
    case OP1('m'): move_to(r, number(r, 0, 2), number(r, 1, 2)); break;
    case OP1('l'): line_to(r, number(r, 0, 2), number(r, 1, 2)); break;
    case OP1('c'): do_curve(r, 3); break;
    case OP1('v'):
    case OP1('y'): do_curve(r, 2); break;
    case OP1('h'): line_to(r, r->from_x, r->from_y); break;
    case OP2('r', 'e'): do_rectangle(r); break;
    case OP1('W'):
    case OP2('W', '*'): r->is_clip = true; break;
    case OP1('n'): end_path(r); break;
    case OP1('f'):
    case OP1('F'):
    case OP2('f', '*'): paint_path(r, true, false); break;
    case OP1('s'):
        line_to(r, r->from_x, r->from_y);
        paint_path(r, false, true);
        break;
    case OP1('S'): paint_path(r, false, true); break;
    case OP1('b'):
    case OP2('b', '*'):
        line_to(r, r->from_x, r->from_y);
        paint_path(r, true, true);
        break;
    case OP1('B'):
    case OP2('B', '*'): paint_path(r, true, true); break;
    default: return false;
    }
    return true;
}

static bool run_text(struct reader *r, unsigned code)
{
    struct state *s = r->state;
    switch (code) {
    case OP2('B', 'T'): r->line = r->text = MATRIX_IDENTITY; break;
    case OP2('T', 'f'): do_font(r); break;
    case OP2('T', 'L'): s->leading = number(r, 0, 1); break;
    case OP2('T', 's'): s->rise = number(r, 0, 1); break;
    case OP2('T', 'z'): s->stretch = number(r, 0, 1) / 100; break;
    case OP2('T', 'c'): s->char_space = number(r, 0, 1); break;
    case OP2('T', 'w'): s->word_space = number(r, 0, 1); break;
    case OP2('T', 'r'): s->mode = (int)(number(r, 0, 1) / MATRIX_UNIT); break;
    case OP2('T', 'D'): s->leading = -number(r, 1, 2); /* fall through */
    case OP2('T', 'd'): begin_line(r, number(r, 0, 2), number(r, 1, 2)); break;
    case OP2('T', 'm'): r->line = r->text = matrix(r); break;
    case OP2('T', '*'): next_line(r); break;
    case OP2('T', 'j'):
    case OP2('T', 'J'): do_show(r); break;
    case OP1('"'):
        s->word_space = number(r, 0, 3);
        s->char_space = number(r, 1, 3); /* fall through */
    case OP1('\''): show_last(r); break;
    default: return false;
    }
    return true;
}

static void run(struct reader *r, str operator)
{
    unsigned code = code_of(operator);
    if (run_path(r, code) || run_text(r, code) || run_state(r, code))
        return;
    if (code == OP2('D', 'o'))
        do_object(r);
    else if (code == OP2('s', 'h'))
        see(r, &r->state->clip);
    else if (code == OP2('I', 'D'))
        do_inline_image(r);
}

/* ---- streams ------------------------------------------------------------------------------- */

static void add_operand(struct reader *r, struct token token)
{
    if (r->count == OPERANDS_MOST)
        r->eye->has_seen = true;
    else
        *ARENA_PUSH(r->eye->arena, r->operands, r->count, r->capacity) = token;
}

static void read_tokens(struct reader *r)
{
    struct eye *e = r->eye;
    while (!e->has_seen) {
        struct token token = token_next(&r->tokens);
        if (token.kind == TOKEN_END)
            return;
        if (token.kind == TOKEN_FAULT || ++e->token_count > TOKENS_MOST) {
            e->has_seen = true;
        } else if (token.kind == TOKEN_OPERATOR) {
            run(r, token.text);
            r->count = 0;
        } else if (token.kind != TOKEN_OPEN && token.kind != TOKEN_CLOSE) {
            add_operand(r, token);
        }
    }
}

static void read_stream(struct eye *e, str content, qpdf_oh resources, int form_depth)
{
    struct reader r = {.eye = e,
                       .state = &e->states[e->depth],
                       .resources = resources,
                       .tokens = {.text = content},
                       .form_depth = form_depth,
                       .base = e->depth,
                       .line = MATRIX_IDENTITY,
                       .text = MATRIX_IDENTITY,
                       .path = EXTENT_NONE};
    e->content_size += content.n;
    if (e->content_size > CONTENT_MOST)
        e->has_seen = true;
    else
        read_tokens(&r);
}

/* ---- the page ------------------------------------------------------------------------------ */

/* Hidden ones, and those without an appearance (links), show nothing. */
static bool is_shown(qpdf_data q, qpdf_oh annotation)
{
    long long flags = 0;
    handle_integer(q, handle_get(q, annotation, "/F"), &flags);
    return handle_has(q, annotation, "/AP") && !(flags & 2);
}

static void look_at_annotations(struct eye *e, qpdf_oh page)
{
    qpdf_oh list = handle_get(e->q, page, "/Annots");
    int count = handle_count(e->q, list);
    for (int i = 0; i < count && !e->has_seen; i++) {
        qpdf_oh annotation = handle_at(e->q, list, i);
        long long b[4];
        if (is_shown(e->q, annotation) &&
            read_numbers(e->q, handle_get(e->q, annotation, "/Rect"), b, 4)) {
            struct extent box = box_of(b[0], b[1], b[2], b[3]);
            e->has_seen = extent_touches(&box, &e->band);
        }
        qpdf_oh_release(e->q, annotation);
    }
}

bool band_has_content(struct arena *scratch, qpdf_data q, qpdf_oh page, const struct band *band)
{
    struct arena_mark mark = arena_mark(scratch);
    struct eye e = {.arena = scratch, .q = q};
    str content;
    e.band = (struct extent){band->left * 1000, band->bottom * 1000, band->right * 1000,
                             band->top * 1000};
    e.states = ARENA_ARRAY(scratch, STATE_DEPTH, struct state);
    e.states[0] = (struct state){.ctm = MATRIX_IDENTITY,
                                 .clip = {-TOKEN_MOST, -TOKEN_MOST, TOKEN_MOST, TOKEN_MOST},
                                 .fill.is_additive = true,
                                 .stroke.is_additive = true,
                                 .line_width = MATRIX_UNIT,
                                 .stretch = MATRIX_UNIT};
    look_at_annotations(&e, page);
    if (!e.has_seen && !page_parts_content(scratch, q, page, &content))
        e.has_seen = true;
    if (!e.has_seen)
        read_stream(&e, content, page_parts_inherit(q, page, "/Resources"), 0);
    arena_rewind(scratch, mark);
    return e.has_seen;
}
