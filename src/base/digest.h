/*
 * digest: SHA-256 (FIPS 180-4), and MD5 (RFC 1321) where a format asks for it. What decides on
 * bytes and identities is SHA-256.
 *
 *     struct digest d;
 *     digest_begin(&d);
 *     digest_add(&d, bytes);
 *     str hex = digest_end_hex(&d, a);
 */
#ifndef QUOIN_BASE_DIGEST_H
#define QUOIN_BASE_DIGEST_H

#include "base/str.h"

#define DIGEST_SIZE     32
#define DIGEST_HEX      (2 * DIGEST_SIZE) /* without a zero byte */
#define DIGEST_MD5_SIZE 16

/* A SHA-256 under way; what is in it is the library's. May be copied. */
struct digest {
    _Alignas(16) unsigned char opaque[128];
};

void digest_begin(struct digest *d);
void digest_add(struct digest *d, str bytes);
/*
 * Adds a part preceded by its size (8 bytes, the lowest first), so that where parts end counts
 * too: "ab", "c" and "a", "bc" differ.
 */
void digest_add_part(struct digest *d, str part);
/* Ends it; begin anew before adding more. */
void digest_end(struct digest *d, uint8_t out[DIGEST_SIZE]);
/* The same as 64 hex digits, in the arena. */
str digest_end_hex(struct digest *d, struct arena *a);

/* All at once. */
str digest_hex(struct arena *a, str bytes);
void digest_md5(str bytes, uint8_t out[DIGEST_MD5_SIZE]);

/* Lower-case digits and a zero byte: `out` has 2 * n + 1 places. */
void digest_put_hex(char *out, const uint8_t *bytes, size_t n);

#endif
