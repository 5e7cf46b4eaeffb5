#include "pack/stampform.h"

#include <stdlib.h>
#include <string.h>

#include "pack/corner.h"
#include "pack/overlay.h"
#include "pack/part.h"

#define WORDS_MAX 40 /* bytes: longer ones are no numbers of pages */

static bool fail_layout(struct diag *d, const char *layout)
{
    diag_hint(d,
              diag_add(d, Q501, (struct pos){0}, "the layout “%s” cannot be used for stamps",
                       layout ? layout : ""),
              "`quoin layouts` lists those there are; `quoin check FILE.xml` tells what is wrong "
              "with one of your own");
    return false;
}

/*
 * What stamps are made of: these sheets stand before all others, so that a stamp has the same font
 * and the same codes whatever other stamps it is made with. verify.c makes it again.
 */
static const char *const repertoire[] = {"01234567", "89.-",     "ABCDEFGH", "IJKLMNOP", "QRSTUVWX",
                                         "YZabcdef", "ghijklmn", "opqrstuv", "wxyz"};
/* And the words of a blank page. */
#define REPERTOIRE_COUNT (sizeof repertoire / sizeof *repertoire + 1)

static const struct source *set_sheets(struct arena *a, struct diag *d, const quoin_kit *kit,
                                       const struct stamp_look *look, const quoin_stamp *stamps,
                                       size_t count, quoin_band *band)
{
    quoin_stamp *all = ARENA_ARRAY(a, count + REPERTOIRE_COUNT, quoin_stamp);
    void *bytes;
    size_t size;
    for (size_t i = 0; i + 1 < REPERTOIRE_COUNT; i++)
        all[i] = (quoin_stamp){repertoire[i], repertoire[i]};
    all[REPERTOIRE_COUNT - 1] = (quoin_stamp){QUOIN_STAMP_BLANK, ""};
    for (size_t i = 0; i < count; i++)
        all[i + REPERTOIRE_COUNT] = stamps[i];
    quoin_status status = quoin_stamp_sheet(kit, look->layout, look->variant, all,
                                            count + REPERTOIRE_COUNT, &bytes, &size, band);
    if (status == QUOIN_LIMIT)
        arena_oom(a);
    if (status > QUOIN_WARNINGS) {
        fail_layout(d, look->layout);
        return NULL;
    }
    arena_defer(a, free, bytes);
    struct source *source = ARENA_NEW(a, struct source);
    *source = (struct source){STR("the stamps"), {bytes, size}};
    return source;
}

static bool is_for_blank(const quoin_stamp *stamp)
{
    return stamp->item && strcmp(stamp->item, QUOIN_STAMP_BLANK) == 0;
}

/* The stamps' place on the sheet: nothing is drawn outside. A blank page has room beside it. */
static qpdf_oh new_box(struct arena *a, qpdf_data q, const quoin_stamp *stamp,
                       const struct stampforms *out)
{
    const quoin_band *band = &out->band;
    const long long right = out->width - band->right, top = out->height - band->top;
    bool is_wide = is_for_blank(stamp);
    const long long sides[4] = {is_wide ? 0 : right - band->width, is_wide ? 0 : top - band->height,
                                right, top};
    struct buf box = {.arena = a};
    for (int i = 0; i < 4; i++) {
        buf_byte(&box, i ? ' ' : '[');
        corner_put_number(&box, sides[i], 3);
    }
    buf_byte(&box, ']');
    return handle_parse(a, q, "%.*s", STR_ARG(buf_str(&box)));
}

static qpdf_oh new_words(struct arena *a, qpdf_data q, const quoin_stamp *stamp)
{
    qpdf_oh words = qpdf_oh_new_dictionary(q);
    if (stamp->item && *stamp->item)
        handle_set(q, words, "/Item", handle_new_text(a, q, str_z(stamp->item)));
    if (stamp->page && *stamp->page)
        handle_set(q, words, "/Page", handle_new_text(a, q, str_z(stamp->page)));
    return words;
}

/* The stream of a sheet is a form's too once its dictionary says so. */
static qpdf_oh make_form(struct arena *a, qpdf_data q, qpdf_oh page, const quoin_stamp *stamp,
                         const struct stampforms *out)
{
    qpdf_oh form = handle_get(q, page, "/Contents");
    handle_set(q, form, "/Type", qpdf_oh_new_name(q, "/XObject"));
    handle_set(q, form, "/Subtype", qpdf_oh_new_name(q, "/Form"));
    handle_set(q, form, "/BBox", new_box(a, q, stamp, out));
    handle_set(q, form, "/Resources", handle_get(q, page, "/Resources"));
    handle_set(q, form, OVERLAY_NAME, new_words(a, q, stamp));
    return form;
}

static void read_size(qpdf_data q, qpdf_oh page, struct stampforms *out)
{
    qpdf_oh box = handle_get(q, page, "/MediaBox");
    handle_thousandths(q, handle_at(q, box, 2), &out->width);
    handle_thousandths(q, handle_at(q, box, 3), &out->height);
}

bool stampform_make(struct arena *a, struct diag *d, const quoin_kit *kit,
                    const struct stamp_look *look, const quoin_stamp *stamps, size_t count,
                    qpdf_data pack, struct stampforms *out)
{
    struct part sheets;
    *out = (struct stampforms){.forms = ARENA_ARRAY(a, count, qpdf_oh)};
    const struct source *source = set_sheets(a, d, kit, look, stamps, count, &out->band);
    if (!source || !part_open(a, d, source, &sheets))
        return false;
    qpdf_data q = sheets.q;
    qpdf_oh list = qpdf_make_indirect_object(q, qpdf_oh_new_array(q));
    read_size(q, qpdf_get_page_n(q, 0), out);
    for (size_t i = 0; i < count; i++)
        qpdf_oh_append_item(
            q, list, make_form(a, q, qpdf_get_page_n(q, i + REPERTOIRE_COUNT), &stamps[i], out));
    list = qpdf_oh_copy_foreign_object(pack, q, list); /* in one piece: fonts come once */
    for (size_t i = 0; i < count; i++)
        out->forms[i] = handle_at(pack, list, (int)i);
    if (handle_count(pack, list) == (int)count)
        return true;
    diag_add(d, Q901, (struct pos){0}, "the stamps cannot be carried into the pack");
    return false;
}

/* Scripts from right to left begin with Hebrew. */
bool stampform_can_say(str words)
{
    if (words.n == 0 || words.n > WORDS_MAX || utf8_check(words) < words.n)
        return false;
    for (size_t at = 0; at < words.n;) {
        uint32_t c = utf8_next(words, &at);
        if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c >= 0x590)
            return false;
    }
    return true;
}

void stampform_read(struct arena *a, qpdf_data q, qpdf_oh form, str *item, str *page)
{
    qpdf_oh words = handle_get(q, form, OVERLAY_NAME);
    *item = handle_text(a, q, handle_get(q, words, "/Item"));
    *page = handle_text(a, q, handle_get(q, words, "/Page"));
}
