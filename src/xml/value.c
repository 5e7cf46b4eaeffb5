#include "xml/value.h"

#include <string.h>

#include "base/date.h"
#include "base/dec.h"
#include "base/len.h"

#define NAME_CHARS "[A-Za-z0-9._\\-]+"
#define DECIMAL    "[+\\-]?[0-9]+(\\.[0-9]{1,9})?"
/* A name that is not "..": without a dot, with one that something follows or with more than that.
 */
#define FILE_PART "(\\.|\\.?[^./\\\\][^/\\\\]*|\\.\\.[^/\\\\]+)"
#define URI_MAX   2048
#define COUNT_MAX 1000000

static const struct value_form forms[] = {
    [TYPE_TEXT] = {NULL, "xs:string", NULL, "text"},
    [TYPE_NAME] = {"name", "xs:token", NAME_CHARS, "one word of letters a to z, digits, and . _ -"},
    [TYPE_ID] = {"id", "xs:token", NAME_CHARS, "one word of letters a to z, digits, and . _ -"},
    [TYPE_REF] = {"ref", "xs:token", NAME_CHARS, "the id of an element"},
    [TYPE_REFS] = {"refs", "xs:token", NAME_CHARS "( " NAME_CHARS ")*",
                   "ids of elements, parted by spaces"},
    [TYPE_CHOICE] = {NULL, "xs:token", NULL, "one of the words allowed"},
    [TYPE_FLAG] = {"flag", "xs:token", "yes|no", "yes or no"},
    [TYPE_COUNT] = {"count", "xs:token", "0|[1-9][0-9]{0,5}|1000000",
                    "a whole number from 0 to 1000000"},
    [TYPE_DECIMAL] = {"decimal", "xs:token", DECIMAL,
                      "a decimal figure such as 1814 or 99.5, without commas or signs of units"},
    [TYPE_DATE] = {"date", "xs:date", "[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date such as 2020-11-25"},
    [TYPE_MOMENT] = {"moment", "xs:token",
                     "[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?Z?)?",
                     "a date such as 2020-11-25, or with the hour 2020-11-25T10:00"},
    [TYPE_YEAR] = {"year", "xs:token", "(19|20|21)[0-9]{2}/([0-9]{2}|[0-9]{4})",
                   "a financial year such as 2020/21"},
    [TYPE_LANG] = {"lang", "xs:token",
                   "([A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"
                   "(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
                   "(-[0-9A-WYZa-wyz](-[A-Za-z0-9]{2,8})+)*(-[Xx](-[A-Za-z0-9]{1,8})+)?)"
                   "|[Xx](-[A-Za-z0-9]{1,8})+",
                   "a language such as en-GB or cy"},
    [TYPE_URI] = {"uri", "xs:token", "(https?://|mailto:)[!-~]+",
                  "an address that begins with https:, http: or mailto:"},
    [TYPE_LENGTH] = {"length", "xs:token", "0+(\\.0{1,9})?|[+]?[0-9]+(\\.[0-9]{1,9})?(pt|mm|cm|in)",
                     "a length such as 12mm or 3.5pt, 0 to 14400pt"},
    [TYPE_SIGNED] = {"signed", "xs:token", "0+(\\.0{1,9})?|" DECIMAL "(pt|mm|cm|in)",
                     "a length such as 12mm or -3.5pt"},
    [TYPE_COLOUR] = {"colour", "xs:token", "#[0-9A-Fa-f]{6}|[A-Za-z][A-Za-z0-9_\\-]*",
                     "a colour: #rrggbb or a name of the palette"},
    [TYPE_FILE] = {"file", "xs:token", FILE_PART "(/" FILE_PART ")*",
                   "a file below the document's own folder, written with /"},
    [TYPE_NUMBERS] = {NULL, "xs:string", NULL, "numbers"},
};

const struct value_form *value_form(enum vocab_type type)
{
    return &forms[type];
}

/* The bytes of the scheme that an address begins with; 0: of none that is taken. */
static size_t scheme_of(str s)
{
    return str_starts(s, STR("https://"))  ? 8
           : str_starts(s, STR("http://")) ? 7
           : str_starts(s, STR("mailto:")) ? 7
                                           : 0;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_name(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_letter(s.p[i]) && !is_digit(s.p[i]) && (!s.p[i] || !strchr("._-", s.p[i])))
            return false;
    return s.n > 0;
}

static bool is_names(str s)
{
    size_t count = 0;
    for (str word = str_word(&s); word.n; word = str_word(&s), count++)
        if (!is_name(word))
            return false;
    return count > 0;
}

static bool is_choice(const char *values, str s)
{
    str rest = str_z(values);
    for (str word = str_word(&rest); word.n; word = str_word(&rest))
        if (str_eq(word, s))
            return true;
    return false;
}

static bool is_count(str s)
{
    long n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!is_digit(s.p[i]) || (i > 0 && n == 0))
            return false;
        n = n * 10 + (s.p[i] - '0');
        if (n > COUNT_MAX)
            return false;
    }
    return s.n > 0;
}

static bool is_date(str s, bool may_have_hour)
{
    struct date date;
    return date_parse(s, &date) && (may_have_hour || s.n == strlen("2020-11-25"));
}

/*
 * BCP 47's shape (RFC 5646, 2.1): language, script, region, variants, extensions, private use, in
 * this order. Of languages only those of two or three letters: longer ones are reserved, and the
 * register has none; so "english" is refused.
 */
enum lang_part {
    LANG_NOTHING,
    LANG_LANGUAGE,
    LANG_EXTENDED,
    LANG_SCRIPT,
    LANG_REGION,
    LANG_VARIANT,
    LANG_EXTENSION,
    LANG_PRIVATE
};

/* What a subtag of more than one sign can be after `before`; LANG_NOTHING: it may not stand there.
 */
static enum lang_part lang_part(str sub, enum lang_part before)
{
    size_t letters = 0, digits = 0;
    for (size_t i = 0; i < sub.n; i++) {
        letters += is_letter(sub.p[i]);
        digits += is_digit(sub.p[i]);
    }
    bool is_word = letters == sub.n;
    if (before >= LANG_EXTENSION)
        return before;
    if (before == LANG_NOTHING)
        return is_word && sub.n <= 3 ? LANG_LANGUAGE : LANG_NOTHING;
    if (before < LANG_SCRIPT && is_word && sub.n == 3)
        return LANG_EXTENDED;
    if (before < LANG_SCRIPT && is_word && sub.n == 4)
        return LANG_SCRIPT;
    if (before < LANG_REGION && (is_word ? sub.n == 2 : digits == 3 && sub.n == 3))
        return LANG_REGION;
    return sub.n >= 5 || (sub.n == 4 && is_digit(sub.p[0])) ? LANG_VARIANT : LANG_NOTHING;
}

static bool is_lang(str s)
{
    enum lang_part part = LANG_NOTHING;
    bool is_open = false; /* a single sign needs something after it */
    int extended = 0;
    for (size_t from = 0, to; from <= s.n; from = to + 1) {
        for (to = from; to < s.n && s.p[to] != '-'; to++)
            if (!is_letter(s.p[to]) && !is_digit(s.p[to]))
                return false;
        str sub = str_sub(s, from, to);
        if (sub.n < 1 || sub.n > 8)
            return false;
        if (sub.n == 1 && part != LANG_PRIVATE) {
            bool is_private = sub.p[0] == 'x' || sub.p[0] == 'X';
            if (is_open || (part == LANG_NOTHING && !is_private))
                return false;
            part = is_private ? LANG_PRIVATE : LANG_EXTENSION;
            is_open = true;
            continue;
        }
        part = lang_part(sub, part);
        extended += part == LANG_EXTENDED;
        if (part == LANG_NOTHING || extended > 3)
            return false;
        is_open = false;
    }
    return !is_open;
}

static bool is_uri(str s)
{
    size_t scheme = scheme_of(s);
    if (!scheme || s.n == scheme || s.n > URI_MAX)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '!' || s.p[i] > '~')
            return false;
    return true;
}

static bool is_length(str s, bool may_be_negative)
{
    len length;
    return len_parse(s, &length) && (may_be_negative || s.p[0] != '-');
}

static bool is_colour(str s)
{
    if (!s.n)
        return false;
    if (s.p[0] != '#')
        return is_letter(s.p[0]) && is_name(s) && str_find(s, '.') == s.n;
    for (size_t i = 1; i < s.n; i++)
        if (!is_digit(s.p[i]) && !strchr("abcdefABCDEF", s.p[i]))
            return false;
    return s.n == 7;
}

/* Names between slashes; none of them ".." or empty. The kernel has the last word (base/file.h). */
static bool is_file(str s)
{
    for (size_t i = 0, start = 0; i <= s.n; i++) {
        if (i < s.n && s.p[i] == '\\')
            return false;
        if (i < s.n && s.p[i] != '/')
            continue;
        str part = str_sub(s, start, i);
        if (!part.n || str_is(part, ".."))
            return false;
        start = i + 1;
    }
    return true;
}

bool value_check(enum vocab_type type, const char *values, str value)
{
    struct dec figure;
    int year;
    switch (type) {
    case TYPE_NAME:
    case TYPE_ID:
    case TYPE_REF: return is_name(value);
    case TYPE_REFS: return is_names(value);
    case TYPE_CHOICE: return is_choice(values, value);
    case TYPE_FLAG: return is_choice("yes no", value);
    case TYPE_COUNT: return is_count(value);
    case TYPE_DECIMAL: return dec_parse(value, &figure);
    case TYPE_DATE: return is_date(value, false);
    case TYPE_MOMENT: return is_date(value, true);
    case TYPE_YEAR: return quarter_parse_year(value, &year);
    case TYPE_LANG: return is_lang(value);
    case TYPE_URI: return is_uri(value);
    case TYPE_LENGTH: return is_length(value, false);
    case TYPE_SIGNED: return is_length(value, true);
    case TYPE_COLOUR: return is_colour(value);
    case TYPE_FILE: return is_file(value);
    case TYPE_TEXT:
    case TYPE_NUMBERS: return true;
    }
    return false;
}

/* 31 November: a date but for its day. */
static bool is_no_day(str s)
{
    char text[] = "2020-11-01";
    int day = 0;
    if (s.n < strlen(text) || s.p[7] != '-' || is_date(s, true))
        return false;
    memcpy(text, s.p, 8);
    for (size_t i = 8; i < 10; i++) {
        if (!is_digit(s.p[i]))
            return false;
        day = day * 10 + (s.p[i] - '0');
    }
    bool is_rest_right = s.n == 10 || s.p[10] == 'T';
    return is_rest_right && is_date(str_z(text), false) && (day == 0 || day > 28);
}

static const struct value_fault *date_fault(str value)
{
    static const struct value_fault no_day = {
        "is a day that does not exist",
        "April, June, September and November have 30 days, February has 28, or 29 in leap years"};
    return is_no_day(value) ? &no_day : NULL;
}

const struct value_fault *value_fault(enum vocab_type type, str value)
{
    static const struct value_fault empty = {"is an address of which only the beginning is there",
                                             "copy the whole address from the browser"};
    static const struct value_fault long_one = {
        "is longer than the 2,048 characters that an address may have",
        "shorten it: what stands behind ? or # can often be left out"};
    static const struct value_fault odd = {
        "has a space, or a character that an address does not have",
        "copy the address from the browser, which writes %20 for a space and the like"};
    if (type == TYPE_DATE || type == TYPE_MOMENT)
        return date_fault(value);
    size_t scheme = type == TYPE_URI ? scheme_of(value) : 0;
    if (!scheme)
        return NULL;
    return value.n == scheme ? &empty : value.n > URI_MAX ? &long_one : &odd;
}
