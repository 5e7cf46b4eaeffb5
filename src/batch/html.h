/*
 * html: words, numbers and bytes as they stand in a page of HTML. Markup of one's own is added with
 * buf_addz(); everything that comes from elsewhere goes through here.
 */
#ifndef QUOIN_BATCH_HTML_H
#define QUOIN_BATCH_HTML_H

#include "base/str.h"

/* Somebody else's words, between tags or within quotes: as base/show.h shows them, escaped. */
void html_add_text(struct buf *b, str s);
/*
 * Opens a span that says in which language the words after it are (WCAG 3.1.2), if that is another
 * than the page's English; false: it did not, and there is none to close.
 */
bool html_open_language(struct buf *b, str lang);
/* A file's relative name as the address of a link: all but the plainest bytes are encoded. */
void html_add_address(struct buf *b, str name);
/* RFC 4648, 4. */
void html_add_base64(struct buf *b, str bytes);

#endif
