/* agenda_items: the items of a committee's agenda, and where each stands in the pack. */
#include "api/job.h"

int quoin_is_agenda(const quoin_report *report)
{
    return report->agenda != NULL;
}

size_t quoin_agenda_item_count(const quoin_report *report)
{
    return report->agenda ? report->agenda->item_count : 0;
}

/* A file beneath the agenda's folder, as it can be opened; empty for none. */
static const char *path_of(quoin_report *r, str name)
{
    return name.n ? inputs_path(r->talk, r->folder, name).p : "";
}

/* A name is one of a layout that quoin carries: that there is none of it is told when it loads. */
static const char *layout_of(quoin_report *r, str layout)
{
    return agenda_is_layout_file(layout) ? path_of(r, layout) : str_copy(r->talk, layout).p;
}

static void list_items(void *state)
{
    quoin_report *r = state;
    size_t count = r->agenda->item_count;
    quoin_agenda_item *items = ARENA_ARRAY(r->talk, count + 1, quoin_agenda_item);
    for (size_t i = 0; i < count; i++) {
        const struct agenda_item *from = &r->agenda->items[i];
        bool is_report = from->report.n > 0;
        items[i] = (quoin_agenda_item){
            .number = str_copy(r->talk, from->number).p,
            .title = str_copy(r->talk, from->title).p,
            .file = path_of(r, is_report ? from->report : from->pdf),
            .is_report = is_report,
            .part = str_copy(r->talk, from->part).p,
            .layout = layout_of(r, from->layout),
            .variant = str_copy(r->talk, from->variant).p,
            .line = from->pos.line,
            .column = from->pos.column,
            .is_exempt = from->exempt > 0,
        };
    }
    r->items = items;
}

quoin_agenda_item quoin_agenda_item_at(const quoin_report *report, size_t index)
{
    quoin_report *r = (quoin_report *)(uintptr_t)report;
    if (index < quoin_agenda_item_count(r) && !r->items && !r->is_out_of_memory)
        job_guard(r, list_items, r);
    if (index >= quoin_agenda_item_count(r) || !r->items)
        return (quoin_agenda_item){"", "", "", 0, "", "", "", 0, 0, 0};
    return r->items[index];
}

static void make_ranges(void *state)
{
    quoin_report *r = state;
    r->ranges = ARENA_ARRAY(r->talk, r->agenda->item_count, struct page_range);
}

void quoin_agenda_place(quoin_report *report, size_t index, unsigned first, unsigned last)
{
    if (index >= quoin_agenda_item_count(report) || report->is_out_of_memory)
        return;
    if (!report->ranges)
        job_guard(report, make_ranges, report);
    if (report->is_out_of_memory)
        return;
    report->ranges[index] = (struct page_range){first, last};
    job_forget_pages(report);
}
