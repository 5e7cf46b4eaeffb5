/*
 * stampform: the stamps that a layout makes, as form XObjects in the pack. The library sets them
 * on sheets (quoin_stamp_sheet); each sheet's content stream becomes a form as it stands, and all
 * share the sheets' fonts.
 *
 * What a stamp says is kept beside it, in the form's dictionary under OVERLAY_NAME, so that it can
 * be made anew when pages move.
 */
#ifndef QUOIN_PACK_STAMPFORM_H
#define QUOIN_PACK_STAMPFORM_H

#include "base/diag.h"
#include "pack/handle.h"
#include "quoin.h"

/* How stamps look: as the layout says, in a variant; NULL: its default, none. */
struct stamp_look {
    const char *layout, *variant;
};

struct stampforms {
    qpdf_oh *forms;          /* as the stamps stand in the list */
    quoin_band band;         /* from the top right corner, which is, */
    long long width, height; /* in thousandths of a point, here in the forms' own space */
};

/* False after a finding: the layout cannot be used (Q501). */
bool stampform_make(struct arena *a, struct diag *d, const quoin_kit *kit,
                    const struct stamp_look *look, const quoin_stamp *stamps, size_t count,
                    qpdf_data pack, struct stampforms *out);
/* Words that can be set as they stand: a few, from left to right. */
bool stampform_can_say(str words);
/* What the stamp says; empty where it has none of the two. */
void stampform_read(struct arena *a, qpdf_data q, qpdf_oh form, str *item, str *page);

#endif
