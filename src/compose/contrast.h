/*
 * contrast: how well two colours can be told apart, by WCAG 2.2's contrast ratio.
 */
#ifndef QUOIN_COMPOSE_CONTRAST_H
#define QUOIN_COMPOSE_CONTRAST_H

#include "image/image.h"

#define CONTRAST_TEXT 450 /* what words need: 4.5 to 1 (WCAG 2.2, 1.4.3) */

/* 100 times the ratio: 100 (the same colour) to 2,100 (black on white). */
int contrast_of(colour a, colour b);

#endif
