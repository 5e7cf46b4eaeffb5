/*
 * glossary: the glossary itself, and the links to it: a term is linked where it is first used in
 * each section (the covering paper counts as one).
 */
#ifndef QUOIN_COMPOSE_GLOSSARY_H
#define QUOIN_COMPOSE_GLOSSARY_H

#include "compose/composer.h"

struct term_match {
    size_t from, to; /* bytes of the text: whole words, with a plural or genitive s */
    size_t stem;     /* where the term itself ends */
    str dest;        /* the entry's anchor */
    str contents;    /* the link in words */
    str expansion;   /* what an abbreviation stands for; empty: none */
};

/* Gets ready for linking; nothing is linked when the glossary is not composed. */
void glossary_prepare(struct composer *c);
/* From here on every term counts as not yet used. */
void glossary_begin_section(struct composer *c);
/*
 * The next term in text, at or after byte `from`, that is not yet linked in this section; it is
 * then. Longest match, whole words; abbreviations letter for letter, terms in either case.
 */
bool glossary_find_term(struct composer *c, str text, size_t from, struct term_match *out);

/*
 * Where the word ends whose letters up to `at` are a term: `at`, or after a plural or genitive s;
 * 0 where it is a longer word.
 */
size_t glossary_word_end(str text, size_t at);

/* The glossary's title: the report's or the layout's word. */
str glossary_title(const struct composer *c);
struct sequence *glossary_compose(struct composer *c);

#endif
