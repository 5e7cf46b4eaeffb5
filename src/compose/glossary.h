/* glossary: the glossary itself, as an appendix of its own. */
#ifndef QUOIN_COMPOSE_GLOSSARY_H
#define QUOIN_COMPOSE_GLOSSARY_H

#include "compose/composer.h"

struct sequence *glossary_compose(struct composer *c);

#endif
