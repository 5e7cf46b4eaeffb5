/*
 * xmp: metadata as XML (ISO 16684-1), read from anybody's packet and written for ours.
 *
 * Reading looks for a property by the prefix that everyone uses ("dc:title"), be it an element with
 * or without a list in it or an attribute. It is no XML parser and need not be one: what it finds
 * is a few words that are cleaned before they are written again, and what it does not find is taken
 * from the document's Info.
 */
#ifndef QUOIN_PACK_XMP_H
#define QUOIN_PACK_XMP_H

#include "base/str.h"

struct words {
    str *list;
    size_t count, capacity;
};

/* The property's values; none: it is not there. Of languages the default comes first. */
struct words xmp_values(struct arena *a, str xmp, const char *name);
/* The first of them; may be empty. */
str xmp_value(struct arena *a, str xmp, const char *name);
/*
 * Other people's words as one line that can be shown: no controls, marks of direction or malformed
 * bytes, at most 10,000 characters (PDF/A's limit is 32,767 bytes a string, ISO 19005-2, 6.1.13).
 */
str xmp_clean(struct arena *a, str text);

enum xmp_list { XMP_ALTERNATIVES /* one, in the default language */, XMP_ORDERED, XMP_UNORDERED };

/* A packet: begin, then properties of dc, xmp, pdf, then claims, then end. Empty values are left
 * out. */
void xmp_begin(struct buf *out);
void xmp_add(struct buf *out, const char *name, str value);
void xmp_add_list(struct buf *out, const char *name, enum xmp_list kind, struct words values);
/* PDF/UA-1, and PDF/A of this part and level; part 0: no PDF/A. */
void xmp_add_claims(struct buf *out, bool is_ua, int pdfa, char level);
void xmp_end(struct buf *out);

#endif
