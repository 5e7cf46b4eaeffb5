#include "typeset/par.h"

#include "typeset/par_place.h"

/* The first run that knows where it comes from. */
static struct said_at first_said(const struct par *par)
{
    for (size_t i = 0; i < par->count; i++)
        if (par->runs[i].pos.line > 0 || par->runs[i].pos_at)
            return (struct said_at){&par->runs[i], 0};
    return (struct said_at){0};
}

struct par_lines par_set(struct setter *s, const struct box *box, len width, tag_id parent)
{
    const struct par *par = &box->u.par;
    struct arena_mark mark = arena_mark(s->tools->scratch);
    struct par_text text;
    struct span_of_line *spans;
    bool is_overfull;
    par_text_make(&text, s, par, s->is_measuring);
    struct par_lines lines = {.count = par_break_lines(&text, width, &spans, &is_overfull)};
    if (is_overfull)
        par_text_report(&text, Q601, first_said(par),
                        "give the column more room in the layout, or use shorter words",
                        "these words do not fit into their column");
    const struct run_tag *tags = par_place_tags(&text, parent);
    lines.lines = ARENA_ARRAY(s->tools->job, lines.count, struct line);
    for (size_t i = 0; i < lines.count; i++)
        par_place_line(&text, &spans[i], tags, width, &lines.lines[i]);
    arena_rewind(s->tools->scratch, mark);
    return lines;
}

void par_measure(struct setter *s, const struct box *box, len *narrow, len *wide)
{
    struct arena_mark mark = arena_mark(s->tools->scratch);
    struct par_text text;
    par_text_make(&text, s, &box->u.par, true);
    par_break_measure(&text, narrow, wide);
    arena_rewind(s->tools->scratch, mark);
}
