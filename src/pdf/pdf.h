/*
 * pdf: pages and tags to the bytes of a PDF 1.7 file, through libharu's object API.
 *
 *   pdf.c        the stage's one function: names the steps in order
 *   pdf_page.c   page objects and their tree     pdf_link.c    link annotations
 *   pdf_draw.c   a page's content stream         pdf_text.c    glyphs in it
 *   pdf_font.c   CIDs, widths, ToUnicode         pdf_subset.c  the font file embedded
 *   pdf_image.c  bitmaps                         pdf_tag.c     structure tree, ParentTree
 *   pdf_meta.c   XMP, Info, output intent        pdf_nav.c     outline, labels, destinations
 *   pdf_tree.c   name and number trees           pdf_object.c  numbers, dictionaries, values
 *   pdf_save.c   object streams, xref stream     PDF_UA1.md    the standard, clause by clause
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
