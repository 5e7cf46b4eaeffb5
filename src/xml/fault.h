/*
 * fault: what the parser found wrong, in plain words.
 *
 * libxml2's handlers run inside its frames, where nothing may jump out; so a fault is a plain
 * record of fixed size, and the loader makes findings of them once the parser has returned.
 */
#ifndef QUOIN_XML_FAULT_H
#define QUOIN_XML_FAULT_H

#include <libxml/xmlerror.h>

#include "base/diag.h"
#include "base/str.h"

struct fault {
    enum code code;
    size_t at, end; /* byte offsets of what to underline */
    char text[200], hint[200];
};

/*
 * Explains an error that the parser met at byte `at` of `text`; false for one that is not to be
 * told (libxml2's warnings). What is only an echo of an earlier fault is for the caller to know.
 */
bool fault_explain(const xmlError *error, str text, size_t at, struct fault *out);

/* About how elements nest. After a fault that loses the nesting these are but its echoes. */
bool fault_is_nesting(const xmlError *error);
bool fault_loses_nesting(const xmlError *error);

#endif
