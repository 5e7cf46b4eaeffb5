#include "pack/stampcut.h"

#include "pack/token.h"

/* How far from the end a stamp may begin. */
#define STAMP_SIZE 400

/* What the stamp consists of, token by token; NULL stands for a number or the form's name. */
static const char *const stamp_tokens[] = {
    "Q",    "/Artifact", "<<", "/Type", "/Pagination", "/Subtype", "/Header", "/Attached", "[",
    "/Top", "]",         ">>", "BDC",   "q",           NULL,       NULL,      NULL,        NULL,
    NULL,   NULL,        "cm", NULL,    "Do",          "Q",        "EMC",
};
#define TOKEN_COUNT  (sizeof stamp_tokens / sizeof *stamp_tokens)
#define FIRST_NUMBER 14
#define NAME_AT      21

static bool is_expected(size_t i, const struct token *token)
{
    if (stamp_tokens[i])
        return str_is(token->text, stamp_tokens[i]);
    if (i == NAME_AT)
        return token->kind == TOKEN_NAME && str_starts(token->text, STR("/" STAMPCUT_NAME));
    return token->kind == TOKEN_NUMBER;
}

/* Is `text` a stamp from the Q that ends the content on, and nothing more? */
static bool read_stamp(struct arena *a, str text, struct stamp_call *out)
{
    struct tokens tokens = {.text = text};
    long long numbers[6];
    for (size_t i = 0; i < TOKEN_COUNT; i++) {
        struct token token = token_next(&tokens);
        if (!is_expected(i, &token))
            return false;
        if (i >= FIRST_NUMBER && i < FIRST_NUMBER + 6)
            numbers[i - FIRST_NUMBER] = token.value;
        if (i == NAME_AT)
            out->name = token_bytes(a, token);
    }
    out->place =
        (struct matrix){numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]};
    return token_next(&tokens).kind == TOKEN_END && str_find(text, '%') == text.n;
}

/* The last line that is a Q alone before an artifact begins. */
static size_t find_end(str content)
{
    size_t from = content.n > STAMP_SIZE ? content.n - STAMP_SIZE : 0, found = content.n;
    str mark = STR("\nQ\n/Artifact ");
    for (size_t at = from; (at = str_search(content, mark, at)) < content.n; at++)
        found = at;
    return found;
}

bool stampcut_take(struct arena *a, str *content, struct stamp_call *out)
{
    size_t end = find_end(*content);
    if (end == content->n || end < 2 || !str_starts(*content, STR("q\n")) ||
        !read_stamp(a, str_sub(*content, end + 1, content->n), out))
        return false;
    *content = str_sub(*content, 2, end);
    return true;
}
