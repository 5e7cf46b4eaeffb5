#include "api/job.h"

#include "base/str.h"

void job_show_findings(quoin_report *r)
{
    diag_sort(&r->diag);
    r->shown = ARENA_ARRAY(r->talk, r->diag.count, quoin_finding);
    for (size_t i = 0; i < r->diag.count; i++) {
        const struct finding *f = &r->diag.findings[i];
        str text = f->count > 1 ? str_format(r->talk, "%.*s (%u times)", STR_ARG(f->text), f->count)
                                : str_copy(r->talk, f->text);
        str file = f->pos.source ? f->pos.source->path : STR("");
        r->shown[i] = (quoin_finding){
            .severity = (quoin_severity)f->severity,
            .code = diag_code_name(f->code),
            .file = str_copy(r->talk, file).p,
            .line = f->pos.line,
            .column = f->pos.column,
            .message = text.p,
            .hint = str_copy(r->talk, f->hint).p,
        };
    }
}

struct walk {
    quoin_report *report;
    size_t goal;
};

static void walk_stages(void *state)
{
    struct walk *walk = state;
    quoin_report *r = walk->report;
    while (r->stages_done < walk->goal && !r->is_layout && !diag_failed(&r->diag)) {
        if (!render_stages[r->stages_done](r)) {
            if (!diag_failed(&r->diag))
                diag_add(&r->diag, Q901, (struct pos){.source = r->source},
                         "stage %zu gave up without a reason", r->stages_done);
            break;
        }
        r->stages_done++;
        if (r->stages_done == CHECKED) {
            r->checked_diag = r->diag;
            r->checked_mark = arena_mark(r->job);
        }
    }
    job_show_findings(r);
}

static void tell_out_of_memory(void *state)
{
    quoin_report *r = state;
    struct finding *f = diag_add(&r->diag, Q802, (struct pos){.source = r->source},
                                 "there was not enough memory to finish");
    if (r->memory_limit)
        diag_hint(&r->diag, f,
                  "allow more than %zu MiB with --memory, make its pictures smaller, or split the "
                  "report",
                  r->memory_limit >> 20);
    job_show_findings(r);
}

void job_guard(quoin_report *r, void (*work)(void *), void *state)
{
    if (arena_guard((struct arena *[]){r->job, r->scratch, r->talk}, 3, work, state))
        return;
    r->is_out_of_memory = true;
    r->is_set = false;
    r->inputs = NULL;
    r->stages_done = 0;
    arena_close(r->scratch); /* makes room for the words about it */
    r->scratch = NULL;
    arena_guard(&r->talk, 1, tell_out_of_memory, r);
}

quoin_status job_walk_to(quoin_report *r, size_t goal)
{
    struct walk walk = {r, goal};
    r->inputs = NULL;
    if (!r->is_out_of_memory && !r->is_layout && r->stages_done < goal && !diag_failed(&r->diag))
        job_guard(r, walk_stages, &walk);
    return quoin_report_status(r);
}

void job_forget_pages(quoin_report *r)
{
    if (r->is_out_of_memory || r->stages_done < CHECKED || diag_failed(&r->diag))
        return;
    r->stages_done = CHECKED;
    r->diag = r->checked_diag;
    arena_rewind(r->job, r->checked_mark);
    r->is_set = false;
    r->inputs = NULL;
}
