/*
 * tagging: what the steps of join_tags leave for one another. It is one walk over every part's
 * elements, each seen once, in which all that it says about itself is set right; what concerns
 * several elements at once is noted on the way and written at the end:
 *
 *     tag_holders   what is on the pages and can be tagged: before all else
 *     tag_roles     RoleMaps, ClassMaps: before each part's walk
 *     tag_walk      a part's elements
 *     tag_parents   from content to its element: on the walk and after it; the ParentTree at the
 * end tag_ids       IDs, and the cells that name their headers by them: after it tag_place     an
 * item's Part among the pack's own elements
 *
 * The elements' K is the truth. A part's own ParentTree only fills gaps that K leaves, so that one
 * that is missing, damaged or at odds with K needs no case of its own.
 *
 * Elements and what they are about are kept by their ids, not as handles (handle.h).
 */
#ifndef QUOIN_PACK_TAGGING_H
#define QUOIN_PACK_TAGGING_H

#include "pack/joint.h"
#include "pack/name_map.h"

/* Something that the ParentTree leads from: a page, an annotation, a form or picture. */
struct holder {
    uint64_t id;   /* 0: an annotation that is written within its page; then */
    uint64_t page; /* that page's id, */
    int place;     /* and which of its annotations it is */
    size_t graft;
    size_t leaf; /* on which it stands first */
    bool is_page;
    long long old_marks, old_whole; /* its StructParents and StructParent as they were; -1: none */
    bool has_marks_key, has_whole_key;
    size_t mark_count;
    uint64_t owner; /* the element that has the object as a whole; 0: none */
};

/* A piece of marked content and its element. */
struct mark {
    uint64_t element;
    uint32_t holder, mcid;
    uint32_t order; /* in which they were found */
};

#define NO_LEAF SIZE_MAX

struct element {
    uint64_t id;
    size_t first, last; /* leaves on which its content stands; first NO_LEAF: on none */
    bool is_gone;       /* it became empty, and was taken out */
};

/* An element's ID. */
struct id_note {
    str id;
    size_t element, graft;
    bool is_taken;  /* by an earlier part */
    bool is_double; /* by an earlier element of the same part: not in the IDTree */
};

/* Names to names; a RoleMap. */
struct role_map {
    struct name_map names; /* to an index of targets */
    str *from, *targets;
    size_t count, from_capacity, target_capacity;
};

struct tagging {
    struct joint *joint;
    struct arena *arena;
    qpdf_data q;
    qpdf_oh root; /* of the joined tree */

    struct holder *holders;
    size_t holder_count, holder_capacity;
    struct id_map holder_ids;
    struct id_map replaced; /* pages of the pack whose place an item has taken, and their links */
    struct mark *marks;
    size_t mark_count, mark_capacity;
    size_t looked_count; /* places of old ParentTrees: pages of a damaged part may share them */

    struct element *elements;
    size_t element_count, element_capacity;
    struct id_map element_ids;

    struct id_note *ids;
    size_t id_count, id_capacity;
    struct name_map ids_used; /* to an index of ids */
    uint64_t *attributed;     /* elements of the part at hand that have attributes */
    size_t attributed_count, attributed_capacity;

    struct role_map roles;
    qpdf_oh classes;
    /* of the part at hand: names that it has to give up, and what for */
    struct role_map new_roles, new_classes;
};

/* ---- tag_holders --------------------------------------------------------------------------- */

/* Every page of the pack and what it shows. */
void tag_holders_collect(struct tagging *t);
/* The holder that an object is; a new one where it is none yet. SIZE_MAX when it cannot be one. */
size_t tag_holders_find(struct tagging *t, qpdf_oh object, size_t graft, size_t leaf);
qpdf_oh tag_holders_object(const struct tagging *t, const struct holder *holder);

/* ---- tag_parents --------------------------------------------------------------------------- */

void tag_parents_mark(struct tagging *t, size_t holder, long long mcid, uint64_t element);
/* Content that K does not claim goes to the element that the part's ParentTree says. */
void tag_parents_fill(struct tagging *t, size_t graft);
void tag_parents_write(struct tagging *t);

/* ---- tag_roles ----------------------------------------------------------------------------- */

/* Adds a part's types and classes to those of the pack; new_roles and new_classes are then what the
 * part has to call otherwise. The number of types that lead back to themselves. */
size_t tag_roles_join(struct tagging *t, size_t graft);
/* An element's type and classes, renamed where they must be. */
void tag_roles_rename(struct tagging *t, qpdf_oh element);
/* What a type stands for in the end: "/Sect" for "/Story". */
str tag_roles_standard(const struct tagging *t, str type);
void tag_roles_write(struct tagging *t);

/* ---- tag_walk ------------------------------------------------------------------------------ */

/* A part's elements, which are the kids of `top`: the root, or the item's Part. How many stay. */
size_t tag_walk_part(struct tagging *t, size_t graft, qpdf_oh top);

/* ---- tag_ids ------------------------------------------------------------------------------- */

void tag_ids_note(struct tagging *t, qpdf_oh element, size_t index, size_t graft);
/* Gives the part's elements other IDs where they are taken, and changes what names them. */
void tag_ids_join(struct tagging *t, size_t graft);
void tag_ids_write(struct tagging *t);

/* ---- tag_place ----------------------------------------------------------------------------- */

/* The Part of an item, with its tree's kids; not yet in its place. */
qpdf_oh tag_place_new(struct tagging *t, size_t graft);
/* Among the pack's own elements, where its pages stand among the pack's own pages. */
void tag_place_put(struct tagging *t, size_t graft, qpdf_oh part);

#endif
