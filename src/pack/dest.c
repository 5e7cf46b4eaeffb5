#include "pack/dest.h"

#include "pack/page_parts.h"

static qpdf_oh array_of(qpdf_data q, qpdf_oh dest)
{
    return qpdf_oh_is_dictionary(q, dest) ? handle_get(q, dest, "/D") : dest;
}

qpdf_oh dest_page(qpdf_data q, qpdf_oh dest)
{
    qpdf_oh page = handle_at(q, array_of(q, dest), 0);
    return qpdf_oh_is_dictionary(q, page) ? page : qpdf_oh_new_null(q);
}

/* ---- the top of a page ----------------------------------------------------------------------- */

/* A rectangle's lower left and upper right corners (7.9.5), as the numbers stand in the file. */
struct corners {
    qpdf_oh x[2], y[2];
};

static bool is_less(qpdf_data q, qpdf_oh a, qpdf_oh b)
{
    long long x = 0, y = 0;
    return handle_thousandths(q, a, &x) && handle_thousandths(q, b, &y) && x < y;
}

static bool read_corners(qpdf_data q, qpdf_oh box, struct corners *out)
{
    for (int i = 0; i < 4; i++)
        if (!qpdf_oh_is_number(q, handle_at(q, box, i)))
            return false;
    for (int i = 0; i < 2; i++) {
        out->x[i] = handle_at(q, box, 2 * i);
        out->y[i] = handle_at(q, box, 2 * i + 1);
    }
    if (is_less(q, out->x[1], out->x[0]))
        *out = (struct corners){{out->x[1], out->x[0]}, {out->y[0], out->y[1]}};
    if (is_less(q, out->y[1], out->y[0]))
        *out = (struct corners){{out->x[0], out->x[1]}, {out->y[1], out->y[0]}};
    return true;
}

qpdf_oh dest_to_top(struct arena *a, qpdf_data q, qpdf_oh page)
{
    struct corners box;
    int turns = page_parts_turns(q, page);
    qpdf_oh dest = handle_parse(a, q, "[/XYZ null null null]");
    if (read_corners(q, handle_get(q, page, "/CropBox"), &box) ||
        read_corners(q, handle_get(q, page, "/MediaBox"), &box)) {
        qpdf_oh_set_array_item(q, dest, 1, box.x[turns >= 2]);
        qpdf_oh_set_array_item(q, dest, 2, box.y[turns == 0 || turns == 3]);
    }
    qpdf_oh_insert_item(q, dest, 0, page);
    return dest;
}

/* ---- mending --------------------------------------------------------------------------------- */

struct id_map dest_replaced(const struct joint *j)
{
    struct id_map map = {.arena = j->arena};
    for (size_t i = 0; i < j->grafts[0].page_count; i++) {
        size_t graft = joint_replacing(j, i);
        if (graft)
            id_map_add(&map, handle_id(j->q, j->grafts[0].pages[i]), graft);
    }
    return map;
}

/* The place on a page that is gone means nothing on the one that stands there. */
static void lead_to_top(const struct joint *j, qpdf_oh array, size_t graft)
{
    qpdf_data q = j->q;
    qpdf_oh dest = dest_to_top(j->arena, q, j->grafts[graft].pages[0]);
    while (handle_count(q, array) > 0)
        qpdf_oh_erase_item(q, array, handle_count(q, array) - 1);
    handle_append_all(q, array, dest);
}

void dest_mend(const struct joint *j, const struct id_map *replaced, size_t graft, qpdf_oh dest)
{
    qpdf_data q = j->q;
    const struct graft *g = &j->grafts[graft];
    qpdf_oh array = array_of(q, dest), page = handle_at(q, array, 0);
    long long number = -1;
    size_t item = 0;
    if (handle_integer(q, page, &number) && number >= 0 && (size_t)number < g->page_count) {
        page = g->pages[number];
        qpdf_oh_set_array_item(q, array, 0, page);
    }
    if (graft == 0 && id_map_find(replaced, handle_id(q, page), &item))
        lead_to_top(j, array, item);
}
