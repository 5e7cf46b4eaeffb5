/*
 * document: bytes opened by libqpdf, quietly: what it has to say about them is asked for, never
 * printed. They are borrowed, and must outlive the document, which is closed with the arena.
 */
#ifndef QUOIN_PACK_DOCUMENT_H
#define QUOIN_PACK_DOCUMENT_H

#include <qpdf/qpdf-c.h>

#include "base/arena.h"
#include "base/str.h"

enum document_state {
    DOCUMENT_OPEN,
    DOCUMENT_NO_PDF,
    DOCUMENT_LOCKED, /* the empty password does not open it */
    DOCUMENT_DAMAGED,
    DOCUMENT_SWOLLEN /* it holds more than any paper: unpack.h */
};

/* With a catalog, if it is open. `is_mended`: libqpdf may look for objects that are not in place.
 */
enum document_state document_open(struct arena *a, str bytes, bool is_mended, qpdf_data *out);

/* What libqpdf's last error says of it; DOCUMENT_OPEN: there was none. */
enum document_state document_fault(struct arena *a, qpdf_data q);

#endif
