/*
 * peek: a look at an entry of a dictionary that leaves no handle behind, for walks over graphs of
 * many thousands of objects: libqpdf keeps each handle until it is released, and a call costs as
 * much as a lookup. Whoever looks knows that `dict` is a dictionary, and no stream.
 */
#ifndef QUOIN_PACK_PEEK_H
#define QUOIN_PACK_PEEK_H

#include "pack/handle.h"

bool peek_has(qpdf_data q, qpdf_oh dict, const char *key);
bool peek_is_name(qpdf_data q, qpdf_oh dict, const char *key); /* any name */
bool peek_is(qpdf_data q, qpdf_oh dict, const char *key, const char *name);
uint64_t peek_id(qpdf_data q, qpdf_oh dict, const char *key); /* 0: no reference */
bool peek_integer(qpdf_data q, qpdf_oh dict, const char *key, long long *out);
str peek_name(struct arena *a, qpdf_data q, qpdf_oh dict, const char *key); /* empty: no name */

#endif
