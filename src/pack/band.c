#include "pack/band.h"

#include "pack/eye.h"
#include "pack/page_parts.h"

/* What no page needs: beyond, it counts as content. */
#define FORM_DEPTH    10
#define OPERANDS_MOST 100000

/* ---- pictures and forms -------------------------------------------------------------------- */

static void read_stream(struct eye *e, str content, qpdf_oh resources, int form_depth);

/* The form's own space (8.10.1), and its box as a clip. False: nothing of it can show there. */
static bool enter_form(struct reader *r, qpdf_oh form)
{
    qpdf_data q = r->eye->q;
    struct matrix own;
    struct extent box;
    if (matrix_read(q, handle_get(q, form, "/Matrix"), &own))
        r->state->ctm = matrix_then(&own, &r->state->ctm);
    if (extent_read(q, handle_get(q, form, "/BBox"), &box)) {
        box = extent_moved(&r->state->ctm, &box);
        r->state->clip = extent_common(&r->state->clip, &box);
    }
    return eye_has_in_band(r, &r->state->clip);
}

/* One that cannot be read, or too deep, counts as filled. */
static void read_form(struct reader *r, qpdf_oh form)
{
    struct eye *e = r->eye;
    struct arena_mark mark = arena_mark(e->arena);
    size_t fonts = e->font_count, depth = e->depth;
    str content;
    eye_state_save(r);
    if (!e->has_seen && enter_form(r, form)) {
        qpdf_oh resources = handle_get(e->q, form, "/Resources");
        bool has_own = qpdf_oh_is_dictionary(e->q, resources);
        if (r->form_depth == FORM_DEPTH || !handle_decoded(e->arena, e->q, form, &content))
            e->has_seen = true;
        else
            read_stream(e, content, has_own ? resources : r->resources, r->form_depth + 1);
    }
    eye_state_restore(r, depth);
    e->font_count = fonts; /* those met in the form go with its memory */
    arena_rewind(e->arena, mark);
}

static void see_square(struct reader *r)
{
    struct extent unit = {0, 0, MATRIX_UNIT, MATRIX_UNIT};
    struct extent there = extent_moved(&r->state->ctm, &unit);
    eye_see(r, &there);
}

static void do_object(struct reader *r)
{
    qpdf_data q = r->eye->q;
    qpdf_oh mark = handle_mark(q);
    qpdf_oh object = eye_resource(r, "/XObject", 0), kind = handle_get(q, object, "/Subtype");
    if (handle_is_name(q, kind, "/Image"))
        see_square(r);
    else if (handle_is_name(q, kind, "/Form"))
        read_form(r, object);
    handle_rewind(q, mark);
}

static void do_inline_image(struct reader *r)
{
    see_square(r);
    if (!token_skip_image(&r->tokens))
        r->eye->has_seen = true;
}

/* ---- operators ----------------------------------------------------------------------------- */

static unsigned code_of(str s)
{
    unsigned code = 0;
    for (size_t i = 0; i < s.n && s.n <= 3; i++)
        code |= (unsigned)(unsigned char)s.p[i] << 8 * i;
    return code;
}

static void run(struct reader *r, str operator)
{
    unsigned code = code_of(operator);
    if (eye_path_run(r, code) || eye_text_run(r, code) || eye_state_run(r, code))
        return;
    if (code == OP2('D', 'o'))
        do_object(r);
    else if (code == OP2('s', 'h'))
        eye_see(r, &r->state->clip);
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
        eye_spend(e, 1, 0);
        if (token.kind == TOKEN_FAULT) {
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
    eye_spend(e, EYE_FORM_EFFORT, content.n);
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
        qpdf_oh mark = handle_mark(e->q);
        qpdf_oh annotation = handle_at(e->q, list, i);
        struct extent box;
        eye_spend(e, 1, 0);
        if (is_shown(e->q, annotation) &&
            extent_read(e->q, handle_get(e->q, annotation, "/Rect"), &box))
            e->has_seen = e->has_seen || extent_touches(&box, &e->band);
        handle_rewind(e->q, mark);
    }
}

bool band_has_content(struct arena *scratch, qpdf_data q, qpdf_oh page, const struct band *band,
                      struct band_effort *left)
{
    struct arena_mark mark = arena_mark(scratch);
    struct eye e = {.arena = scratch, .q = q, .left = left};
    str content;
    e.band = (struct extent){band->left * 1000, band->bottom * 1000, band->right * 1000,
                             band->top * 1000};
    eye_state_begin(&e);
    eye_spend(&e, 1, 1);
    look_at_annotations(&e, page);
    if (!e.has_seen && !page_parts_content(scratch, q, page, &content))
        e.has_seen = true;
    if (!e.has_seen)
        read_stream(&e, content, page_parts_inherit(q, page, "/Resources"), 0);
    arena_rewind(scratch, mark);
    return e.has_seen;
}
