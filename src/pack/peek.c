#include "pack/peek.h"

bool peek_has(qpdf_data q, qpdf_oh dict, const char *key)
{
    return qpdf_oh_has_key(q, dict, key) != QPDF_FALSE;
}

bool peek_is_name(qpdf_data q, qpdf_oh dict, const char *key)
{
    qpdf_oh value = qpdf_oh_get_key(q, dict, key);
    bool is_name = qpdf_oh_is_name(q, value);
    qpdf_oh_release(q, value);
    return is_name;
}

bool peek_is(qpdf_data q, qpdf_oh dict, const char *key, const char *name)
{
    qpdf_oh value = qpdf_oh_get_key(q, dict, key);
    bool is_equal = handle_is_name(q, value, name);
    qpdf_oh_release(q, value);
    return is_equal;
}

uint64_t peek_id(qpdf_data q, qpdf_oh dict, const char *key)
{
    qpdf_oh value = qpdf_oh_get_key(q, dict, key);
    uint64_t id = handle_id(q, value);
    qpdf_oh_release(q, value);
    return id;
}

bool peek_integer(qpdf_data q, qpdf_oh dict, const char *key, long long *out)
{
    qpdf_oh value = qpdf_oh_get_key(q, dict, key);
    bool is_integer = handle_integer(q, value, out);
    qpdf_oh_release(q, value);
    return is_integer;
}

str peek_name(struct arena *a, qpdf_data q, qpdf_oh dict, const char *key)
{
    qpdf_oh value = qpdf_oh_get_key(q, dict, key);
    str name = handle_name(a, q, value);
    qpdf_oh_release(q, value);
    return name;
}
