/*
 * pdf_internal: what the files of this folder share. Nothing outside src/pdf includes it.
 *
 * Objects are made in two ways. Those that are few and nested (catalog, fonts, resources) are
 * libharu dictionaries, numbered by its cross-reference list and printed by it when the file is
 * closed. Those that are many or large (pages, structure elements, annotations, streams) are text
 * of ours under a number reserved in the same list; they are flushed at once, into the file or
 * into the object stream being filled, so that memory stays flat. What is flushed early is
 * referred to by number.
 *
 * Of libharu only the object API is used (hpdf_objects.h): its document layer brings defaults to
 * undo, float32 reals and an indirect /Length for each stream, and its page layer a graphics state
 * for each page.
 *
 * Errors: a limit or fault adds a finding and sets `is_failed`; work goes on harmlessly and
 * pdf_write() returns false. Out of memory inside a foreign library is noticed after it returned,
 * and takes the arena's way out.
 */
#ifndef QUOIN_PDF_PDF_INTERNAL_H
#define QUOIN_PDF_PDF_INTERNAL_H

#include <hpdf.h>
#include <hpdf_objects.h>
#include <zlib.h>

#include "pdf/pdf.h"

typedef uint32_t obj; /* an object's number; 0: none */

/* Where an object went. */
struct slot {
    uint8_t kind;   /* as in cross-reference streams: 0 free, 1 in the file, 2 in a stream */
    uint32_t at;    /* offset in the file, or the object stream's number */
    uint32_t index; /* in the object stream */
};

/* The file being made (pdf_save.c). */
struct save {
    struct buf file;
    struct slot *slots; /* by object number */
    size_t slot_count;
    struct buf packed; /* objects waiting for their object stream */
    struct buf index;  /* its header: number and offset of each */
    uint32_t packed_count;
    obj packed_number;
    z_stream z;
    struct buf deflated;
};

/* One glyph of a face standing for one text: the unit that gets a CID. */
struct font_char {
    uint16_t gid;
    str text;
    uint32_t next; /* CID of another text of this glyph; 0: none */
};

/* A face in use (pdf_font.c). chars[cid]; CIDs are given in order of first use, from 1. */
struct font {
    const struct face *face;
    uint32_t number; /* /F1, /F2 … */
    HPDF_Dict dict;  /* the Type0 font */
    struct font_char *chars;
    size_t count, capacity;
    uint32_t *by_gid; /* glyph to its first CID; 0: not in use */
    struct font *next;
};

/* A bitmap in the file (pdf_image.c). */
struct picture {
    const struct bitmap *bitmap;
    uint32_t number; /* /I1, /I2 … */
    obj object;
    struct picture *next;
};

/* A marked content sequence of a leaf. */
struct mark {
    uint32_t page, mcid;
    struct mark *next;
};

/* A link annotation, to be referred to from its element. */
struct annotation {
    uint32_t page;
    obj object;
    uint32_t key; /* /StructParent */
    tag_id tag;
    struct annotation *next; /* of the same element */
};

/* What a tag became: a leaf its marks, a Link its annotations, an element its number. */
struct placed {
    obj object;
    struct mark *first, *last;
    struct annotation *links, *last_link;
    bool is_referred; /* a header cell that others name: needs an ID */
};

/* An entry of a name or number tree: both as they are printed. */
struct tree_entry {
    str key, value;
};

struct tree {
    struct tree_entry *entries; /* sorted by key */
    size_t count, capacity;
};

struct pdf {
    struct arena *arena;
    struct diag *diag;
    const struct page_list *list;
    const struct pdf_options *options;
    bool is_failed;

    HPDF_Error_Rec error;
    HPDF_MMgr mmgr;
    HPDF_Xref xref;
    obj object_count; /* numbers given out, and 0 */

    struct save save;
    struct font *fonts, **fonts_end;
    struct picture *pictures, **pictures_end;
    HPDF_Dict catalog, resources;
    struct buf references; /* the catalog's, to objects that are text */

    obj embedded; /* the name tree of embedded files; 0: none */

    obj *pages;            /* by page index */
    struct placed *placed; /* by tag */
    struct tree parents;   /* ParentTree; keys of pages first, then those of annotations */
    uint32_t next_parent;  /* the next annotation's key */
};

/* ---- pdf_object.c: numbers, dictionaries, and values as text ------------------------------- */

void pdf_object_open(struct pdf *p);
obj pdf_object_reserve(struct pdf *p, uint32_t count); /* the first of `count` numbers in a row */
obj pdf_object_number(const struct _HPDF_Dict_Rec *d);
void pdf_object_check(struct pdf *p); /* what libharu recorded becomes a finding */

HPDF_Dict pdf_dict_new_object(struct pdf *p, obj *number); /* numbered; number may be NULL */
/* A direct dictionary or array, at once part of `d`, so that nothing is lost when memory runs out.
 */
HPDF_Dict pdf_dict_new_in(struct pdf *p, HPDF_Dict d, const char *key);
HPDF_Array pdf_dict_array(struct pdf *p, HPDF_Dict d, const char *key);
void pdf_dict_add(struct pdf *p, HPDF_Dict d, const char *key, void *value);
void pdf_dict_name(struct pdf *p, HPDF_Dict d, const char *key, str name);
void pdf_dict_number(struct pdf *p, HPDF_Dict d, const char *key, int32_t value);
void pdf_dict_text(struct pdf *p, HPDF_Dict d, const char *key, str utf8);
/* Entries printed by us at the end of the dictionary: what libharu cannot express. */
void pdf_dict_tail(struct pdf *p, HPDF_Dict d, struct buf *tail);
/* An entry of the catalog that refers to an object by number. */
void pdf_catalog_ref(struct pdf *p, const char *key, obj number);

void pdf_put_milli(struct buf *out, int64_t thousandths); /* -1.5 for -1500; shortest form */
void pdf_put_len(struct buf *out, len value);
void pdf_put_text(struct buf *out, str utf8);   /* a text string (7.9.2.2): UTF-16BE in hex, or */
void pdf_put_bytes(struct buf *out, str bytes); /* a byte string with escapes */
void pdf_put_ref(struct buf *out, obj number);
int64_t pdf_milli(len value); /* thousandths of a point, rounded */

/* ---- pdf_save.c ---------------------------------------------------------------------------- */

void pdf_save_open(struct pdf *p);
/* An object that is not a stream. */
void pdf_save_object(struct pdf *p, obj number, str text);
/* entries: of the stream's dictionary, without /Length and /Filter. */
void pdf_save_stream(struct pdf *p, obj number, const char *entries, str bytes, bool is_packed);
/* What libharu holds, the cross-reference stream, the end. */
str pdf_save_close(struct pdf *p, obj root, obj info, str id);

/* ---- pdf_tree.c ---------------------------------------------------------------------------- */

void pdf_tree_add(struct pdf *p, struct tree *t, str key, str value);
/* kind: "Names" or "Nums". Returns the root's number; 0 when there is no entry. */
obj pdf_tree_save(struct pdf *p, const struct tree *t, const char *kind);

/* ---- pdf_font.c, pdf_subset.c -------------------------------------------------------------- */

struct font *pdf_font_use(struct pdf *p, const struct face *face);
uint32_t pdf_font_cid(struct pdf *p, struct font *f, uint16_t gid, str text);
void pdf_font_finish(struct pdf *p);

struct subset {
    str bytes;      /* the new font file */
    uint16_t *gids; /* by CID: the glyph in it */
};

/* False after a finding. */
bool pdf_subset(struct pdf *p, const struct font *f, struct subset *out);

/* ---- pdf_image.c --------------------------------------------------------------------------- */

const struct picture *pdf_image_use(struct pdf *p, const struct bitmap *bitmap);
void pdf_image_finish(struct pdf *p);

/* ---- pdf_draw.c, pdf_text.c, pdf_page.c, pdf_link.c ---------------------------------------- */

/* A content stream in the making, and the graphics state as it now is. */
struct draw {
    struct pdf *pdf;
    const struct page *page;
    struct buf *out;
    uint32_t page_index, mcid_count;
    tag_id *marked; /* by MCID: the leaf */
    size_t marked_count, marked_capacity;
    colour fill, stroke;
    int64_t line_width;
    bool has_round_joins;
    bool has_transparency; /* a soft mask is used */
    const struct font *font;
    len size;
    bool is_in_text;        /* between BT and ET */
    int64_t line_x, line_y; /* where the text line began, thousandths */
};

void pdf_draw_page(struct draw *d);
void pdf_draw_fill(struct draw *d, colour c); /* sets the fill colour */
void pdf_draw_end_text(struct draw *d);
int64_t pdf_draw_y(const struct draw *d, len y); /* upwards, in thousandths */
void pdf_text_draw(struct draw *d, const struct page_text *t);
void pdf_text_draw_hidden(struct draw *d, len x, len y, len size, str text);

void pdf_page_save_all(struct pdf *p);
/* The annotations of a page; adds their references to `annots`. */
void pdf_link_save(struct pdf *p, uint32_t page, struct buf *annots);

/* ---- pdf_tag.c ----------------------------------------------------------------------------- */

void pdf_tag_number(struct pdf *p); /* gives each element its number */
void pdf_tag_mark(struct pdf *p, tag_id leaf, uint32_t page, uint32_t mcid);
void pdf_tag_link(struct pdf *p, tag_id link, struct annotation *a);
/* The element that a tag's content belongs to. */
obj pdf_tag_element(const struct pdf *p, tag_id tag);
void pdf_tag_save(struct pdf *p); /* the tree, ParentTree, RoleMap, IDTree; into the catalog */

/* ---- pdf_attach.c -------------------------------------------------------------------------- */

/* Files, their name tree (for pdf_nav_save) and the catalog's /AF. */
void pdf_attach_save(struct pdf *p);

/* ---- pdf_meta.c, pdf_nav.c ----------------------------------------------------------------- */

/* As in Info, "D:20201125100000Z"; nothing when the report has no date. */
void pdf_meta_put_date(struct buf *out, const struct pdf *p);
void pdf_meta_save(struct pdf *p); /* catalog entries, XMP, OutputIntent */
obj pdf_meta_save_info(struct pdf *p);
str pdf_meta_id(struct pdf *p);   /* 16 bytes */
void pdf_nav_save(struct pdf *p); /* name trees, outline, page labels */

#endif
