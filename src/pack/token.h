/*
 * token: a content stream (ISO 32000-1, 7.8.2) cut into what it is made of: operands, and the
 * operators behind them. Reads what viewers read: numbers that go wrong in the middle count up to
 * there, names and operators are whatever is not parted by white space or brackets.
 */
#ifndef QUOIN_PACK_TOKEN_H
#define QUOIN_PACK_TOKEN_H

#include "base/str.h"

enum token_kind {
    TOKEN_END,
    TOKEN_NUMBER,
    TOKEN_NAME,
    TOKEN_STRING, /* (…) or <…> */
    TOKEN_OPEN,   /* [ or << */
    TOKEN_CLOSE,  /* ] or >> */
    TOKEN_OPERATOR,
    TOKEN_FAULT /* a string that does not end: nothing can be told of what follows */
};

struct token {
    enum token_kind kind;
    str text;        /* as it is written, with slash or brackets */
    long long value; /* of a number, in millionths; cut off at ±TOKEN_MOST */
};

/* A thousand million units, in millionths. */
#define TOKEN_MOST 1000000000000000LL

struct tokens {
    str text;
    size_t at;
};

struct token token_next(struct tokens *t);
/* What a string or name says: escapes undone, a name without its slash. In the arena. */
str token_bytes(struct arena *a, struct token token);
/* Behind the operator ID: steps over the inline image's data and EI. False: there is no EI. */
bool token_skip_image(struct tokens *t);

#endif
