/*
 * layout_check: what each part cannot see alone. Do the margins leave a page and do the columns
 * fit?
 */
#include "compose/layout_read.h"

#define PAGE_MIN LEN_MM(50)
#define TEXT_MIN LEN_MM(30) /* the narrowest and lowest room for text that makes sense */

static str points(struct arena *a, len value)
{
    char text[24];
    len_print(text, value);
    return str_format(a, "%s pt", text);
}

static struct pos top_pos(const struct layout_reader *r)
{
    return (struct pos){.source = r->sheets.docs[0]->source};
}

static struct pos element_pos(const struct layout_reader *r, const char *element)
{
    struct place place = sheet_find(&r->sheets, element);
    return place.node ? sheet_node_pos(&r->sheets, place) : top_pos(r);
}

static bool check_page(struct layout_reader *r)
{
    const struct layout *l = r->layout;
    struct diag *d = r->sheets.diag;
    if (l->page_width == 0 || l->page_height == 0) {
        diag_add(d, Q502, element_pos(r, "page"), "the layout does not say how large its page is");
        return false;
    }
    if (l->page_width < PAGE_MIN || l->page_height < PAGE_MIN) {
        diag_add(d, Q503, element_pos(r, "page"), "a page measures at least 50mm each way");
        return false;
    }
    return true;
}

/* Do two margins leave room on the page? */
static void check_margins(struct layout_reader *r, const char *element, len page, len a, len b)
{
    if ((int64_t)page - a - b >= TEXT_MIN)
        return;
    struct arena *kit = r->sheets.kit;
    diag_add(r->sheets.diag, Q508, element_pos(r, element),
             "margins of %.*s and %.*s leave no room on a page of %.*s", STR_ARG(points(kit, a)),
             STR_ARG(points(kit, b)), STR_ARG(points(kit, page)));
}

/* What the columns need at the least must fit between the margins. */
static void check_columns(struct layout_reader *r)
{
    const struct layout *l = r->layout;
    int64_t sum = 0, room = (int64_t)l->page_width - l->left - l->right;
    bool has_measure = false, has_value = false, has_words = false;
    for (size_t i = 0; i < l->column_count; i++) {
        const struct column *c = &l->columns[i];
        sum += c->track.kind == TRACK_FIXED ? c->track.width : len_max(c->track.min, LEN_MM(5));
        has_measure |= c->kind == COLUMN_MEASURE;
        has_value |= c->kind == COLUMN_PERFORMANCE;
        has_words |= c->kind == COLUMN_COMMENTARY;
    }
    struct diag *d = r->sheets.diag;
    if (!has_measure || !has_value || !has_words)
        diag_add(d, Q502, element_pos(r, "kpi-table"),
                 "the KPI table needs the columns measure, performance and commentary, or parts of "
                 "a report would be lost");
    if (sum > room && room >= TEXT_MIN)
        diag_add(d, Q508, element_pos(r, "kpi-table"),
                 "the columns need %.*s, and there are %.*s between the margins",
                 STR_ARG(points(r->sheets.kit, (len)(sum < LEN_MAX_PAGE ? sum : LEN_MAX_PAGE))),
                 STR_ARG(points(r->sheets.kit, (len)room)));
}

void layout_check(struct layout_reader *r)
{
    const struct layout *l = r->layout;
    if (!check_page(r))
        return;
    check_margins(r, "page", l->page_width, l->left, l->right);
    for (int i = 0; i < PAGE_KIND_COUNT; i++)
        check_margins(r, "page", l->page_height, l->pages[i].top, l->pages[i].bottom);
    check_margins(r, "cover", l->page_width, l->cover.left, l->cover.right);
    check_margins(r, "cover", l->page_height, l->cover.top, l->cover.bottom);
    check_columns(r);
    layout_check_stamp(r);
    layout_check_access(r);
}
