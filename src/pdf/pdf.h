/*
 * pdf: pages and tags to the bytes of a PDF 1.7 file, through libharu's object API.
 *
 *   pdf.c       the stage's one function: names the steps in order
 *   pdf_font.c  subset, CIDs, widths, ToUnicode       pdf_image.c  pictures
 *   pdf_draw.c  a page's content stream               pdf_tag.c    structure tree, ParentTree
 *   pdf_meta.c  XMP, Info, outline, labels, dests     pdf_save.c   object streams, xref stream
 *
 * Same input, same bytes: nothing here reads a clock, a locale or an address.
 */
#ifndef QUOIN_PDF_PDF_H
#define QUOIN_PDF_PDF_H

#include "page/page.h"

struct pdf_options {
    str producer;  /* "quoin 0.1.0" */
    str icc;       /* the sRGB profile */
    bool is_plain; /* no compression: for tests that read content streams */
};

/* The bytes live in `a`. False after findings (Q7xx to Q9xx). */
bool pdf_write(struct arena *a, struct diag *d, const struct page_list *pages,
               const struct pdf_options *options, str *out);

#endif
