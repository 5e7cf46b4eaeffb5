/*
 * handle: libqpdf's objects behind a few verbs. What is not there, or of another type, reads as
 * null, 0 or empty. Questions about types (qpdf_oh_is_dictionary) and plain new objects
 * (qpdf_oh_new_array) are libqpdf's own.
 *
 * A handle belongs to one document (`q`) and is larger than most of what it shows. It lives until
 * its document is closed, unless it is given back before: as an arena is rewound, so are handles.
 * Whoever goes through pages, elements or parts sets a mark before each and rewinds behind it; what
 * is to outlive that is kept as an id.
 */
#ifndef QUOIN_PACK_HANDLE_H
#define QUOIN_PACK_HANDLE_H

#include <qpdf/qpdf-c.h>

#include "base/arena.h"
#include "base/str.h"
#include "pack/id_map.h"

/* Rewinding releases every handle that was made since the mark. Marks nest. A handle is a mark,
 * too: it is released with those made after it. */
qpdf_oh handle_mark(qpdf_data q);
void handle_rewind(qpdf_data q, qpdf_oh mark);

/*
 * Takes what libqpdf has to say of a document: true when it has found faults, be it while it looked
 * for something or now. What it says of memory is no fault of the document: a library that it uses
 * got none, and that is the way out of memory.
 */
bool handle_take_faults(struct arena *a, qpdf_data q);
/* Is it locked with a password that is not the empty one? Of a document that could not be opened.
 */
bool handle_is_locked(struct arena *a, qpdf_data q);

/* The value of a key; null where `dict` is no dictionary or lacks it. A stream's dictionary counts.
 */
qpdf_oh handle_get(qpdf_data q, qpdf_oh dict, const char *key);
bool handle_has(qpdf_data q, qpdf_oh dict, const char *key);
/* Removes the key when value is null. */
void handle_set(qpdf_data q, qpdf_oh dict, const char *key, qpdf_oh value);
void handle_remove(qpdf_data q, qpdf_oh dict, const char *key);
/* Of a value that is needed nowhere else: as handle_set and qpdf_oh_append_item, and its handle is
 * released. */
void handle_put(qpdf_data q, qpdf_oh dict, const char *key, qpdf_oh value);
void handle_push(qpdf_data q, qpdf_oh array, qpdf_oh value);
/* handle_get, but what is not a dictionary (array) is replaced by a new direct one. */
qpdf_oh handle_dict(qpdf_data q, qpdf_oh dict, const char *key);
qpdf_oh handle_array(qpdf_data q, qpdf_oh dict, const char *key);
int handle_count(qpdf_data q, qpdf_oh array); /* 0 when it is no array */
qpdf_oh handle_at(qpdf_data q, qpdf_oh array, int index);
/* All that `from`, an array, has; nothing when it is none. */
void handle_append_all(qpdf_data q, qpdf_oh array, qpdf_oh from);
bool handle_is_name(qpdf_data q, qpdf_oh value, const char *name); /* "/Page" */
/* Object number and generation in one; 0: a direct object. */
uint64_t handle_id(qpdf_data q, qpdf_oh value);
/* The object of an id; null where there is none. */
qpdf_oh handle_object(qpdf_data q, uint64_t id);
/* Adds it to those seen; false when it was among them. Direct objects are always new. */
bool handle_is_new(qpdf_data q, struct id_map *seen, qpdf_oh value);
bool handle_is_true(qpdf_data q, qpdf_oh value);
bool handle_integer(qpdf_data q, qpdf_oh value, long long *out);
/* Numbers as thousandths of a unit, rounded; false when it is none or beyond ±2^40. */
bool handle_thousandths(qpdf_data q, qpdf_oh value, long long *out);
/* A text string as UTF-8; a byte string or name as it stands. Copied into the arena. */
str handle_text(struct arena *a, qpdf_data q, qpdf_oh value);
str handle_bytes(struct arena *a, qpdf_data q, qpdf_oh value);
str handle_name(struct arena *a, qpdf_data q, qpdf_oh value);
/* Keys of a dictionary, sorted; in the arena. */
str *handle_keys(struct arena *a, qpdf_data q, qpdf_oh dict, size_t *count);
/*
 * A stream's data, as it stands in the file or with its filters undone. False: it cannot be, or
 * would be more than UNPACK_STREAM_MAX.
 */
bool handle_raw(struct arena *a, qpdf_data q, qpdf_oh stream, str *out);
bool handle_decoded(struct arena *a, qpdf_data q, qpdf_oh stream, str *out);

/* New objects: direct ones, but for streams. Text becomes PDFDocEncoding or UTF-16. */
qpdf_oh handle_new_text(struct arena *a, qpdf_data q, str text);
qpdf_oh handle_new_bytes(qpdf_data q, str bytes);
qpdf_oh handle_new_name(struct arena *a, qpdf_data q, str name); /* with its slash */
qpdf_oh handle_new_stream(qpdf_data q, str bytes);
/* From PDF syntax, as printf: handle_parse(q, "<</S /Artifact /BBox [0 0 %d %d]>>", w, h). */
qpdf_oh handle_parse(struct arena *a, qpdf_data q, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same object as an indirect one. */
qpdf_oh handle_indirect(qpdf_data q, qpdf_oh object);

#endif
