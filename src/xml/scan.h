/*
 * scan: what the bytes of a source say before and beside the parser.
 *
 * Before: scan_refuse() turns away what is not ours to parse (empty, compressed, another encoding,
 * a DOCTYPE, tags beyond any sense), so that the library never sees it. One linear pass.
 * Beside: a cursor that counts lines and columns, the parts of a tag that libxml2 has just read
 * and found well-formed, and the way from a text's characters back to where they were written.
 */
#ifndef QUOIN_XML_SCAN_H
#define QUOIN_XML_SCAN_H

#include "base/diag.h"
#include "base/str.h"

#define SCAN_TAG_MAX                                                                               \
    65536 /* bytes; bounds the parser's quadratic search for repeated attributes                   \
           */

/* A place in a text: byte offset, with its line and its column in code points, both from 1. */
struct scan {
    str text;
    size_t at;
    uint32_t line, column;
};

struct scan scan_start(str text);          /* past a byte order mark, which has no column */
void scan_seek(struct scan *s, size_t at); /* forward only; to the text's end at most */
struct pos scan_pos(const struct source *source, size_t at, uint32_t width);

/* Code points in text[from, to). */
uint32_t scan_width(str text, size_t from, size_t to);

/* True after a finding: the source is not to be given to the parser. */
bool scan_refuse(struct diag *d, const struct source *source);

/*
 * Where the first child of the outermost element begins whose local name is not one of `names`
 * (ended by NULL), or the text's end. Exact where the document is well-formed up to there; anywhere
 * else where not.
 */
size_t scan_head_end(str text, const char *const *names);

/* One name="value" in a start tag, as byte offsets into the text. */
struct scan_attr {
    size_t name, name_end;
    size_t value, value_end; /* inside the quotes */
};

size_t scan_name_end(str text, size_t at);
/* The next attribute at or after *at, in a well-formed tag; false at the tag's end. Moves *at. */
bool scan_attr_next(str text, size_t *at, struct scan_attr *out);

/*
 * The way through written text, one step at a time: scan_text_step() skips comments, processing
 * instructions and CDATA marks, and stands on what comes next: a character or a reference.
 */
struct scan_text {
    str text;
    size_t at;
    bool is_cdata;
};

/* Past comments and instructions, to the first byte that is written text (or a CDATA mark). */
size_t scan_text_start(str text, size_t at);
/*
 * Steps over one written unit; *start is where it begins, the result how many bytes it stands for
 * (1 for a plain byte, 1 to 4 for &#233;). 0 at the next tag or the end.
 */
size_t scan_text_step(struct scan_text *t, size_t *start);

#endif
