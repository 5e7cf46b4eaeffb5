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
    [TYPE_LANG] = {"lang", "xs:token", "[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*",
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

/* BCP 47's shape: subtags of one to eight letters or digits; the first has letters only. */
static bool is_lang(str s)
{
    size_t run = 0, tags = 0;
    for (size_t i = 0; i <= s.n; i++) {
        if (i == s.n || s.p[i] == '-') {
            if (run < 1 || run > 8)
                return false;
            run = 0;
            tags++;
        } else if (is_letter(s.p[i]) || (tags > 0 && is_digit(s.p[i]))) {
            run++;
        } else {
            return false;
        }
    }
    return true;
}

static bool is_uri(str s)
{
    size_t scheme = str_starts(s, STR("https://"))  ? 8
                    : str_starts(s, STR("http://")) ? 7
                    : str_starts(s, STR("mailto:")) ? 7
                                                    : 0;
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
