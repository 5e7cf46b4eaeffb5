/*
 * pdf: the stage's one function. The order matters: pages first (they say which glyphs, pictures
 * and tags are in use), then what was collected, then what refers to all of it.
 */
#include "pdf/pdf.h"

#include "pdf/pdf_internal.h"

/* A page list that breaks its contract is our own fault; irregular tags still make a PDF. */
static bool check_input(struct diag *d, const struct page_list *pages)
{
    char message[256];
    if (pages->count == 0 || !page_check(pages, message, sizeof message)) {
        diag_add(d, Q901, (struct pos){0}, "the pages cannot be written: %s",
                 pages->count ? message : "there are none");
        return false;
    }
    if (!tag_check(&pages->tags, message, sizeof message))
        diag_add(d, Q902, (struct pos){0}, "the structure of the document is irregular: %s",
                 message);
    return true;
}

bool pdf_write(struct arena *a, struct diag *d, const struct page_list *pages,
               const struct pdf_options *options, str *out)
{
    if (!check_input(d, pages))
        return false;
    struct pdf *p = ARENA_NEW(a, struct pdf);
    *p = (struct pdf){.arena = a, .diag = d, .list = pages, .options = options};
    pdf_object_open(p);
    pdf_save_open(p);
    pdf_tag_number(p);
    pdf_page_save_all(p);
    pdf_font_finish(p);
    pdf_image_finish(p);
    pdf_tag_save(p);
    pdf_attach_save(p);
    pdf_nav_save(p);
    pdf_meta_save(p);
    obj info = pdf_meta_save_info(p);
    pdf_object_check(p);
    *out = pdf_save_close(p, pdf_object_number(p->catalog), info, pdf_meta_id(p));
    pdf_object_check(p);
    return !p->is_failed;
}

const char *pdf_library(void)
{
    return HPDF_GetVersion();
}

const char *pdf_packer(void)
{
    return zlibVersion();
}
