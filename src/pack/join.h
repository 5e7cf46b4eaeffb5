/*
 * join: what a document has once, made of what each part has. grafts[0] is the pack as it was.
 * All of them: no handle that they make is needed after them; false after a finding; what is
 * damaged in a part is left out with a warning (Q723) that names the part, never silently.
 */
#ifndef QUOIN_PACK_JOIN_H
#define QUOIN_PACK_JOIN_H

#include "pack/order.h"

struct joint {
    struct arena *arena;
    struct diag *diag;
    qpdf_data q; /* the pack's document */
    struct graft *grafts;
    size_t graft_count;
    const struct leaves *leaves;
    const struct pack_order *order; /* items[i] is grafts[i + 1]; NULL: no page is replaced */
};

/*
 * One structure tree (ISO 32000-1, 14.7): every part's top elements stand under a Part of their own
 * with the item's title (/T) and language; StructParents and StructParent numbers are given anew on
 * pages, annotations and form XObjects, and the ParentTree is made of all; IDs, in elements and in
 * Headers and References, are kept apart by a prefix where two parts use the same; RoleMaps,
 * ClassMaps and Namespaces are reconciled: a name that two parts map differently is renamed in the
 * later. A tree without a ParentTree gets one.
 */
bool join_tags(struct joint *j);

/*
 * One outline (12.3.3): the pack's own entries, then "Item 7: Performance Report" for each item,
 * leading to its first page, with the part's entries beneath it, closed.
 */
bool join_outline(struct joint *j);

/*
 * Named destinations (12.3.2.3), old style and new: a part's names get a prefix ("item-7/"), in the
 * tree and in every link, action, outline entry and structure destination that uses them. Embedded
 * files (7.11.4): names kept apart by the same prefix; files associated with the document (/AF)
 * stay associated, with it and with the item's Part.
 */
bool join_names(struct joint *j);

/* Page labels (12.4.2): the pack's go on through the items. leaves[].label says them already. */
bool join_labels(struct joint *j);

/*
 * The rest of the catalog: optional content (8.11) with its states, form fields (12.7; names kept
 * apart by the prefix), output intents (one, where they agree), article threads, what viewers are
 * to do (DisplayDocTitle), Lang, MarkInfo.
 */
bool join_catalog(struct joint *j);
/* Of that, optional content and form fields; join_catalog calls both. */
bool join_layers(struct joint *j);
bool join_forms(struct joint *j);

/*
 * XMP and Info: the pack's own title and dates; producers named; PDF/UA and PDF/A claimed only if
 * every part claims them (for PDF/A the same part; the lowest level), otherwise dropped with a
 * finding about the pack that names the parts which do not (Q724).
 */
bool join_meta(struct joint *j);

#endif
