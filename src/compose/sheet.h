/*
 * sheet: attributes of a layout looked up through a stack of layout files, the layout's own on
 * top of those it is based on. Where a variant is asked for, the <variant> elements of that name
 * lie on top of them all: each is a sheet too, whose elements are its children. Each returns
 * whether the attribute is written anywhere; a fault in its value (an unknown colour, say) is a
 * finding where it stands.
 */
#ifndef QUOIN_COMPOSE_SHEET_H
#define QUOIN_COMPOSE_SHEET_H

#include "base/file.h"
#include "base/inputs.h"
#include "image/image.h"
#include "xml/xml.h"

#define SHEET_DEPTH 4                 /* files */
#define SHEET_COUNT (2 * SHEET_DEPTH) /* and a variant in each */

struct sheets {
    struct arena *kit;
    struct diag *diag;
    const struct xml_doc *docs[SHEET_COUNT];  /* the top sheet first */
    const struct xml_node *tops[SHEET_COUNT]; /* <layout> or <variant>, whose children count */
    str roots[SHEET_COUNT];                   /* where each one's files are looked for */
    struct inputs *inputs;                    /* gets the files read from the disk */
    const struct kept_files *stock;           /* not NULL: read from these instead */
    size_t count, variants;                   /* the first `variants` are such */
    bool is_grey;                             /* the variant takes the colour out of everything */
};

/* An element, and the sheet it is on. */
struct place {
    const struct xml_node *node; /* NULL: none */
    size_t sheet;
};

/* An attribute found, with where it stands; .n == 0 values are found too. */
struct found {
    const struct xml_attr *attr; /* NULL: not written */
    size_t sheet;
};

/* The element of this name on the topmost sheet that has one. */
struct place sheet_find(const struct sheets *s, const char *element);
/* The same, passing over those without children: for what holds a list. */
struct place sheet_find_filled(const struct sheets *s, const char *element);
/*
 * The element `item` with key="value" inside the container (NULL: on top level), from sheet `from`
 * downwards.
 */
struct place sheet_find_item(const struct sheets *s, size_t from, const char *container,
                             const char *item, const char *key, str value);
/* An attribute of a top-level element: the topmost sheet that writes it counts. */
struct found sheet_attr(const struct sheets *s, const char *element, const char *name);
/* The same for an item, as in sheet_find_item. */
struct found sheet_item_attr(const struct sheets *s, const char *container, const char *item,
                             const char *key, str value, const char *name);
/* An attribute of one node. */
struct found sheet_at(struct place place, const char *name);

struct pos sheet_pos(const struct sheets *s, struct found f);      /* of the value */
struct pos sheet_node_pos(const struct sheets *s, struct place p); /* of the element */

/* The colour, or with is_grey a grey as bright. */
colour sheet_shade(const struct sheets *s, colour c);
/* Reads a value into *out; left alone when not written. False after a finding. */
bool sheet_len(const struct sheets *s, struct found f, len *out);
bool sheet_colour(const struct sheets *s, struct found f, colour *out);
void sheet_flag(struct found f, bool *out);
void sheet_count(struct found f, size_t *out);
void sheet_str(struct found f, str *out);
/* The index of the value among names, which end with NULL; the validator has seen it is there. */
void sheet_choice(struct found f, const char *const *names, int *out);

/* Words with <br/> as line feeds, white space collapsed; placeholders checked. */
str sheet_words(const struct sheets *s, struct place place);
/* Checks a pattern; a finding at pos when it is faulty. */
void sheet_check_pattern(const struct sheets *s, str pattern, struct pos pos);

/*
 * The bytes of a file that a layout names: beneath the sheet's own folder, or carried as
 * prefix/name ("fonts/", "layouts/"), and the path of either. False after a finding.
 */
bool sheet_file(const struct sheets *s, struct found f, const char *prefix, size_t cap, str *path,
                str *bytes);

#endif
