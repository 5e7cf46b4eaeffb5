#include "pack/eye.h"

void eye_spend(struct eye *e, size_t tokens, size_t bytes)
{
    struct band_effort *left = e->left;
    e->token_count += tokens;
    left->tokens = left->tokens > tokens ? left->tokens - tokens : 0;
    left->bytes = left->bytes > bytes ? left->bytes - bytes : 0;
    if (e->token_count > EYE_TOKENS_MAX || left->tokens == 0 || left->bytes == 0)
        e->has_seen = true;
}

bool eye_has_in_band(const struct reader *r, const struct extent *x)
{
    struct extent shown = extent_common(x, &r->state->clip);
    return extent_touches(&shown, &r->eye->band);
}

void eye_see(struct reader *r, const struct extent *x)
{
    if (eye_has_in_band(r, x))
        r->eye->has_seen = true;
}

long long eye_number(const struct reader *r, size_t i, size_t n)
{
    if (r->count < n)
        return 0;
    const struct token *token = &r->operands[r->count - n + i];
    return token->kind == TOKEN_NUMBER ? token->value : 0;
}

qpdf_oh eye_resource(struct reader *r, const char *kind, size_t skip)
{
    qpdf_data q = r->eye->q;
    if (r->count <= skip || r->operands[r->count - 1 - skip].kind != TOKEN_NAME)
        return qpdf_oh_new_null(q);
    str name = token_bytes(r->eye->arena, r->operands[r->count - 1 - skip]);
    qpdf_oh all = handle_get(q, r->resources, kind);
    qpdf_oh one = handle_get(q, all, str_format(r->eye->arena, "/%.*s", STR_ARG(name)).p);
    qpdf_oh_release(q, all);
    return one;
}

struct matrix eye_matrix(const struct reader *r)
{
    return (struct matrix){eye_number(r, 0, 6), eye_number(r, 1, 6), eye_number(r, 2, 6),
                           eye_number(r, 3, 6), eye_number(r, 4, 6), eye_number(r, 5, 6)};
}
