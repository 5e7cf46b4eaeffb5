/*
 * A pattern is read by one walk, whether it is being judged or filled: next_part() cuts it into
 * literals, fields and brackets. A bracket is first filled into a builder of its own, and that is
 * added when none of its fields was empty.
 */
#include "batch/naming.h"

#include <string.h>
#include <strings.h>

#include "base/file.h"

/* Bytes of a component that every file system takes, with room for ".pdf" and a temporary name. */
#define COMPONENT_MAX 200

/* A value longer than this is cut at the end of a word: headings are no file names. */
#define VALUE_MAX 80

/* ---- fields ------------------------------------------------------------------------------- */

static const char *const fields[] = {"organisation", "short",   "area", "year", "quarter", "title",
                                     "lang",         "variant", "part", "stem", NULL};

static bool is_field(str name)
{
    for (const char *const *f = fields; *f; f++)
        if (str_is(name, *f))
            return true;
    return false;
}

static str value_of(struct arena *a, const struct naming_facts *facts, str field)
{
    if (str_is(field, "quarter"))
        return facts->quarter ? str_format(a, "%d", facts->quarter) : STR("");
    const struct {
        const char *name;
        str value;
    } values[] = {
        {"organisation", facts->organisation},
        {"short", facts->short_name.n ? facts->short_name : facts->organisation},
        {"area", facts->area},
        {"year", facts->year},
        {"title", facts->title},
        {"lang", facts->lang},
        {"variant", facts->variant},
        {"part", facts->part},
        {"stem", facts->stem},
    };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (str_is(field, values[i].name))
            return values[i].value;
    return STR("");
}

/* ---- plain letters -------------------------------------------------------------------------- */

/*
 * The plain letters of U+00C0 to U+017F (Latin-1 Supplement, Latin Extended-A), four bytes each:
 * one letter, or two where that is how it is written without the sign (ß, æ); "" for signs.
 */
static const char plain[0x180 - 0xC0][4] = {
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",  /* À */
    "d", "n", "o",  "o",  "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "ss", /* Ð */
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",  /* à */
    "d", "n", "o",  "o",  "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "y",  /* ð */
    "a", "a", "a",  "a",  "a", "a", "c",  "c", "c", "c", "c", "c", "c", "c", "d",  "d",  /* Ā */
    "d", "d", "e",  "e",  "e", "e", "e",  "e", "e", "e", "e", "e", "g", "g", "g",  "g",  /* Đ */
    "g", "g", "g",  "g",  "h", "h", "h",  "h", "i", "i", "i", "i", "i", "i", "i",  "i",  /* Ġ */
    "i", "i", "ij", "ij", "j", "j", "k",  "k", "k", "l", "l", "l", "l", "l", "l",  "l",  /* İ */
    "l", "l", "l",  "n",  "n", "n", "n",  "n", "n", "n", "n", "n", "o", "o", "o",  "o",  /* ŀ */
    "o", "o", "oe", "oe", "r", "r", "r",  "r", "r", "r", "s", "s", "s", "s", "s",  "s",  /* Ő */
    "s", "s", "t",  "t",  "t", "t", "t",  "t", "u", "u", "u", "u", "u", "u", "u",  "u",  /* Š */
    "u", "u", "u",  "u",  "w", "w", "y",  "y", "y", "z", "z", "z", "z", "z", "z",  "s",  /* Ű */
};

/* Welsh has ẁ ẃ ẅ ỳ beyond that; other Vietnamese and Irish letters there are as regular. */
static const struct {
    uint32_t from, to;
    char letters[3];
} further[] = {
    {0x218, 0x219, "s"},   {0x21A, 0x21B, "t"},   {0x1E02, 0x1E03, "b"},  {0x1E0A, 0x1E0B, "d"},
    {0x1E1E, 0x1E1F, "f"}, {0x1E40, 0x1E41, "m"}, {0x1E56, 0x1E57, "p"},  {0x1E60, 0x1E61, "s"},
    {0x1E6A, 0x1E6B, "t"}, {0x1E80, 0x1E85, "w"}, {0x1E9E, 0x1E9E, "ss"}, {0x1EA0, 0x1EB7, "a"},
    {0x1EB8, 0x1EC7, "e"}, {0x1EC8, 0x1ECB, "i"}, {0x1ECC, 0x1EE3, "o"},  {0x1EE4, 0x1EF1, "u"},
    {0x1EF2, 0x1EF9, "y"},
};

/* Signs that part no words: apostrophes (they vanish: "Chief's" is "chiefs"), combining accents,
 * and what is not seen. */
static bool is_passed_over(uint32_t c)
{
    return c == '\'' || c == 0x2019 || c == 0x2BC || c == 0xAD || (c >= 0x300 && c < 0x370) ||
           (c >= 0x200B && c <= 0x200D) || c == 0x2060;
}

static str plain_letters(uint32_t c, char one[1])
{
    if (c < 0x80) {
        one[0] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        bool is_kept = (one[0] >= 'a' && one[0] <= 'z') || (c >= '0' && c <= '9');
        return (str){one, is_kept};
    }
    if (c >= 0xC0 && c < 0x180)
        return str_z(plain[c - 0xC0]);
    for (size_t i = 0; i < sizeof further / sizeof *further; i++)
        if (c >= further[i].from && c <= further[i].to)
            return str_z(further[i].letters);
    return STR("");
}

/* At most VALUE_MAX bytes, ending with a word where one ends in the second half. */
static str cut_value(str s)
{
    if (s.n <= VALUE_MAX)
        return s;
    size_t n = VALUE_MAX;
    while (n > VALUE_MAX / 2 && s.p[n] != '-')
        n--;
    return str_sub(s, 0, s.p[n] == '-' ? n : VALUE_MAX);
}

str naming_plain(struct arena *a, str value)
{
    struct buf b = {.arena = a};
    bool is_parted = false;
    for (size_t at = 0; at < value.n;) {
        char one[1];
        uint32_t c = utf8_next(value, &at);
        str letters = plain_letters(c, one);
        if (letters.n && is_parted && b.n)
            buf_byte(&b, '-');
        if (letters.n || !is_passed_over(c))
            is_parted = letters.n == 0;
        buf_add(&b, letters);
    }
    return cut_value(buf_str(&b));
}

/* ---- the pattern ----------------------------------------------------------------------------- */

enum part_kind { PART_LITERAL, PART_FIELD, PART_OPEN, PART_CLOSE, PART_STRAY };

struct part {
    enum part_kind kind;
    str text; /* of a literal; a field's name; the sign astray */
};

/* Cuts the next part off the front; false at the end. */
static bool next_part(str *rest, struct part *out)
{
    if (rest->n == 0)
        return false;
    char c = rest->p[0];
    size_t n = 1;
    *out = (struct part){PART_STRAY, str_sub(*rest, 0, 1)};
    if (c == '{' && (n = str_find(*rest, '}')) < rest->n) {
        *out = (struct part){PART_FIELD, str_sub(*rest, 1, n)};
        n++;
    } else if (c == '[' || c == ']') {
        out->kind = c == '[' ? PART_OPEN : PART_CLOSE;
    } else if (c != '{' && c != '}') {
        while (n < rest->n && !memchr("{}[]", rest->p[n], 4))
            n++;
        *out = (struct part){PART_LITERAL, str_sub(*rest, 0, n)};
    }
    *rest = str_sub(*rest, n, rest->n);
    return true;
}

/* ---- is the pattern well formed? ------------------------------------------------------------- */

static bool fail(struct diag *d, str pattern, const char *what, str which, const char *hint)
{
    struct finding *f = diag_add(d, Q752, (struct pos){0}, "in the pattern \"%.*s\": %s%.*s",
                                 STR_ARG(pattern), what, STR_ARG(which));
    diag_hint(d, f, "%s", hint);
    return false;
}

#define FIELDS_HINT                                                                                \
    "fields are {organisation} {short} {area} {year} {quarter} {title} {lang} {variant} {part} "   \
    "{stem}"

static bool fail_field(struct diag *d, str pattern, str field)
{
    const char *near = str_nearest(field, fields);
    struct finding *f =
        diag_add(d, Q752, (struct pos){0}, "in the pattern \"%.*s\": there is no field {%.*s}",
                 STR_ARG(pattern), STR_ARG(field));
    if (near)
        diag_hint(d, f, "did you mean {%s}?", near);
    else
        diag_hint(d, f, FIELDS_HINT);
    return false;
}

static bool is_plain_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("._-", c));
}

static bool check_literal(struct diag *d, str pattern, str literal)
{
    for (size_t at = 0, from = 0; at < literal.n; from = at) {
        utf8_next(literal, &at);
        if (at - from > 1 || (!is_plain_byte(literal.p[from]) && literal.p[from] != '/'))
            return fail(d, pattern, "a name cannot have ", str_sub(literal, from, at),
                        "letters a-z and A-Z, digits, and . _ - can be used; / makes folders");
    }
    return true;
}

struct check {
    struct diag *diag;
    str pattern;
    bool is_open;          /* within brackets */
    size_t fields, within; /* fields so far; of the bracket */
};

static bool check_part(struct check *c, const struct part *part)
{
    switch (part->kind) {
    case PART_LITERAL: return check_literal(c->diag, c->pattern, part->text);
    case PART_FIELD:
        c->fields++;
        c->within++;
        return is_field(part->text) || fail_field(c->diag, c->pattern, part->text);
    case PART_OPEN:
        c->within = 0;
        if (c->is_open)
            return fail(c->diag, c->pattern, "brackets stand within brackets", STR(""),
                        "close the first with ] before the next begins");
        c->is_open = true;
        return true;
    case PART_CLOSE:
        if (!c->is_open || !c->within)
            return fail(c->diag, c->pattern,
                        c->is_open ? "no field stands in the brackets" : "there is no [ for this ]",
                        STR(""), "[-{area}] is left out where a report names no area");
        c->is_open = false;
        return true;
    default:
        return fail(c->diag, c->pattern, "a field is not closed or not opened: ", part->text,
                    FIELDS_HINT);
    }
}

/* What the literals alone make of it: with every field filled, are all components names? */
static bool check_components(struct diag *d, str pattern)
{
    struct buf b = {.arena = d->arena};
    struct part part;
    for (str rest = pattern; next_part(&rest, &part);)
        buf_add(&b, part.kind == PART_LITERAL ? part.text
                    : part.kind == PART_FIELD ? STR("x")
                                              : STR(""));
    return naming_is_safe(buf_str(&b)) ||
           fail(d, pattern, "it makes no name within the output folder", STR(""),
                "a name, and each folder's, begins with a letter, a digit or _ and has at most 200 "
                "bytes; the folder itself is chosen with -o");
}

/* All would have one name. */
static bool check_count(const struct check *c)
{
    return c->fields > 0 ||
           fail(c->diag, c->pattern, "there is no field, so that all PDFs would have one name",
                STR(""), FIELDS_HINT);
}

str naming_pattern(str given)
{
    bool is_pdf = given.n > 4 && strncasecmp(given.p + given.n - 4, ".pdf", 4) == 0;
    return str_sub(given, 0, given.n - (is_pdf ? 4 : 0));
}

bool naming_check(struct diag *d, str pattern)
{
    struct check c = {.diag = d, .pattern = pattern};
    struct part part;
    for (str rest = pattern; next_part(&rest, &part);)
        if (!check_part(&c, &part))
            return false;
    if (c.is_open)
        return fail(d, pattern, "a [ is not closed", STR(""),
                    "[-{area}] is left out where a report names no area");
    return check_count(&c) && check_components(d, pattern);
}

/* ---- filling ----------------------------------------------------------------------------------
 */

bool naming_fill(struct arena *a, str pattern, const struct naming_facts *facts, str *out,
                 str *missing)
{
    struct buf whole = {.arena = a}, within = {.arena = a}, *b = &whole;
    struct part part;
    bool is_left_out = false;
    for (str rest = pattern; next_part(&rest, &part);) {
        if (part.kind == PART_OPEN) {
            b = &within;
            b->n = 0;
            is_left_out = false;
        } else if (part.kind == PART_CLOSE) {
            b = &whole;
            if (!is_left_out)
                buf_add(b, buf_str(&within));
        } else if (part.kind == PART_LITERAL) {
            buf_add(b, part.text);
        } else {
            str value = naming_plain(a, value_of(a, facts, part.text));
            if (value.n == 0 && b == &whole) {
                *missing = part.text;
                return false;
            }
            is_left_out |= value.n == 0;
            buf_add(b, value);
        }
    }
    *out = buf_str(&whole);
    return true;
}

/* ---- names -------------------------------------------------------------------------------------
 */

/* Windows takes these for devices, in any folder and whatever follows a dot. */
static bool is_device(str s)
{
    static const char *const devices[] = {"con", "prn", "aux", "nul", "com", "lpt"};
    str base = str_sub(s, 0, str_find(s, '.'));
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) {
        size_t n = i < 4 ? 3 : 4;
        if (base.n == n && strncasecmp(base.p, devices[i], 3) == 0 &&
            (n == 3 || (base.p[3] >= '1' && base.p[3] <= '9')))
            return true;
    }
    return false;
}

static bool is_safe_component(str s)
{
    if (s.n == 0 || s.n > COMPONENT_MAX || s.p[0] == '.' || s.p[0] == '-' || s.p[s.n - 1] == '.' ||
        is_device(s))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!is_plain_byte(s.p[i]))
            return false;
    return true;
}

/* Do all components pass? */
static bool check_all(str name, bool (*is_good)(str))
{
    size_t from = 0;
    for (size_t at = 0; at <= name.n; at++)
        if (at == name.n || name.p[at] == '/') {
            if (!is_good(str_sub(name, from, at)))
                return false;
            from = at + 1;
        }
    return true;
}

bool naming_is_safe(str name)
{
    return check_all(name, is_safe_component);
}

static bool is_folder(str s)
{
    return s.n > 0 && s.p[0] != '.' && str_find(s, '\0') == s.n;
}

bool naming_is_output(str output)
{
    size_t from = output.n - file_name(output).n;
    return str_ends(output, STR(".pdf")) && from < output.n - 4 &&
           is_safe_component(str_sub(output, from, output.n - 4)) &&
           (from == 0 || check_all(str_sub(output, 0, from - 1), is_folder));
}
