/*
 * unpack: streams of strangers inflated by ourselves, up to a limit. Deflate makes a thousand bytes
 * of one and may be put inside itself, so a file of a few kilobytes can hold more than any memory;
 * libqpdf inflates whatever it is told to, and its C API knows no limit.
 *
 *     a stream      256 MiB    the drawing of the largest sheet that a plotter takes has a tenth of
 *                              that, and so has a page that was scanned in colour at 600 dpi
 *     a document    512 MiB and 32 bytes for each of the file's: what is in papers (words, fonts,
 *                              drawings) is packed to a third or a tenth of its size, and 256 MiB
 *                              are unpacked in about a second
 *
 * Pictures do not count for the document: they are carried as they stand.
 */
#ifndef QUOIN_PACK_UNPACK_H
#define QUOIN_PACK_UNPACK_H

#include "base/arena.h"
#include "base/str.h"

#define UNPACK_STREAM_MAX ((size_t)256 << 20)

/* Do the bytes begin as deflated ones do (RFC 1950)? */
bool unpack_is_packed(str packed);

/*
 * How many bytes they unpack to, and these again where they are packed themselves: of all layers
 * the largest. Nothing is kept, and no more looked at than `most` of each.
 */
size_t unpack_measure(str packed, size_t most);

/*
 * Unpacked once; what is cut off or has a wrong checksum counts as far as it goes, as it does for
 * viewers. In the arena. False: damaged, or more than UNPACK_STREAM_MAX.
 */
bool unpack_once(struct arena *a, str packed, str *out);

/*
 * Does a file stay within the limits above? It is looked through before libqpdf sees it. Streams
 * are known by their keyword and their first bytes alone, whatever is said of them, since
 * cross-references may say of any that it holds objects. Those that are encrypted, or packed in
 * other ways before, are beyond it: handle_decoded() and the limits of the process (cli/memory.c)
 * are for them.
 */
bool unpack_is_bounded(str file);

/* Of a file that does not: the finding (Q713). */
#define UNPACK_TOO_MUCH "the PDF unpacks to more than any paper"
#define UNPACK_ADVICE                                                                              \
    "256 MiB of one part are more than pages hold: print it to a new PDF, or leave it out"

#endif
