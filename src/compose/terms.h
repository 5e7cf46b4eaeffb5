/*
 * terms: where the words of a report use a term of its glossary: a term is linked where it is first
 * used in each section (the covering paper counts as one).
 */
#ifndef QUOIN_COMPOSE_TERMS_H
#define QUOIN_COMPOSE_TERMS_H

#include "compose/composer.h"

struct term_match {
    size_t from, to; /* bytes of the text: whole words, with a plural or genitive s */
    size_t stem;     /* where the term itself ends */
    str dest;        /* the entry's anchor */
    str contents;    /* the link in words */
    str expansion;   /* what an abbreviation stands for; empty: none */
};

/* Gets ready for linking; nothing is linked when the glossary is not composed. */
void terms_prepare(struct composer *c);
/* From here on every term counts as not yet used. */
void terms_begin_section(struct composer *c);
/*
 * The next term in text, at or after byte `from`, that is not yet linked in this section; it is
 * then. Longest match, whole words; abbreviations letter for letter, terms in either case.
 */
bool terms_find(struct composer *c, str text, size_t from, struct term_match *out);

/*
 * Where the word ends whose letters up to `at` are a term: `at`, or after a plural or genitive s;
 * 0 where it is a longer word.
 */
size_t terms_word_end(str text, size_t at);

#endif
