/*
 * value: the types of attributes and of text: what a value must look like, in three forms that
 * say the same: a check, an XML Schema pattern, and words for a finding.
 *
 * White space around a value is never part of it, except in TYPE_TEXT (and XML Schema's xs:token
 * collapses it in the same way).
 */
#ifndef QUOIN_XML_VALUE_H
#define QUOIN_XML_VALUE_H

#include "xml/vocab.h"

struct value_form {
    const char *name;    /* of the schema's simple type; NULL: the base is used as it is */
    const char *base;    /* an XML Schema type */
    const char *pattern; /* an XML Schema regular expression; NULL: none */
    const char *words;   /* "a date such as 2020-11-25" */
};

const struct value_form *value_form(enum vocab_type type);

/* Is the trimmed value of the type? TYPE_CHOICE looks in `values`; references are not resolved. */
bool value_check(enum vocab_type type, const char *values, str value);

/* What is wrong with a value that begins like one of its type and yet is none. */
struct value_fault {
    const char *words; /* after the attribute's name: "is longer than …" */
    const char *hint;
};

/* Of a value that value_check() refuses; NULL: the words of value_form() say it all. */
const struct value_fault *value_fault(enum vocab_type type, str value);

#endif
