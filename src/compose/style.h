/*
 * style: words to runs and paragraphs in the layout's styles. A sentence collects runs; a box is
 * made of it at the end.
 */
#ifndef QUOIN_COMPOSE_STYLE_H
#define QUOIN_COMPOSE_STYLE_H

#include "compose/composer.h"

struct sentence {
    struct composer *composer;
    const struct named_style *style;
    struct run *runs;
    size_t count, capacity;
    bool has_terms;               /* glossary terms are linked */
    bool is_bare;                 /* no elements: for artifacts and for what is repeated */
    const struct span *open_link; /* a term's, whose plural s may follow; NULL: none */
};

struct sentence style_begin(struct composer *c, const struct named_style *style);
void style_add_text(struct sentence *s, str text);
/* Words in another style, such as small print after a name. */
void style_add_other(struct sentence *s, const struct named_style *style, str text);
void style_add_words(struct sentence *s, const struct inl *words);
/* The number of the page where the anchor `dest` is. */
void style_add_page_of(struct sentence *s, str dest);
void style_add_break(struct sentence *s);
/* Words that lead to a named place. */
void style_add_link(struct sentence *s, str dest, str text);
/* The same to a place in the document that this one will be part of; `to` says what is there. */
void style_add_outside_link(struct sentence *s, str dest, str text, str to);
/* A drawing on the baseline; `alt` is what it says, empty for an ornament. */
void style_add_drawing(struct sentence *s, const struct drawing *drawing, str alt);
/* The paragraph; the style's space around it. */
struct box *style_end(struct sentence *s, enum tag_role role);

/* Whole paragraphs in one call. */
struct box *style_par_text(struct composer *c, const struct named_style *style, enum tag_role role,
                           str text);
struct box *style_par_words(struct composer *c, const struct named_style *style, enum tag_role role,
                            const struct inl *words);
struct box *style_par_pattern(struct composer *c, const struct named_style *style,
                              enum tag_role role, str pattern, const struct scope *scope);

struct box *style_stack(struct composer *c, enum tag_role role, struct box_list list);
/* The box's lines set in another alignment. */
void style_align(struct composer *c, struct box *par, enum align align);
/* Says which language an element is in, where it changes; NULL for an empty one. */
const struct tag_props *style_lang_props(struct composer *c, str lang);
/* The box's element says so, beside what it says already; not for an empty one. */
void style_set_lang(struct composer *c, struct box *box, str lang);
/* The box holds words of the layout's: says their language where that is not what stands around. */
struct box *style_set_own(struct composer *c, struct box *box);
/* No space around: in table cells. */
struct box *style_in_cell(struct box *box);

#endif
