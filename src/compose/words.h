/*
 * words: the words quoin prints of itself, by number. words.def is the one list: this enum, the
 * layout vocabulary and the defaults come from it.
 */
#ifndef QUOIN_COMPOSE_WORDS_H
#define QUOIN_COMPOSE_WORDS_H

enum word {
#define WORD(id, name, english, help) WORD_##id,
#include "compose/words.def"
#undef WORD
    WORD_COUNT
};

struct word_entry {
    const char *name, *english;
};

extern const struct word_entry word_table[WORD_COUNT];

#endif
