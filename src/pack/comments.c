#include "pack/comments.h"

#include "pack/handle.h"
#include "pack/peek.h"

/* Of one part: beyond, nobody counts any more. */
#define ANNOTATIONS_MAX 1000000

/* Drawn shapes and stamps are left out: what is meant to be seen is done with them too. */
static bool is_comment(qpdf_data q, qpdf_oh annotation)
{
    static const char *const kinds[] = {"/Text",     "/FreeText",  "/Highlight", "/Underline",
                                        "/Squiggly", "/StrikeOut", "/Caret"};
    if (!qpdf_oh_is_dictionary(q, annotation))
        return false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (peek_is(q, annotation, "/Subtype", kinds[i]))
            return true;
    return false;
}

static size_t count_on_page(qpdf_data q, size_t page, size_t *left)
{
    qpdf_oh mark = handle_mark(q);
    qpdf_oh list = handle_get(q, qpdf_get_page_n(q, page), "/Annots");
    int listed = handle_count(q, list);
    size_t count = 0;
    for (int i = 0; i<listed && * left> 0; i++, --*left) {
        qpdf_oh annotation = handle_at(q, list, i);
        count += is_comment(q, annotation);
        qpdf_oh_release(q, annotation);
    }
    handle_rewind(q, mark);
    return count;
}

void comments_tell(struct diag *d, const struct part *part)
{
    size_t left = ANNOTATIONS_MAX, count = 0, pages = 0, first = 0;
    struct pos pos = {.source = part->source};
    for (size_t i = 0; i < part->page_count; i++) {
        size_t here = count_on_page(part->q, i, &left);
        if (here > 0 && pages++ == 0)
            first = i + 1;
        count += here;
    }
    if (count == 0)
        return;
    const char *plural = count == 1 ? "" : "s", *they = count == 1 ? "it goes" : "they go";
    struct finding *f =
        pages == 1 ? diag_add(d, Q734, pos, "page %zu carries %zu comment%s; %s into the pack",
                              first, count, plural, they)
                   : diag_add(d, Q734, pos,
                              "%zu pages carry %zu comments, page %zu the first; they go into the "
                              "pack",
                              pages, count, first);
    diag_hint(d, f, "if not everyone is to read them, have the PDF saved without, and attach that");
}
