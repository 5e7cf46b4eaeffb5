/*
 * index: OUTDIR/index.html, the manifest as a page for people: organisations, their years, their
 * quarters, each with a thumbnail, pages, size and findings. One file with nothing outside it but
 * the links to the PDFs; no script is needed to read it. WCAG 2.2 AA.
 *
 * The same manifest gives the same bytes. Whatever the reports and their folders are called, it
 * stays text: the page's policy (CSP) lets in nothing but its own style and pictures.
 */
#ifndef QUOIN_BATCH_INDEX_H
#define QUOIN_BATCH_INDEX_H

#include "batch/manifest.h"
#include "batch/store.h"

/* Its name in OUTDIR. */
#define INDEX_NAME "index.html"

/* Writes it if it is not what is there already. False after a finding (Q702). */
bool index_write(struct arena *scratch, struct diag *d, const struct store *s,
                 const struct manifest *m);

/* The page's style sheet (index_style.c). */
extern const char index_style[];

#endif
